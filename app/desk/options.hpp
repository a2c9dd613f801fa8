// SPDX-License-Identifier: GPL-3.0-or-later
/// The command line of meterbench-desk. No Qt.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "sim/builtin/open_recording.hpp"
#include "sim/ports/listen_address.hpp"

namespace mb::desk {

struct Options {
    RecordingOptions recording;  ///< without a path: the synthesizer
    std::optional<ListenAddress> modbus;
    std::string screenshot;  ///< PNG to write, then quit; empty for the window
    int width = 1600;
    int height = 950;
    bool dark = false;
    NominalChoice nominal;
};

/// The program ends here: with a help text (status 0, to stdout) or a sentence (status 2, to stderr).
struct Leave {
    int status = 0;
    std::string text;
};

std::variant<Options, Leave> parse_options(std::vector<std::string> const& arguments);

}  // namespace mb::desk
