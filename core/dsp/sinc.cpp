// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dsp/sinc.hpp"

#include <cmath>
#include <numbers>

namespace mb::dsp {
namespace {

constexpr double kPi = std::numbers::pi;
constexpr double kBeta = 10.2;     // of the Kaiser window
constexpr double kCutOff = 0.415;  // [cycles per sample]
constexpr int kHalf = SincTable::kTaps / 2;

/// Modified Bessel function of the first kind, order 0, by its series.
double bessel_i0(double x) {
    double sum = 1.0;
    double term = 1.0;
    for (int k = 1; term > sum * 1e-17; ++k) {
        term *= (x / (2 * k)) * (x / (2 * k));
        sum += term;
    }
    return sum;
}

double kernel(double t) {
    double const u = 1.0 - (t / kHalf) * (t / kHalf);
    if (u <= 0.0) return 0.0;
    double const a = 2 * kPi * kCutOff * t;
    double const sinc = a == 0.0 ? 1.0 : std::sin(a) / a;
    return 2 * kCutOff * sinc * bessel_i0(kBeta * std::sqrt(u)) / bessel_i0(kBeta);
}

/// The taps for a point `phase`/kPhases behind tap kHalf-1; they add up to one, so DC is exact.
std::array<double, SincTable::kTaps> taps_at(int phase) {
    std::array<double, SincTable::kTaps> taps{};
    double sum = 0.0;
    for (int j = 0; j < SincTable::kTaps; ++j) {
        auto& tap = taps[static_cast<std::size_t>(j)];
        tap = kernel(j - (kHalf - 1) - static_cast<double>(phase) / SincTable::kPhases);
        sum += tap;
    }
    for (double& tap : taps) tap /= sum;
    return taps;
}

}  // namespace

SincTable::SincTable() : taps_(2 * (kPhases + 1)) {
    // The kernel holds nothing above one cycle per sample, so sixteen phases tell its gain exactly.
    constexpr int kCoarse = kPhases / 16;
    for (int phase = 0; phase <= kPhases; ++phase) {
        auto const taps = taps_at(phase);
        for (std::size_t j = 0; j < kTaps; ++j)
            taps_[2 * static_cast<std::size_t>(phase) + j / 8].lanes[j % 8] = static_cast<float>(taps[j]);
        if (phase % kCoarse != 0 || phase == kPhases) continue;
        for (std::size_t j = 0; j < kTaps; ++j) {
            double const t = static_cast<double>(j) - (kHalf - 1) - static_cast<double>(phase) / kPhases;
            for (std::size_t g = 0; g < gain_.size(); ++g) {
                double const f = (static_cast<double>(g) - 1.0) / (2.0 * kGainPoints);
                gain_[g] += taps[j] * std::cos(2 * kPi * f * t) * kCoarse / kPhases;
            }
        }
    }
}

double SincTable::gain(double cycles_per_sample) const {
    double const at = cycles_per_sample * 2.0 * kGainPoints;
    auto const k = static_cast<std::size_t>(at);
    double const x = at - static_cast<double>(k);
    double const* const y = &gain_[k];
    return y[0] * (-x * (x - 1) * (x - 2) / 6) + y[1] * ((x + 1) * (x - 1) * (x - 2) / 2) + y[2] * (-(x + 1) * x * (x - 2) / 2) +
           y[3] * ((x + 1) * x * (x - 1) / 6);
}

SincTable const& sinc_table() {
    static SincTable const table;
    return table;
}

}  // namespace mb::dsp
