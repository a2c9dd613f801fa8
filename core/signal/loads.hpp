// SPDX-License-Identifier: GPL-3.0-or-later
/// Voltages by sequence, and currents by what a load is: power, impedance, a motor that starts. Voltages are those across the load
/// (to neutral: difference()), the current flows into it.
#pragma once

#include <array>
#include <cstdint>

#include "core/base/result.hpp"
#include "core/signal/stimulus.hpp"

namespace mb {

/// Symmetrical components (Fortescue), each the rms and the angle of phase 1. They are added as V1 = V0 + V+ + V-, V2 = V0 + a²V+ + aV-,
/// V3 = V0 + aV+ + a²V- with a = 1∠120°.
struct Sequences {
    double positive = 0.0;
    double positive_deg = 0.0;
    double negative = 0.0;
    double negative_deg = 0.0;
    double zero = 0.0;
    double zero_deg = 0.0;
};
/// Fundamentals of the phases 1, 2, 3.
std::array<ChannelSignal, 3> three_phase(Sequences const& sequences);

/// a - b, both as waves on the same axis: dc and orders as phasors; interharmonics of both, b's turned; noise as independent.
ChannelSignal difference(ChannelSignal const& a, ChannelSignal const& b);

/// The sinusoidal current that draws active power p [W] and reactive power q [var, inductive positive] at the voltage's fundamental:
/// I = ((P + jQ)/V)*. Refused: power where there is no voltage.
Result<ChannelSignal> power_load(ChannelSignal const& voltage, double p, double q);
/// By active power [W, negative: delivered] and power factor 0 < pf <= 1: |Q| = |P|·sqrt(1 - pf²)/pf, capacitive where `leading`.
Result<ChannelSignal> power_factor_load(ChannelSignal const& voltage, double p, double pf, bool leading);

/// The current through r [Ω] in series with x [Ω at the fundamental]: each order of the voltage through r + jhx where x is inductive (> 0),
/// through r - j|x|/h where it is capacitive (< 0, no dc); interharmonics alike, h being their frequency by `frequency_hz`. Noise has none.
/// Refused: r < 0; a dc part, or anything at all, across no impedance.
Result<ChannelSignal> impedance_load(ChannelSignal const& voltage, double r, double x, double frequency_hz);

/// A motor started directly: the locked rotor draws `multiple` of the running current at `pf`, a sine, nearly constant up to the pull-out
/// speed; over the last quarter of `duration` the current comes down to the running one. (Multiples of 4 … 8 at a power factor of 0.2 … 0.4
/// are usual for cage motors, IEC 60034-12.) Give the first step an inrush for the dc of switching on, and the voltages a dip of their own.
struct MotorStart {
    std::uint8_t inputs = 0b0111;  ///< bit 0 is I1 … bit 2 I3; each lags the voltage to neutral of the same number
    double multiple = 6.0;         ///< > 0
    double pf = 0.3;               ///< 0 … 1, lagging
    Duration duration{};           ///< > 0
};
struct StimulusStep {
    Duration after{};  ///< since the first one
    Stimulus stimulus;
};
/// `running`: what stands when the motor has started. Two steps: locked rotor at once, then a ramp to `running`. Neither has an event, an
/// inrush or a phase jump.
std::array<StimulusStep, 2> motor_start(Stimulus const& running, MotorStart const& start);

}  // namespace mb
