// SPDX-License-Identifier: GPL-3.0-or-later
/// Numbers and times as the panel and the window print them.
#pragma once

#include <string>

#include "core/base/time.hpp"
#include "core/base/unit.hpp"

namespace mb::panel {

struct Reading {
    std::string number;  ///< "230.12", "-1.205", "---" where not available
    std::string unit;    ///< "V", "kW"; empty without a unit
};

/// Units that take prefixes (V, A, W, var, VA) go over to k, M, G at 1000. Five significant digits at most, and not more decimals than
/// `decimals` before a prefix; a prefixed number has four. NaN is "---", and so is what would need more than five.
Reading reading(double value, Unit unit, int decimals);

/// "0.200 s", "12.34 s", "125.1 s", "3m20s", "2h05m".
std::string duration_text(Duration duration);

/// "2026-11-23 12:03:05.120"; the calendar begins on 2000-01-01.
std::string calendar_text(EpochMilliseconds time);

}  // namespace mb::panel
