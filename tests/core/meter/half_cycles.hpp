// SPDX-License-Identifier: GPL-3.0-or-later
/// Half-cycle values made by hand: window n of every channel covers [n·10 ms, n·10 ms + 20 ms].
#pragma once

#include <array>
#include <cmath>
#include <vector>

#include "core/meter/quality.hpp"

namespace mb::half_cycles {

/// V1 V2 V3 U12 U23 U31 I1 I2 I3 In in percent of 230 V, √3·230 V, 100 A.
using Percents = std::array<double, kEventChannels>;
inline constexpr Percents kQuiet{100, 100, 100, 100, 100, 100, 50, 50, 50, 0};

inline double nominal(std::size_t channel) { return channel < 3 ? 230.0 : channel < 6 ? 230.0 * std::sqrt(3.0) : 100.0; }

inline Percents with(std::size_t channel, double percent, Percents values = kQuiet) {
    values[channel] = percent;
    return values;
}

inline Percents voltages(std::array<double, 6> const& percent) {
    Percents values = kQuiet;
    for (std::size_t c = 0; c < 6; ++c) values[c] = percent[c];
    return values;
}

struct Feeder {
    QualityMonitor monitor;
    int n = 0;  ///< windows so far

    explicit Feeder(QualitySettings const& settings = {}) : monitor{Nominal{}, settings} {}

    void feed(Percents const& percent, int count = 1) {
        for (int k = 0; k < count; ++k, ++n)
            for (std::size_t c = 0; c < kEventChannels; ++c)
                monitor.update(c, percent[c] / 100.0 * nominal(c), begin(n), begin(n) + std::chrono::milliseconds{20});
    }
    /// V1 in percent, all else quiet.
    void v1(double percent, int count = 1) { feed(with(0, percent), count); }

    static Instant begin(int window) { return Instant{std::chrono::milliseconds{10 * window}}; }
    std::vector<Event> events() const { return monitor.events(); }
};

}  // namespace mb::half_cycles
