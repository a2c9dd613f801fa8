// SPDX-License-Identifier: GPL-3.0-or-later
/// Symmetrical components and unbalance of three phasors or magnitudes (IEC 61000-4-30, 5.7; amplitude unbalance as NEMA MG 1).
#pragma once

#include <complex>

#include "core/dsp/window.hpp"

namespace mb::dsp {

/// Magnitudes of the sequence components, in the unit of the phasors.
struct Sequences {
    double positive = 0.0;
    double negative = 0.0;
    double zero = 0.0;

    /// negative/positive [%]; NaN without a positive sequence.
    double unbalance_percent() const;
    /// zero/positive [%]; NaN without a positive sequence.
    double zero_percent() const;
};

/// X1 = (a + αb + α²c)/3, X2 = (a + α²b + αc)/3, X0 = (a + b + c)/3 with α = e^(j120°).
Sequences sequences(std::complex<double> a, std::complex<double> b, std::complex<double> c);

Sequences phase_voltages(WindowResult const& w);
Sequences line_voltages(WindowResult const& w);
Sequences currents(WindowResult const& w);

/// Largest deviation from the mean over the mean [%]; NaN where the mean is 0.
double amplitude_unbalance_percent(double a, double b, double c);

}  // namespace mb::dsp
