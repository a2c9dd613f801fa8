// SPDX-License-Identifier: GPL-3.0-or-later
/// Powers of a phase and of the load from one interval (IEC 61557-12, IEEE 1459). P is the mean of v·i over whole cycles, S = V·I.
/// Q, the totals and the sign of PF follow the conventions (conventions.hpp; docs/decisions/0007-power-totals.md).
#pragma once

#include <cmath>
#include <cstdint>
#include <limits>

#include "core/dsp/conventions.hpp"
#include "core/dsp/window.hpp"

namespace mb::dsp {

/// As register pf_type counts.
enum class Nature : std::uint8_t { undefined = 0, leading = 1, lagging = 2 };

struct Power {
    double active = 0.0;    ///< P [W], negative when exported
    double reactive = 0.0;  ///< Q [var], positive where the current lags
    double apparent = 0.0;  ///< S [VA]

    /// Whether all three have a value. Of a power that is not known nothing below is told either: NaN, and an undefined nature.
    bool known() const { return !std::isnan(active) && !std::isnan(reactive) && !std::isnan(apparent); }
    /// P/S in the convention's sign; NaN without apparent power.
    double factor(PowerFactorSign sign = PowerFactorSign::iec) const;
    /// Lagging (inductive) in quadrants I and III, leading (capacitive) in II and IV; undefined where Q is under a thousandth of S,
    /// the resolution of the power factor's register.
    Nature nature() const;
    /// Q where it is inductive, capacitive; else 0.
    double lagging() const { return reactive_if(Nature::lagging); }
    double leading() const { return reactive_if(Nature::leading); }
    /// tan φ = Q/P; NaN without active power.
    double tangent() const;

private:
    double reactive_if(Nature wanted) const;
};

/// phase: 0, 1, 2. Totals are those of the phases that the load has.
Power phase(WindowResult const& w, int phase, Conventions const& c);
Power total(WindowResult const& w, Conventions const& c);
/// The inductive phases' share of the total reactive power, and the capacitive phases'.
double total_lagging(WindowResult const& w, Conventions const& c);
double total_leading(WindowResult const& w, Conventions const& c);

/// P1 and Q1 of the fundamental, S1 = |V1||I1|; the total is the vector sum.
Power fundamental_phase(WindowResult const& w, int phase);
Power fundamental_total(WindowResult const& w);

/// Angle by which the current's fundamental lags the voltage's [deg], -180 … 180; NaN where either has none.
double lag_degrees(std::complex<double> fundamental_power);

}  // namespace mb::dsp
