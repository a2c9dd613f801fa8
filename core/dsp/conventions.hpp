// SPDX-License-Identifier: GPL-3.0-or-later
/// How values are told where the field has more than one way: settings of the meter (manual, 7.2), not properties of the signal.
#pragma once

#include <cstdint>

#include "core/signal/stimulus.hpp"

namespace mb::dsp {

/// Totals of S and Q: sums over the phases, or the geometric sum of the total P and Q.
enum class Totals : std::uint8_t { arithmetic = 0, vector = 1 };
/// Q of the fundamental (energy meters, IEC 62053-24), or sign(sin φ1)·sqrt(S² - P²) (non-active power, IEC 61557-12).
enum class Reactive : std::uint8_t { fundamental = 0, non_active = 1 };
/// PF with the sign of P (IEC), or negative where lagging (QI, QIII) and positive where leading (IEEE).
enum class PowerFactorSign : std::uint8_t { iec = 0, ieee = 1 };
/// THD relative to the fundamental, or to the rms (THD-R).
enum class ThdReference : std::uint8_t { fundamental = 0, rms = 1 };
/// THD from everything but the fundamental, sqrt(rms² - Y1²), or from the orders 2 … thd_limit.
enum class ThdMethod : std::uint8_t { total = 0, spectrum = 1 };

struct Conventions {
    Totals totals = Totals::arithmetic;
    Reactive reactive = Reactive::fundamental;
    PowerFactorSign power_factor = PowerFactorSign::iec;
    ThdReference thd_reference = ThdReference::fundamental;
    ThdMethod thd_method = ThdMethod::spectrum;
    int thd_limit = kHighestOrder;      ///< highest order in THD: 40 or 63
    int highest_order = kHighestOrder;  ///< that the model tells: 63, or 25 (A-100)
    double tdd_current = 100.0;         ///< I_L: maximum demand current, the reference of TDD [A]
};

}  // namespace mb::dsp
