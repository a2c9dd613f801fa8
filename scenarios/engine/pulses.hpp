// SPDX-License-Identifier: GPL-3.0-or-later
/// Energy pulses of the meter's LED as a target tells them, and what they say of the meter's error: the power that they stand for, held
/// against the power at the terminals.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/base/bytes.hpp"
#include "core/base/result.hpp"
#include "core/signal/stimulus.hpp"
#include "scenarios/engine/installation.hpp"

namespace mb {

/// One pulse: when it began [s], by the clock that the target's time runs on, since any instant that stays the same.
struct Pulse {
    double time_s = 0.0;
};

/// What Target::exchange(Port::pulses, {}) replies: the pulses since the latest call, in the order of time. Eight bytes each: nanoseconds.
Bytes pulse_bytes(std::span<Pulse const> pulses);
Result<std::vector<Pulse>> parse_pulses(ByteView reply);

/// Active power of one load (0 … 3) as the stimulus has it at the terminals [W]: Σ V·I* over its inputs and all orders. Faults, sensors and
/// noise are not in it: a wiring fault is an error of the meter.
double power_at_terminals(Stimulus const& stimulus, WiringSettings const& wiring, std::size_t load = 0);

/// Power that the pulses stand for [W]: so many times `weight_wh` between the first and the last. nullopt: fewer than two, or all at once.
struct PulsePower {
    double watts = 0.0;
    double resolution_percent = 0.0;  ///< what half a step of the stamps at both ends is worth
    std::size_t pulses = 0;
};
std::optional<PulsePower> power_of(std::span<Pulse const> pulses, double weight_wh, double stamp_resolution_s);

}  // namespace mb
