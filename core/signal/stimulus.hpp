// SPDX-License-Identifier: GPL-3.0-or-later
/// The parametric state of the meter's terminals: what a scenario asks for, and what a synthesizer, a rig or the phasor mode can make.
/// Plain data. A dip carries its own time shape, because a rig must time the edge itself (docs/decisions/0006-three-targets.md).
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "core/base/time.hpp"
#include "core/signal/frame.hpp"

namespace mb {

inline constexpr int kHighestOrder = 63;

/// One harmonic of a channel. `order` 2..63. The waveform is sqrt(2)·rms·ratio·sin(order·(wt + channel phase) + phase):
/// the phase is counted at the channel's own fundamental, so equal numbers on three phases give equal shapes.
struct Harmonic {
    int order = 2;
    double ratio = 0.0;      ///< of the fundamental, 0.05 is 5 %
    double phase_deg = 0.0;  ///< at the positive-going zero crossing of the channel's fundamental

    bool operator==(Harmonic const&) const = default;
};

/// Fundamental sqrt(2)·rms·sin(wt + phase) plus harmonics.
struct ChannelSignal {
    double rms = 0.0;        ///< of the fundamental [V] or [A]
    double phase_deg = 0.0;  ///< against the common time axis wt
    std::vector<Harmonic> harmonics;

    bool operator==(ChannelSignal const&) const = default;
};

/// A rectangular change of the level of the voltage to neutral: dip (level < 1), swell (level > 1), interruption (level 0).
struct VoltageEvent {
    std::uint8_t phases = 0b111;              ///< bit 0 is Va, 1 Vb, 2 Vc
    double level = 1.0;                       ///< remaining part of the voltage, >= 0
    Duration duration{};                      ///< > 0
    std::optional<double> point_on_wave_deg;  ///< starts at this angle of Va's fundamental; without it: at once

    bool operator==(VoltageEvent const&) const = default;
};

struct Stimulus {
    double frequency_hz = 50.0;
    std::array<ChannelSignal, kChannels> channels{};
    /// Begins when this stimulus is applied. Running events finish whatever is applied meanwhile; the levels of those that share a
    /// phase are multiplied.
    std::optional<VoltageEvent> event;

    ChannelSignal& operator[](Channel c) { return channels[index(c)]; }
    ChannelSignal const& operator[](Channel c) const { return channels[index(c)]; }
    bool operator==(Stimulus const&) const = default;
};

/// The angle by which a current lags its voltage at the power factor `pf`, 0..1; negative for a leading (capacitive) current.
double lag_degrees(double pf, bool leading);

/// A balanced three-phase star: voltages `voltage` [V, L-N], currents `current` [A], each current lagging its voltage by `lag_deg`.
Stimulus balanced(double voltage, double current, double lag_deg, double frequency_hz);

}  // namespace mb
