// SPDX-License-Identifier: GPL-3.0-or-later
/// What feeds the meter when the window opens: a recording or the synthesizer. No Qt.
#pragma once

#include <string>
#include <vector>

#include "app/desk/options.hpp"
#include "app/desk/source_settings.hpp"
#include "core/base/result.hpp"
#include "core/meter/meter.hpp"
#include "sim/grid.hpp"

namespace mb::desk {

struct Source {
    Grid grid;
    MeterSettings meter;
    SourceSettings start;                  ///< what the source view's controls say at the start
    std::string recording;                 ///< name of the file, empty for the synthesizer
    std::vector<std::string> diagnostics;  ///< what was tolerated in it
};

Result<Source> open_source(Options const& options);

}  // namespace mb::desk
