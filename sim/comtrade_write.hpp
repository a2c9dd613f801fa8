// SPDX-License-Identifier: GPL-3.0-or-later
/// Recordings written as COMTRADE (C37.111-1999, clauses 5 and 6; -2013 = IEC 60255-24, clauses 7 to 9).
#pragma once

#include <cstdint>
#include <string>

#include "core/base/result.hpp"
#include "sim/comtrade.hpp"
#include "sim/waveform_file.hpp"

namespace mb {

struct ComtradePair {
    std::string config;  ///< .cfg
    std::string data;    ///< .dat
};

/// BINARY and ASCII by the edition of 1999, FLOAT32 by that of 2013. FLOAT32 keeps samples to the last bit of a float. BINARY and ASCII
/// round to counts of 1.0 … 9.9·10^k of the unit, the finest that take the channel's peak (32 767, 99 998 counts): within half a count (a
/// peak within 0.55), and what was read back is written as the same bytes. Values are primary, in V, A or the unit as read; there is no
/// offset, no skew. A WaveformFile tells no date: the recording begins on 2000-01-01. Commas and control characters in names become spaces.
/// Refused: what check_writable() refuses, BINARY32.
Result<ComtradePair> write_comtrade(WaveformFile const& file, ComtradeFormat format);

/// The same by the edition of 2013 in a single file, data ASCII or FLOAT32.
Result<std::string> write_cff(WaveformFile const& file, ComtradeFormat format);

}  // namespace mb
