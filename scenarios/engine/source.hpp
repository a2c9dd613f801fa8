// SPDX-License-Identifier: GPL-3.0-or-later
/// The source as people describe it (phase values, power factor, loads, overrides), and the stimulus it makes. A `set` step changes some
/// members and leaves the others; that is why the description is kept, not only the stimulus.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "core/signal/loads.hpp"
#include "core/signal/stimulus.hpp"
#include "scenarios/engine/installation.hpp"

namespace mb {

/// What all voltages or all currents have beside their fundamental; dc and noise in V or A.
struct Extras {
    std::vector<Harmonic> harmonics;
    std::vector<Interharmonic> interharmonics;
    double dc = 0.0;
    double noise = 0.0;
};

struct Source {
    /// What a scenario says about one channel alone, voltages to earth; what it leaves open follows the general description.
    struct Override {
        std::optional<double> rms;
        std::optional<double> phase_deg;
        std::optional<std::vector<Harmonic>> harmonics;
        std::optional<std::vector<Interharmonic>> interharmonics;
        std::optional<double> dc;
        std::optional<double> noise;

        bool empty() const { return !rms && !phase_deg && !harmonics && !interharmonics && !dc && !noise; }
    };

    /// By what a current follows from its voltage.
    enum class LoadLaw : std::uint8_t {
        current,    ///< rms and angle behind the voltage as described
        power,      ///< P and Q of the fundamental; the current grows where the voltage falls
        impedance,  ///< R and X in series (core/signal/loads.hpp): the voltage's harmonics draw theirs
        shape,      ///< the wave of a non-linear load (core/signal/shapes.hpp), its rms the true one of the whole wave
    };

    Installation installation;
    double frequency_hz = 50.0;
    std::array<double, 3> voltage{230.0, 230.0, 230.0};  ///< to neutral, fundamental [V]; without neutral to the star point
    std::array<double, 3> voltage_deg{0.0, -120.0, 120.0};
    Extras voltage_extras;
    Modulation flicker;
    LoadLaw law = LoadLaw::current;
    std::array<double, kCurrentInputs> current{};     ///< of each input, fundamental [A]
    std::array<double, kCurrentInputs> lag_deg{};     ///< behind the voltage that belongs to the input
    std::array<double, kCurrentInputs> active{};      ///< [W] at each input
    std::array<double, kCurrentInputs> reactive{};    ///< [var], positive where the current lags
    std::array<double, kCurrentInputs> resistance{};  ///< [Ohm]
    std::array<double, kCurrentInputs> reactance{};   ///< [Ohm] at the fundamental, positive inductive
    ChannelSignal shape;                              ///< at a voltage of angle 0, of any size
    Extras current_extras;
    std::array<Override, kChannels> overrides{};
    std::uint64_t seed = 1;
};

/// Sets voltages and angles to the ideal ones of the installation's network at the nominal voltage to neutral: split phase 0° and 180°,
/// high leg sqrt(3) at 90°, the angles with their sign turned where the network turns back. Phases that are not there get 0 V.
void make_ideal(Source& source, double nominal_voltage);

/// Without events, faults, ramp and jump. The lanes of a stimulus are to earth: a phase without an override is its voltage to neutral plus
/// the neutral's own. A sensor that looks backwards (reversed) turns the sign of its current; the neutral's input carries the sum of its
/// load's currents. Refused: power where there is no voltage, a dc voltage across no resistance, and what check(Stimulus) refuses.
Result<Stimulus> stimulus_of(Source const& source);

/// The start of a motor at this source, as core/signal/loads.hpp makes it, on any inputs (MotorStart::inputs: bit 0 is I1 … bit 3 I4), each
/// lagging the voltage that belongs to it: what stands at once, and from `after` on the way back to the source, in the time that is its
/// ramp. Refused: inputs that do not belong to the voltage of a phase.
struct Start {
    Stimulus locked;
    Duration after{};
    Stimulus running;
};
Result<Start> start_of_motor(Source const& source, MotorStart const& start);

}  // namespace mb
