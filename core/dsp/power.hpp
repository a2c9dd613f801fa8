// SPDX-License-Identifier: GPL-3.0-or-later
/// Powers of a phase and of the load from one window. IEC 61557-12, IEEE 1459: P is the mean of v·i over whole cycles, S = V·I, and the
/// reactive power is that of the fundamental, Q = Im(V1·I1*), positive where the current lags (docs/decisions/0007-power-totals.md).
/// Totals are arithmetic: S is the sum of the phases' S, P and Q add with their signs.
#pragma once

#include <cmath>
#include <cstdint>
#include <limits>

#include "core/dsp/window.hpp"

namespace mb::dsp {

/// As register pf_type counts.
enum class Nature : std::uint8_t { undefined = 0, leading = 1, lagging = 2 };

struct Power {
    double active = 0.0;    ///< P [W], negative when exported
    double reactive = 0.0;  ///< Q [var]
    double apparent = 0.0;  ///< S [VA]

    /// P/S with the sign of P (IEC); NaN without apparent power.
    double factor() const { return apparent > 0.0 ? active / apparent : std::numeric_limits<double>::quiet_NaN(); }
    /// Lagging (inductive) in quadrants I and III, leading (capacitive) in II and IV; undefined where Q is under a thousandth of S,
    /// the resolution of the power factor's register.
    Nature nature() const {
        if (std::abs(reactive) <= 0.001 * apparent) return Nature::undefined;
        return (active < 0.0) == (reactive < 0.0) ? Nature::lagging : Nature::leading;
    }
    double lagging() const { return nature() == Nature::lagging ? reactive : 0.0; }
    double leading() const { return nature() == Nature::leading ? reactive : 0.0; }
};

/// phase: 0, 1, 2.
Power phase(WindowResult const& w, int phase);
Power total(WindowResult const& w);
/// The inductive phases' share of the total reactive power, and the capacitive phases': they add up to it.
double total_lagging(WindowResult const& w);
double total_leading(WindowResult const& w);

}  // namespace mb::dsp
