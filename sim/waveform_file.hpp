// SPDX-License-Identifier: GPL-3.0-or-later
/// A recording as its file holds it, whatever the format: channels at the file's own sampling rate, in SI units, primary values.
#pragma once

#include <string>
#include <vector>

namespace mb {

struct WaveformChannel {
    std::string name;             ///< "U1", "IA"
    std::string phase;            ///< as written: "A", "V1"; may be empty
    std::string unit;             ///< as written: "volt", "kV", "A"
    std::vector<double> samples;  ///< [V] or [A], primary; other units as written
};

struct WaveformFile {
    std::string name;                       ///< file name, for reports
    double sampling_rate = 0.0;             ///< [Hz]
    double line_frequency = 0.0;            ///< as stated, 0 where not
    std::vector<WaveformChannel> channels;  ///< equal lengths
    std::vector<std::string> diagnostics;   ///< what was tolerated, one sentence each
};

}  // namespace mb
