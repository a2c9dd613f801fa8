// SPDX-License-Identifier: GPL-3.0-or-later
/// COMTRADE recordings (IEEE C37.111-1991, -1999, -2013 = IEC 60255-24): a configuration and a data file, or both in one.
/// Tolerant on purpose: recorders break the standard in known ways. What is tolerated becomes a sentence in the diagnostics; what cannot
/// be understood is an Error with file and line. Memory is bounded by what the files hold, never by a number they state: unifying
/// changing rates may make 256 times of it, 64 million samples in all channels at most.
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/bytes.hpp"
#include "core/base/result.hpp"
#include "sim/waveform_file.hpp"

namespace mb {

enum class ComtradeFormat : std::uint8_t { ascii, binary, binary32, float32 };

struct ComtradeChannel {
    std::string name;
    std::string phase;
    std::string unit;
    double multiplier = 1.0;  ///< value = multiplier * count + offset, in `unit`
    double offset = 0.0;
    double skew_us = 0.0;                                      ///< sampled this much after the record's time
    double lowest = -std::numeric_limits<double>::infinity();  ///< of the counts, as stated
    double highest = std::numeric_limits<double>::infinity();
    double ratio = 1.0;  ///< primary per secondary; 1 where the values are primary already
};

struct ComtradeRate {
    double rate_hz = 0.0;          ///< 0: the time stamps tell
    std::int64_t last_sample = 0;  ///< number of the last sample at this rate; from some writers the length of the segment
};

struct ComtradeConfig {
    std::string station;
    std::string device;
    int revision = 1991;  ///< 1991, 1999 or 2013: whose rules are followed
    std::vector<ComtradeChannel> analog;
    std::int64_t status_channels = 0;
    double line_frequency = 0.0;      ///< [Hz], 0 where not stated
    std::vector<ComtradeRate> rates;  ///< at least one
    std::string start;                ///< as written
    std::string trigger;
    ComtradeFormat format = ComtradeFormat::ascii;
    double stamp_seconds = 1e-6;  ///< one count of a time stamp, the time multiplier included
    std::vector<std::string> diagnostics;
};

/// `text` is the whole configuration file in any of the usual character sets; `file` its name for messages, `first_line` the number that
/// its first line has there.
Result<ComtradeConfig> parse_config(std::string_view text, std::string const& file, std::size_t first_line = 1);

/// Where the data stand if they are no file of their own.
struct DataPlace {
    std::size_t first_line = 1;  ///< number of the first line of ASCII data, for messages
    bool known_short = false;    ///< it was told already that bytes lack: half a record at the end is left out instead of refused
};

/// The samples in volts and amperes, primary, at one uniform rate. `bytes` is the whole data file; `file` its name for messages.
Result<WaveformFile> read_data(ComtradeConfig const& config, ByteView bytes, std::string const& file, DataPlace const& place = {});

/// Reads a pair; `path` names either file, the other is found beside it whatever its case.
Result<WaveformFile> read_comtrade(std::string const& path);

}  // namespace mb
