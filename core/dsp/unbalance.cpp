// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dsp/unbalance.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace mb::dsp {
namespace {

double percent_of(double part, double whole) { return whole > 0.0 ? 100.0 * part / whole : std::numeric_limits<double>::quiet_NaN(); }

}  // namespace

double Sequences::unbalance_percent() const { return percent_of(negative, positive); }
double Sequences::zero_percent() const { return percent_of(zero, positive); }

Sequences sequences(std::complex<double> a, std::complex<double> b, std::complex<double> c) {
    std::complex<double> const alpha{-0.5, std::sqrt(3.0) / 2.0};
    std::complex<double> const alpha2 = std::conj(alpha);
    return {std::abs(a + alpha * b + alpha2 * c) / 3.0, std::abs(a + alpha2 * b + alpha * c) / 3.0, std::abs(a + b + c) / 3.0};
}

Sequences phase_voltages(WindowResult const& w) {
    return sequences(w.phasor(Measured::v1), w.phasor(Measured::v2), w.phasor(Measured::v3));
}
Sequences line_voltages(WindowResult const& w) {
    return sequences(w.phasor(Measured::u12), w.phasor(Measured::u23), w.phasor(Measured::u31));
}
Sequences currents(WindowResult const& w) { return sequences(w.phasor(Measured::i1), w.phasor(Measured::i2), w.phasor(Measured::i3)); }

double amplitude_unbalance_percent(double a, double b, double c) {
    double const mean = (a + b + c) / 3.0;
    double const worst = std::max({std::abs(a - mean), std::abs(b - mean), std::abs(c - mean)});
    return percent_of(worst, mean);
}

}  // namespace mb::dsp
