// SPDX-License-Identifier: GPL-3.0-or-later
/// What may be written to the meter, as people write it: settings ("cfg_meas.win_avg", "10 min") and commands. One reading for scenarios
/// and command lines. The sentences of refusals have no place in front.
#pragma once

#include <string_view>

#include "core/base/result.hpp"
#include "core/catalogue/symbol.hpp"

namespace mb {

/// Refused: an unknown symbol (with the nearest setting or command), one that is read-only, the clock, which is set as a whole.
Result<SymbolId> writable_symbol(std::string_view name);

/// A number in the symbol's unit, as parse_measure() reads it. Refused: no such number, a setting outside its limits or off its steps,
/// a command that is no whole number of 16 bits.
Result<double> writable_value(SymbolId symbol, std::string_view text);

}  // namespace mb
