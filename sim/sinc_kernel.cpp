// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/sinc_kernel.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace mb {
namespace {

/// Linear interpolation between 512 phases is wrong by less than 5e-6 of full scale (curvature of the sinc).
constexpr std::size_t kPhases = 512;
/// Kaiser's formulas for 90 dB (ripple 3e-5): beta = 0.1102(A - 8.7), taps = (A - 7.95) / (14.36 * transition).
constexpr double kBeta = 0.1102 * (90.0 - 8.7);
constexpr double kTapsTimesTransition = (90.0 - 7.95) / 14.36;
/// From 3.9 kHz to 4.8 kHz at the meter's rate: passes order 63 of 60 Hz (3.78 kHz).
constexpr double kPassOfNyquist = 0.8125;

/// Modified Bessel function of the first kind, order 0, by its power series.
double bessel_i0(double x) {
    double term = 1.0, sum = 1.0;
    for (int k = 1; term > sum * 1e-17; ++k) {
        term *= x / (2.0 * k) * (x / (2.0 * k));
        sum += term;
    }
    return sum;
}

double sinc(double x) {
    double const angle = std::numbers::pi * x;
    return std::abs(angle) < 1e-9 ? 1.0 : std::sin(angle) / angle;
}

}  // namespace

SincKernel::SincKernel(double source_hz, double target_hz) {
    double const nyquist = 0.5 * std::min(source_hz, target_hz) / source_hz;  // in cycles per source sample, as all that follows
    double const transition = nyquist * (1.0 - kPassOfNyquist);
    double const cutoff = nyquist - 0.5 * transition;
    half_ = static_cast<std::size_t>(std::ceil(0.5 * kTapsTimesTransition / transition));
    double const reach = static_cast<double>(half_);
    table_.resize((kPhases + 1) * taps());
    std::vector<double> row(taps());
    for (std::size_t phase = 0; phase <= kPhases; ++phase) {
        double sum = 0.0;
        for (std::size_t t = 0; t < taps(); ++t) {
            double const distance = static_cast<double>(phase) / kPhases + reach - 1.0 - static_cast<double>(t);
            double const edge = distance / reach;
            double const window = std::abs(edge) < 1.0 ? bessel_i0(kBeta * std::sqrt(1.0 - edge * edge)) : 1.0;
            row[t] = window * sinc(2.0 * cutoff * distance);
            sum += row[t];
        }
        for (std::size_t t = 0; t < taps(); ++t) table_[phase * taps() + t] = static_cast<float>(row[t] / sum);
    }
}

void SincKernel::weights(double fraction, std::span<float> weights) const {
    double const phase = fraction * kPhases;
    auto const row = std::min(static_cast<std::size_t>(phase), kPhases - 1);
    auto const between = static_cast<float>(phase - static_cast<double>(row));
    float const* const low = table_.data() + row * taps();
    float const* const high = low + taps();
    for (std::size_t t = 0; t < weights.size(); ++t) weights[t] = low[t] + between * (high[t] - low[t]);
}

double value_at(SincKernel const& kernel, std::span<double const> signal, double position, std::span<float> scratch) {
    double const whole = std::floor(position);
    kernel.weights(position - whole, scratch);
    auto const size = static_cast<std::ptrdiff_t>(signal.size());
    auto const first = static_cast<std::ptrdiff_t>(whole) - static_cast<std::ptrdiff_t>(kernel.half()) + 1;
    double sum = 0.0;
    for (std::size_t t = 0; t < scratch.size(); ++t)
        sum += static_cast<double>(scratch[t]) * reflected(first + static_cast<std::ptrdiff_t>(t), size,
                                                           [&](std::ptrdiff_t i) { return signal[static_cast<std::size_t>(i)]; });
    return sum;
}

}  // namespace mb
