// SPDX-License-Identifier: GPL-3.0-or-later
/// What stands between a source and the meter: faults of network and wiring, the voltage transformer, the sensors and theirs.
///
///     source → network and wiring (lane matrix) → voltage transformer → sensors → what the meter believes of them (lane matrix)
///
/// A synthesized stimulus and a recording pass through the same stage. A lost neutral is not a matter of samples: it changes what the
/// source has to make (core/signal/neutral.hpp), so apply() gives the stimulus for the source.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/base/result.hpp"
#include "core/signal/stimulus.hpp"
#include "core/signal/wiring.hpp"
#include "sim/sensor.hpp"

namespace mb {

/// What the meter finds in a current input.
struct InputPlug {
    std::optional<SensorPlug> plug;  ///< nullopt: ideal sensor of no stated make; one that is not present(): nothing plugged in
    double believed = 0.0;           ///< rating [A] that the meter was told (FaultKind::wrong_rating); 0: the true one

    bool operator==(InputPlug const&) const = default;
};
using InputPlugs = std::array<InputPlug, kCurrentInputs>;

enum class SourceKind : std::uint8_t { synthesized, recording };

/// What a stimulus asks of the terminals, checked and worked out; no state.
struct TerminalPlan {
    Stimulus source;  ///< what the source has to make: the stimulus, with the star point where a lost neutral leaves it
    /// Before that, at once: what stood there, with its neutral lost (or back) while the new stimulus ramps. Faults do not ramp.
    std::optional<Stimulus> jump;
    InputPlugs plugs;

    struct Term {
        std::uint8_t lane = 0;
        double factor = 0.0;
    };
    struct Row {
        std::uint8_t lane = 0;  ///< that becomes Σ factor·lane
        std::vector<Term> terms;
    };
    std::vector<Row> wiring;  ///< rows that differ from identity, with their terms other than 0; the voltage transformer is in them
    std::vector<Row> belief;
    std::array<SensorInput, kCurrentInputs> sensors;
};

/// Refuses, by name: what check(Stimulus) refuses; faults that the network cannot have (check(Fault, Network)); a sensor model or rating
/// that cannot be; saturation of an input whose sensor has no rating; a fault that needs the loads (neutral_loss) on a recording; a voltage
/// transformer of 0 or less. `standing`: the stimulus before this one, where there was one. While the neutral is lost a ramp moves the star
/// point in a straight line. Of a recording the channels of the stimulus mean nothing; its faults, sensors, frequency, seed and transformer
/// do.
Result<TerminalPlan> plan_terminals(Stimulus const& stimulus, Network network, SourceKind source = SourceKind::synthesized,
                                    Stimulus const* standing = nullptr);

class Terminals {
public:
    Terminals() = default;

    /// From the next frame on. Sensors that stay keep their state.
    void apply(TerminalPlan plan);
    /// In place; any number of frames, the same bits in any pieces. Allocates nothing.
    void distort(std::span<Frame> frames);
    InputPlugs const& plugs() const { return plan_.plugs; }

private:
    TerminalPlan plan_;
    SensorBank sensors_;
};

}  // namespace mb
