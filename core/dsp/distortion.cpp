// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dsp/distortion.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace mb::dsp {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr int kHighestTddOrder = 50;   // IEEE 519
constexpr double kEddyLosses = 0.1;    // e: eddy losses of the fundamental over the ohmic losses
constexpr double kEddyExponent = 1.7;  // q: round or rectangular wires

double square(double x) { return x * x; }
double ratio(double a, double b) { return b > 0.0 ? a / b : kNaN; }

double sum_of_squares(Spectrum const& y, int first, int last) {
    double sum = 0.0;
    for (int h = first; h <= last; ++h) sum += square(y[static_cast<std::size_t>(h)]);
    return sum;
}

Spectrum const& harmonics(WindowResult const& w, Measured m) { return w.harmonic[index(m)]; }

double distortion(WindowResult const& w, Measured m, Conventions const& c) {
    if (c.thd_method == ThdMethod::spectrum) return std::sqrt(sum_of_squares(harmonics(w, m), 2, std::min(c.thd_limit, c.highest_order)));
    double const rest = square(w[m]) - square(harmonics(w, m)[1]);
    return std::sqrt(rest < 0.0 ? 0.0 : rest);
}

double reference(WindowResult const& w, Measured m, Conventions const& c) {
    return c.thd_reference == ThdReference::rms ? w[m] : harmonics(w, m)[1];
}

/// h^kEddyExponent; written out once because pow is slow.
std::array<double, kHighestOrder + 1> const& eddy_weights() {
    static auto const weights = [] {
        std::array<double, kHighestOrder + 1> x{};
        for (std::size_t h = 1; h < x.size(); ++h) x[h] = std::pow(static_cast<double>(h), kEddyExponent);
        return x;
    }();
    return weights;
}

}  // namespace

double thd_f_percent(WindowResult const& w, Measured m, Conventions const& c) {
    return 100.0 * ratio(distortion(w, m, c), harmonics(w, m)[1]);
}
double thd_r_percent(WindowResult const& w, Measured m, Conventions const& c) { return 100.0 * ratio(distortion(w, m, c), w[m]); }
double thd_percent(WindowResult const& w, Measured m, Conventions const& c) {
    return c.thd_reference == ThdReference::rms ? thd_r_percent(w, m, c) : thd_f_percent(w, m, c);
}

double tdd_percent(WindowResult const& w, Measured m, Conventions const& c) {
    return 100.0 * ratio(std::sqrt(sum_of_squares(harmonics(w, m), 2, std::min(kHighestTddOrder, c.highest_order))), c.tdd_current);
}

double harmonic_percent(WindowResult const& w, Measured m, int order, Conventions const& c) { return band_percent(w, m, order, order, c); }

double band_percent(WindowResult const& w, Measured m, int first, int last, Conventions const& c) {
    if (last > c.highest_order) return kNaN;
    return 100.0 * ratio(std::sqrt(sum_of_squares(harmonics(w, m), first, last)), reference(w, m, c));
}

double interharmonic_percent(WindowResult const& w, Measured m, int order, Conventions const& c) {
    if (order >= c.highest_order) return kNaN;
    return 100.0 * ratio(w.interharmonic[index(m)][static_cast<std::size_t>(order)], reference(w, m, c));
}

double k_factor_ul(WindowResult const& w, Measured m, Conventions const& c) {
    Spectrum const& y = harmonics(w, m);
    double weighted = 0.0;
    for (int h = 1; h <= c.highest_order; ++h) weighted += square(h * y[static_cast<std::size_t>(h)]);
    return ratio(weighted, sum_of_squares(y, 1, c.highest_order));
}

double k_factor_european(WindowResult const& w, Measured m, Conventions const& c) {
    Spectrum const& y = harmonics(w, m);
    auto const& weights = eddy_weights();
    double weighted = 0.0;
    for (std::size_t h = 2; h <= static_cast<std::size_t>(c.highest_order); ++h) weighted += weights[h] * square(y[h]);
    double const share = ratio(weighted, sum_of_squares(y, 1, c.highest_order));
    return std::sqrt(1.0 + kEddyLosses / (1.0 + kEddyLosses) * share);
}

double crest_factor(WindowResult const& w, Measured m) { return ratio(w.peak[index(m)], w[m]); }

}  // namespace mb::dsp
