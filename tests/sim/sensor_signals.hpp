// SPDX-License-Identifier: GPL-3.0-or-later
/// What the sensor tests measure with: samples of a wave, its complex fundamental, its rms.
#pragma once

#include <cmath>
#include <complex>
#include <functional>
#include <numbers>
#include <span>
#include <vector>

#include "core/signal/frame.hpp"

namespace mb::test {

inline constexpr double kPi = std::numbers::pi;

inline double time_of(std::size_t n) { return static_cast<double>(n) / kSampleRate; }

inline std::vector<double> sampled(std::size_t count, std::function<double(double)> const& wave) {
    std::vector<double> out(count);
    for (std::size_t n = 0; n < count; ++n) out[n] = wave(time_of(n));
    return out;
}

inline std::function<double(double)> sine(double rms, double hertz) {
    return [=](double t) { return std::numbers::sqrt2 * rms * std::sin(2 * kPi * hertz * t); };
}

/// Of whole cycles at `hertz` that begin with sample `first` of the common time: rms, angle against sin(2π·hertz·t).
inline std::complex<double> phasor(std::span<double const> x, double hertz, std::size_t first = 0) {
    std::complex<double> sum;
    for (std::size_t n = 0; n < x.size(); ++n) sum += x[n] * std::polar(1.0, -2 * kPi * hertz * time_of(first + n) + kPi / 2);
    return sum * std::numbers::sqrt2 / static_cast<double>(x.size());
}

/// The end of `x`; what it views is the caller's.
inline std::span<double const> last(std::vector<double> const& x, std::size_t count) { return std::span{x}.last(count); }

inline double rms(std::span<double const> x) {
    double sum = 0.0;
    for (double const v : x) sum += v * v;
    return std::sqrt(sum / static_cast<double>(x.size()));
}

}  // namespace mb::test
