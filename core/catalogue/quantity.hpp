// SPDX-License-Identifier: GPL-3.0-or-later
/// The quantity table: the only list of what the meter measures (quantities.inc). Adding a quantity is one row there and one
/// row in a register map; readings, registers, command line, window and scenarios then know it.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "core/base/unit.hpp"
#include "core/dsp/conventions.hpp"
#include "core/dsp/window.hpp"

namespace mb {

/// Where a quantity exists: of the network, of each load, or of both (a load's block repeats the voltages it was measured with).
enum class Scope : std::uint8_t { network, load, both };

/// The block of the register family that tells the instantaneous value.
enum class QuantityBlock : std::uint8_t { inst, fund, harm_v, harm_u, harm_i };
std::string_view name(QuantityBlock block);

/// A namespace of its own, so that the operator hides no other one from the namespaces inside mb.
namespace marks {

/// What else is kept of a quantity besides the instantaneous value (symbol.hpp gives the names), and how it is told.
enum class Mark : std::uint8_t {
    none = 0,
    averaged = 1,     ///< the value over cfg_meas.win_avg
    extremes = 2,     ///< per load: highest and lowest instantaneous value and average, with their times
    companion = 4,    ///< recorded with the extremes of the quantity in the row before; has no time of its own
    quality = 8,      ///< highest and lowest instantaneous value, in the block of qualities
    fast = 16,        ///< rms over 1 … 10 cycles (own.fast_cycles)
    aggregated = 32,  ///< of the network: over 150/180 cycles, 10 min and 2 h (IEC 61000-4-30, 4.5)
    directed = 64,    ///< may be negative: powers, factors, angles
};
constexpr Mark operator|(Mark a, Mark b) { return static_cast<Mark>(static_cast<unsigned>(a) | static_cast<unsigned>(b)); }

}  // namespace marks
using marks::Mark;

struct Quantity {
    std::string_view name;   ///< last part of the symbol: "v1" of "load1.inst.v1"; "{h}" stands for the order
    std::string_view label;  ///< for people: "Voltage V1"
    Unit unit;
    int decimals;  ///< that are worth showing
    Scope scope;
    QuantityBlock block;
    int first_order;  ///< harmonic orders that the row stands for; 0 and 0 where it is a single quantity
    int last_order;
    Mark marks;
    /// From a window of whole cycles, of that order (0 where there are none); NaN where the window cannot tell (no frequency, PF without
    /// apparent power, an order above the model's highest).
    double (*compute)(dsp::WindowResult const&, dsp::Conventions const&, int order);

    bool has(Mark mark) const { return (static_cast<unsigned>(marks) & static_cast<unsigned>(mark)) != 0; }
    bool has_orders() const { return last_order > 0; }
};

std::span<Quantity const> quantities();

/// `text` with the order in place of "{h}".
std::string with_order(std::string_view text, int order);

}  // namespace mb
