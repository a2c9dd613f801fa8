// SPDX-License-Identifier: GPL-3.0-or-later
/// A fault in one line, as reports tell it and command lines take it: "open_ct I2", "gain_error I1 I3 5 %", "earth_leakage L1 I4 30 mA".
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "core/base/result.hpp"
#include "core/base/unit.hpp"
#include "core/signal/fault.hpp"

namespace mb {

/// How files call the voltage terminals and the current inputs.
inline constexpr std::array<std::string_view, 4> kPhaseNames{"L1", "L2", "L3", "N"};
inline constexpr std::array<std::string_view, 4> kCurrentInputNames{"I1", "I2", "I3", "I4"};

/// The unit in which people write a fault's value, and how much of the table's unit it is: a phase displacement is an angle and counts
/// minutes; ratios, turns and crests are plain numbers.
struct FaultUnit {
    Unit unit = Unit::none;
    double counts = 1.0;
};
FaultUnit fault_unit(FaultRow const& row);

/// The voltage at which an earth leakage has its value [V]: the nominal one of its phase, where the network has it.
double leakage_reference(Fault const& fault, Network network, double nominal_voltage);

std::string describe(Fault const& fault);
/// kind, inputs, phases and value with its unit, in any order behind the kind. nominal_voltage: L-N [V]. Refused with the nearest word, and
/// what check(Fault, Network) refuses.
Result<Fault> parse_fault(std::string_view text, Network network, double nominal_voltage);

}  // namespace mb
