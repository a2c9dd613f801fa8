// SPDX-License-Identifier: GPL-3.0-or-later
/// The parametric state of the meter's terminals: what a scenario asks for, and what a synthesizer, a rig or the phasor mode can make.
/// Plain data. A dip carries its own time shape, because a rig must time the edge itself (docs/decisions/0006-three-targets.md).
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "core/base/result.hpp"
#include "core/base/time.hpp"
#include "core/signal/fault.hpp"
#include "core/signal/frame.hpp"
#include "core/signal/sensors.hpp"

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

/// A line beside the harmonics: sqrt(2)·rms·sin(2π·frequency·t + phase), t from the moment at which a stimulus first holds it. Its rms is
/// its own, not a part of the fundamental.
struct Interharmonic {
    double frequency_hz = 0.0;  ///< > 0, below half the sampling rate
    double rms = 0.0;           ///< [V] or [A]
    double phase_deg = 0.0;

    bool operator==(Interharmonic const&) const = default;
};

/// Fundamental sqrt(2)·rms·sin(wt + phase) plus all that comes with it.
struct ChannelSignal {
    double rms = 0.0;        ///< of the fundamental [V] or [A]
    double phase_deg = 0.0;  ///< against the common time axis wt
    std::vector<Harmonic> harmonics;
    std::vector<Interharmonic> interharmonics = {};
    double dc = 0.0;     ///< [V] or [A], of either sign
    double noise = 0.0;  ///< rms of white noise up to half the sampling rate [V] or [A]; its stream follows Stimulus::seed and the channel

    bool operator==(ChannelSignal const&) const = default;
};

/// A change of the level of the voltage to neutral: dip (level < 1), swell (level > 1), interruption (level 0). Rectangular, or with edges
/// that rise and fall linearly within `edge` (counted in the duration at the start, behind it at the end).
struct VoltageEvent {
    std::uint8_t phases = 0b111;              ///< bit 0 is Va, 1 Vb, 2 Vc
    double level = 1.0;                       ///< remaining part of the voltage, >= 0
    Duration duration{};                      ///< > 0
    std::optional<double> point_on_wave_deg;  ///< starts at this angle of Va's fundamental; without it: at once
    Duration edge{};                          ///< 0: from one sample to the next; at most the duration
    double phase_jump_deg = 0.0;  ///< by which these phases' voltages lead while it lasts (their whole wave, the harmonics with it)

    bool operator==(VoltageEvent const&) const = default;
};

/// An inrush: the current of these inputs is multiplied by 1 + (multiple - 1)·e^(-t/decay), and carries dc·e^(-t/dc_decay) on top.
struct CurrentEvent {
    std::uint8_t inputs = 0b0111;             ///< bit 0 is I1 … bit 3 I4
    double multiple = 1.0;                    ///< at its start, >= 0
    Duration decay{};                         ///< time constant; > 0
    double dc = 0.0;                          ///< at its start, in crests of the channel's fundamental, of either sign
    Duration dc_decay{};                      ///< time constant; > 0 where there is dc
    std::optional<double> point_on_wave_deg;  ///< as of a VoltageEvent

    bool operator==(CurrentEvent const&) const = default;
};

/// Flicker: the voltages to neutral of these phases are multiplied by 1 + depth/2·m(t), m between -1 and 1. m begins with its positive half
/// when a modulation begins, and runs on through changes of depth, shape and frequency.
struct Modulation {
    std::uint8_t phases = 0b111;
    double depth = 0.0;         ///< relative change ΔV/V from crest to trough, 0.01 is 1 %; 0 is none
    double frequency_hz = 8.8;  ///< of the modulation, > 0 and below half the fundamental
    bool square = false;        ///< rectangular, else a sine

    bool operator==(Modulation const&) const = default;
};

/// The sensor in a current input as the bench has put it there (sim/sensor.hpp models it).
struct SensorSetup {
    /// Without it: an ideal sensor of no stated make, whose current the meter takes as it is.
    std::optional<SensorPlug> plug;
    bool errors = false;          ///< ratio, phase, saturation and noise of the model are at work; else it is exact
    double burden_ohm = 0.0;      ///< of the core's secondary circuit; 0: the model's rated burden
    double temperature_c = 23.0;  ///< reference of the drift: 23 °C

    bool operator==(SensorSetup const&) const = default;
};

struct Stimulus {
    double frequency_hz = 50.0;
    std::array<ChannelSignal, kChannels> channels{};
    Modulation modulation;
    std::uint64_t seed = 1;       ///< of all noise
    double phase_jump_deg = 0.0;  ///< by which the angle wt of all channels jumps ahead when this stimulus is applied
    /// Over this time the source moves from what stands at the terminals to this: phasors of fundamental and harmonics, dc, noise,
    /// interharmonics and depth in straight lines (a phasor's chord: an angle that ramps far is several ramps), the frequency linearly in
    /// time. 0: at once.
    Duration ramp{};
    /// Faults that are active, in the order in which they act on the signal (fault.hpp). They change at once, whatever the ramp.
    std::vector<Fault> faults;
    std::array<SensorSetup, kCurrentInputs> sensors{};
    /// Voltage transformer before the terminals: primary per secondary volt. Channels are primary values, the meter sees them divided by
    /// it.
    double vt_ratio = 1.0;
    /// Begins when this stimulus is applied. Running events finish whatever is applied meanwhile; the levels of those that share a
    /// phase are multiplied.
    std::optional<VoltageEvent> event;
    std::optional<CurrentEvent> inrush;  ///< the same of the currents

    ChannelSignal& operator[](Channel c) { return channels[index(c)]; }
    ChannelSignal const& operator[](Channel c) const { return channels[index(c)]; }
    bool operator==(Stimulus const&) const = default;
};

/// The angle by which a current lags its voltage at the power factor `pf`, 0..1; negative for a leading (capacitive) current.
double lag_degrees(double pf, bool leading);

/// Largest voltage [V] and current [A] of any part of a channel; beyond it a unit is wrong, and samples would lose their meaning.
inline constexpr double kLargestPart = 1e9;

/// Refuses what no source can make: numbers that are not finite or out of their range, and lines at or above half the sampling rate. The
/// sentence names the channel or the part of the stimulus. Faults and sensors are checked where they are known (fault.hpp, sensors.hpp).
Result<void> check(Stimulus const& stimulus);
/// The same of a change: while the frequency ramps, each of the two spectra stands at both frequencies.
Result<void> check(Stimulus const& stimulus, Stimulus const& before);

/// A balanced three-phase star: voltages `voltage` [V, L-N], currents `current` [A], each current lagging its voltage by `lag_deg`.
Stimulus balanced(double voltage, double current, double lag_deg, double frequency_hz);

}  // namespace mb
