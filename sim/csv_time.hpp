// SPDX-License-Identifier: GPL-3.0-or-later
/// The time column of a table: which it is, what it counts, dates.
#pragma once

#include <optional>
#include <string_view>

namespace mb {

/// PQDS (Power Quality Data Share, 2020): lines "key,value,unit,type,note", then the table; its header begins with this word, in any case,
/// over a column of milliseconds.
inline constexpr std::string_view kPqdsHeader = "WAVEFORM-DATA";

bool names_time(std::string_view name);

/// Seconds per unit of a time column: from its unit, or from a name like time_ms; nullopt where the unit is none of time.
std::optional<double> time_scale(std::string_view name, std::string_view unit);

/// "2020-02-24 18:15:21.499998208", "2020-02-24T18:15:21Z", "18:15:21.5" in seconds since the midnight of day 0.
std::optional<double> date_and_time(std::string_view text);

}  // namespace mb
