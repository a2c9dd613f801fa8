// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/synth_wave.hpp"

#include <array>
#include <cmath>
#include <numbers>

namespace mb {
namespace {

/// sin(2πk/N). Every order's sines and cosines at the points of the table are entries of it.
template <std::size_t N>
std::array<double, N> sines() {
    std::array<double, N> table;
    for (std::size_t k = 0; k < N; ++k) table[k] = std::sin(2.0 * std::numbers::pi * static_cast<double>(k) / static_cast<double>(N));
    return table;
}

}  // namespace

void WaveTable::set(std::size_t lane, ChannelSpectrum const& spectrum) {
    static std::array<double, kPoints> const kSine = sines<kPoints>();
    std::array<double, kPoints> cycle;
    cycle.fill(spectrum[0].real());
    for (std::size_t h = 1; h < spectrum.size(); ++h) {
        if (spectrum[h] == 0.0) continue;
        double const in_phase = std::numbers::sqrt2 * spectrum[h].real();
        double const ahead = std::numbers::sqrt2 * spectrum[h].imag();
        for (std::size_t k = 0; k < kPoints; ++k) {
            std::size_t const at = k * h;
            cycle[k] += in_phase * kSine[at % kPoints] + ahead * kSine[(at + kPoints / 4) % kPoints];
        }
    }
    for (std::size_t k = 0; k < points_.size(); ++k) points_[k].set(lane, static_cast<float>(cycle[(k + kPoints - 1) % kPoints]));
}

void WaveTable::blend(float own, WaveTable const& other, float theirs) {
    for (std::size_t k = 0; k < points_.size(); ++k) points_[k] = points_[k] * own + other.points_[k] * theirs;
}

}  // namespace mb
