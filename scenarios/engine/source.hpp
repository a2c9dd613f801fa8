// SPDX-License-Identifier: GPL-3.0-or-later
/// The source as people describe it (phase values, power factor, overrides), and the stimulus it makes. A `set` step changes some
/// members and leaves the others; that is why the description is kept, not only the stimulus.
#pragma once

#include <array>
#include <optional>
#include <vector>

#include "core/signal/stimulus.hpp"

namespace mb {

struct Source {
    /// What a scenario says about one channel alone, voltages to earth; what it leaves open follows the three-phase description.
    struct Override {
        std::optional<double> rms;
        std::optional<double> phase_deg;
        std::optional<std::vector<Harmonic>> harmonics;

        bool empty() const { return !rms && !phase_deg && !harmonics; }
    };

    double frequency_hz = 50.0;
    std::array<double, 3> voltage{230.0, 230.0, 230.0};  ///< L-N, fundamental [V]
    std::array<double, 3> voltage_deg{0.0, -120.0, 120.0};
    std::vector<Harmonic> voltage_harmonics;
    std::array<double, 3> current{};  ///< fundamental [A]
    std::array<double, 3> lag_deg{};  ///< current behind its own phase's voltage
    std::vector<Harmonic> current_harmonics;
    std::array<Override, kChannels> overrides{};

    /// By more than 5 degrees, of a channel that is not silent in both.
    bool angles_differ(Source const& other) const;
};

/// Without an event. The lanes of a stimulus are to earth: a phase without an override is its L-N voltage plus the neutral's own.
Stimulus stimulus_of(Source const& source);

}  // namespace mb
