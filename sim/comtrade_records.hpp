// SPDX-License-Identifier: GPL-3.0-or-later
/// The records of a COMTRADE data file as they stand there; read_data() makes them a recording.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/comtrade.hpp"

namespace mb {

struct ComtradeRecords {
    std::vector<std::vector<double>> counts;  ///< per analog channel, equal lengths; NaN where a sample is missing
    std::vector<std::int64_t> numbers;        ///< sample numbers as written
    std::vector<double> stamps;               ///< in counts of the time base; NaN where there is none
    std::vector<std::string> diagnostics;
};

/// What the rate lines state.
struct StatedSamples {
    std::int64_t count = 0;  ///< in all
    bool lengths = false;    ///< each line holds the length of its segment instead of the number of its last sample
};
/// Some writers give lengths: it shows where the numbers do not ascend, or where their sum is what is `held` and the last one is not.
StatedSamples stated_samples(ComtradeConfig const& config, std::size_t held);

/// Text records, one a line.
Result<ComtradeRecords> read_ascii_records(ComtradeConfig const& config, std::string_view text, std::string const& file,
                                           DataPlace const& place);
/// Little-endian records of BINARY, BINARY32 and FLOAT32.
Result<ComtradeRecords> read_binary_records(ComtradeConfig const& config, ByteView bytes, std::string const& file, DataPlace const& place);

/// The refusal of data that end inside a record.
Error cut_off_error(std::string const& place, std::size_t held, std::int64_t stated);

}  // namespace mb
