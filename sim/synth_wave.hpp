// SPDX-License-Identifier: GPL-3.0-or-later
/// One cycle of all eight lanes in a table, read at any angle by cubic interpolation: orders 0 … 63 for the price of one.
#pragma once

#include <cstddef>
#include <vector>

#include "core/signal/spectra.hpp"
#include "sim/halves.hpp"
#include "sim/synth_angle.hpp"

namespace mb {

class WaveTable {
public:
    WaveTable() : points_(kPoints + 3) {}  ///< silence

    /// The lane becomes the sum of these orders.
    void set(std::size_t lane, ChannelSpectrum const& spectrum);
    /// Point by point this·own + other·theirs.
    void blend(float own, WaveTable const& other, float theirs);

    Halves at(Turn angle) const {
        // Cubic (four-point Lagrange) between table points; the fraction's upper 24 bits are all a float can hold.
        auto const k = static_cast<std::size_t>(angle >> kFractionBits);
        float const x = static_cast<float>((angle >> (kFractionBits - 24)) & 0xFFFFFFU) * 0x1p-24F;
        float const xm = x - 1.0F;
        float const xmm = x - 2.0F;
        float const xp = x + 1.0F;
        Halves const* const p = &points_[k];
        return p[0] * (-x * xm * xmm * (1.0F / 6.0F)) + p[1] * (xp * xm * xmm * 0.5F) + p[2] * (-xp * x * xmm * 0.5F) +
               p[3] * (xp * x * xm * (1.0F / 6.0F));
    }

private:
    static constexpr int kBits = 12;
    static constexpr std::size_t kPoints = std::size_t{1} << kBits;
    static constexpr int kFractionBits = 64 - kBits;

    // Point k of the cycle is at index k + 1: one point before and two after serve the interpolation.
    std::vector<Halves> points_;
};

}  // namespace mb
