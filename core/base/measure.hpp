// SPDX-License-Identifier: GPL-3.0-or-later
/// Numbers as people write them: "230 V", "1.5 kW", "200 ms", "5 %", "30 deg", "10 cycles".
#pragma once

#include <string_view>

#include "core/base/result.hpp"
#include "core/base/unit.hpp"

namespace mb {

struct Measure {
    double value = 0.0;  ///< in the plain unit: "1.5 kW" is 1500
    Unit unit = Unit::none;
    bool cycles = false;  ///< written as "10 cycles" of the fundamental; then unit is none
};

/// A finite decimal number, then a unit with an optional SI prefix (u, m, k, M, G); also "min", "h", "°" and "cycles". Refused with
/// a sentence without a place: no number, NaN and infinities, an unknown unit.
Result<Measure> parse_measure(std::string_view text);

/// For messages: "voltage (V)".
std::string_view dimension(Unit unit);

/// For people: significant digits and the unit, "230 V"; a dimensionless number without one.
std::string print(double value, Unit unit, int digits = 9);

}  // namespace mb
