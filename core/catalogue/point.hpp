// SPDX-License-Identifier: GPL-3.0-or-later
/// Points: all that one window tells. A point is a quantity, of one harmonic order where it has orders, of the network or of one load.
/// Averages, extremes and longer intervals of it (Plane, symbol.hpp) share the point.
#pragma once

#include <cstdint>
#include <span>

#include "core/catalogue/quantity.hpp"

namespace mb {

inline constexpr int kLoads = 4;

/// What a quantity is computed from: it is not available where one of the channels, or the fundamental, is not. Under some setting of the
/// conventions at least: PF needs the fundamental only for its IEEE sign.
struct Dependencies {
    std::uint16_t channels = 0;  ///< bit n is dsp::Measured n
    bool fundamental = false;    ///< the frequency, phasors and harmonics

    constexpr bool on(dsp::Measured m) const { return (channels >> dsp::index(m) & 1U) != 0; }
};

struct Point {
    Quantity const* quantity = nullptr;
    int order = 0;     ///< 0 where the quantity has none
    int instance = 0;  ///< 0 for the network, 1 … kLoads for a load
    Dependencies depends;

    double value(dsp::WindowResult const& w, dsp::Conventions const& c) const { return quantity->compute(w, c, order); }
};

/// The network's first, then load by load; within one the order of the quantity table.
std::span<Point const> points();
inline std::size_t point_count() { return points().size(); }

}  // namespace mb
