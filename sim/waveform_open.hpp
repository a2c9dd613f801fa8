// SPDX-License-Identifier: GPL-3.0-or-later
/// The one door to recordings: picks the reader by the file's extension.
#pragma once

#include <string>

#include "core/base/result.hpp"
#include "sim/waveform_file.hpp"

namespace mb {

struct OpenOptions {
    double rate = 0.0;  ///< [Hz] of a table without times; 0: not given
};

/// .cfg or .dat (COMTRADE pair), .cff (COMTRADE in one file), .csv, .wav (with its .scale.csv); letter case does not matter.
Result<WaveformFile> open_waveform(std::string const& path, OpenOptions const& options = {});

}  // namespace mb
