// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dsp/fundamental.hpp"

#include <algorithm>
#include <cmath>
#include <complex>
#include <numbers>

#include "core/signal/frame.hpp"

namespace mb::dsp {
namespace {

constexpr double kSlowRate = static_cast<double>(kSampleRate) / kDecimation;
constexpr double kCentre = 45.0;     // [Hz]; below the band's middle because the DC notch tilts the passband upwards
constexpr double kUnityGain = 50.0;  // [Hz]

/// Four sums side by side, because one alone would wait for each of its additions.
Half sum_of_products(Half const* x, float const* tap, std::size_t count) {
    std::array<Half, 4> sum{};
    std::size_t k = 0;
    for (; k + 4 <= count; k += 4)
        for (std::size_t j = 0; j < 4; ++j) sum[j] += x[k + j] * tap[k + j];
    for (; k < count; ++k) sum[0] += x[k] * tap[k];
    return (sum[0] + sum[1]) + (sum[2] + sum[3]);
}

}  // namespace

FundamentalFilter::FundamentalFilter() {
    // Four boxcars of kDecimation, convolved: nulls of fourth order at every multiple of the slow rate.
    std::array<double, kBoxTaps> box{};
    for (int a = 0; a < kDecimation; ++a)
        for (int b = 0; b < kDecimation; ++b)
            for (int c = 0; c < kDecimation; ++c)
                for (int d = 0; d < kDecimation; ++d)
                    box[static_cast<std::size_t>(a + b + c + d)] += 1.0 / (kDecimation * kDecimation * kDecimation * kDecimation);
    std::transform(box.begin(), box.end(), box_.begin(), [](double x) { return static_cast<float>(x); });

    std::array<double, kTaps> window{};
    std::array<double, kTaps> band{};
    double sum_window = 0.0;
    double sum_band = 0.0;
    for (std::size_t k = 0; k < kTaps; ++k) {
        double const t = static_cast<double>(k + 1) / (kTaps + 1);  // Blackman
        window[k] = 0.42 - 0.5 * std::cos(2 * std::numbers::pi * t) + 0.08 * std::cos(4 * std::numbers::pi * t);
        double const x = static_cast<double>(k) - (kTaps - 1) / 2.0;
        band[k] = window[k] * std::cos(2 * std::numbers::pi * kCentre / kSlowRate * x);
        sum_window += window[k];
        sum_band += band[k];
    }
    std::complex<double> gain = 0.0;
    for (std::size_t k = 0; k < kTaps; ++k) {
        band[k] -= window[k] * sum_band / sum_window;
        gain += band[k] * std::polar(1.0, -2 * std::numbers::pi * kUnityGain / kSlowRate * static_cast<double>(k));
    }
    for (std::size_t k = 0; k < kTaps; ++k) band_[k] = static_cast<float>(band[k] / std::abs(gain));
}

double FundamentalFilter::delay() { return (kBoxTaps - 1) / 2.0 + kDecimation * (kTaps - 1) / 2.0; }

Half FundamentalFilter::push(Half const* frames) {
    std::copy(recent_.begin() + kDecimation, recent_.begin() + kBoxTaps, recent_.begin());
    std::copy(frames, frames + kDecimation, recent_.begin() + kBoxTaps - kDecimation);
    Half const slow = sum_of_products(recent_.data(), box_.data(), kBoxTaps);

    auto const at = static_cast<std::size_t>(at_);
    slow_[at] = slow_[at + kTaps] = slow;
    at_ = (at_ + 1) % kTaps;
    Half const* run = slow_.data() + at_;
    return sum_of_products(run, band_.data(), kTaps);
}

}  // namespace mb::dsp
