// SPDX-License-Identifier: GPL-3.0-or-later
/// The quantity table: the only list of what the meter measures (quantities.inc). Adding a quantity is one row there and one
/// row in a register map; readings, registers, command line, window and scenarios then know it.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "core/base/unit.hpp"
#include "core/dsp/conventions.hpp"
#include "core/dsp/window.hpp"

namespace mb {

/// Where a quantity exists: of the network, of each load, or of both (a load's block repeats the voltages it was measured with).
enum class Scope : std::uint8_t { network, load, both };

struct Quantity {
    std::string_view name;   ///< last part of the symbol: "v1" of "load1.inst.v1"
    std::string_view label;  ///< for people: "Voltage L1-N"
    Unit unit;
    int decimals;  ///< that are worth showing
    Scope scope;
    /// From a window of whole cycles; NaN where the window cannot tell (no frequency, PF without apparent power).
    double (*compute)(dsp::WindowResult const&, dsp::Conventions const&);
};

std::span<Quantity const> quantities();

}  // namespace mb
