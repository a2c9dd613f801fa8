// SPDX-License-Identifier: GPL-3.0-or-later
/// What a source of three voltages and three currents shall put out, and the one place where it is held against the rig's limits.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "core/base/result.hpp"
#include "core/signal/stimulus.hpp"
#include "hil/bench_file.hpp"

namespace mb::hil {

struct PhasePoint {
    double volts = 0.0;      ///< rms of the fundamental to neutral
    double volts_deg = 0.0;  ///< leading, against one reference for all
    double amps = 0.0;       ///< at the source: the meter's sensors see it times the turns
    double amps_deg = 0.0;
    std::vector<Harmonic> volts_harmonics;  ///< as Harmonic says: counted at the channel's own fundamental
    std::vector<Harmonic> amps_harmonics;

    bool operator==(PhasePoint const&) const = default;
};

struct SetPoint {
    double hertz = 50.0;
    std::array<PhasePoint, 3> phases{};

    bool operator==(SetPoint const&) const = default;
};

/// A dip, swell or interruption.
struct EventPoint {
    std::uint8_t phases = 0b111;
    double level = 1.0;  ///< what remains
    double seconds = 0.0;
    double position_deg = 0.0;  ///< of the fundamental of phase 1
};

/// Faults that a source makes by what it puts out: reversed_rotation, wrong_association, wrong_rating, gain_error, phase_error.
bool done_by_source(FaultKind kind);

/// The stimulus at the terminals behind its voltage transformer and `turns` through the sensors, with the faults that a source makes.
/// What a source cannot make at all is a capability (rig_target.hpp) and is not looked at here. Refused: such a fault of the currents
/// together with currents that the relays exchange, because its place would then depend on the order.
Result<SetPoint> set_point_of(Stimulus const& stimulus, double turns);
std::optional<EventPoint> event_point_of(Stimulus const& stimulus);

/// Refuses what is above the limits, harmonics and the event counted, naming phase, value and limit. Everything that is sent to a source
/// has been here (SourceDriver calls it before each set-point and event).
Result<void> check(SetPoint const& point, std::optional<EventPoint> const& event, RigLimits const& limits);

/// Of a fundamental of `rms` with its harmonics.
double full_rms(double rms, std::vector<Harmonic> const& harmonics);

/// Σ V·I·cos φ of the fundamentals and harmonics at the terminals [W], the turns counted.
double active_power(SetPoint const& point, double turns);

}  // namespace mb::hil
