// SPDX-License-Identifier: GPL-3.0-or-later
/// The seam between scenarios and what they run against: the built-in meter, a firmware build, or a real meter on a rig.
/// Four verbs and no more; what a target lacks is a capability, never a silent no (docs/decisions/0006-three-targets.md).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/bytes.hpp"
#include "core/base/result.hpp"
#include "core/base/time.hpp"
#include "core/signal/stimulus.hpp"
#include "scenarios/engine/source_uncertainty.hpp"

namespace mb {

/// What a scenario may ask of a source beside fundamentals and harmonics.
enum class Ability : std::uint8_t {
    voltage_events,  ///< dips, swells and interruptions with their own edges
    inrush,
    flicker,
    interharmonics,
    dc,
    noise,
    ramps,
    phase_jumps,
    sensors,              ///< sensors of a stated make, plugged in and out
    sensor_errors,        ///< their errors: ratio, phase, saturation, noise, drift
    voltage_transformer,  ///< primary voltages
    currents,
    neutral_voltage,  ///< of the neutral to earth
    fourth_input,     ///< a current in I4
    point_on_wave,    ///< events that begin at an angle of Va
    event_edges,      ///< events whose edges take time
};

struct Capabilities {
    std::string name;  ///< for reports: "built-in A200"
    int highest_harmonic = kHighestOrder;
    SourceUncertainty source = {};
    bool exact_time = true;  ///< false on a rig: time runs by itself
    /// false: it has no samples, so its meter sees no half cycles and knows no voltage events and overcurrents. They are not watched, and
    /// checks of them are not applicable.
    bool half_cycles = true;
    std::optional<double> pulse_resolution_s = {};  ///< of the stamps of energy pulses [s]; without it the target tells none
    std::vector<Ability> lacks = {};                ///< what its source cannot make
    std::vector<FaultKind> lacks_faults = {};       ///< faults that it cannot bring about
};

enum class Port {
    modbus,
    pulses,  ///< of the LED of the meter; only where Capabilities::pulse_resolution_s says so
};

class Target {
public:
    virtual ~Target() = default;
    virtual Capabilities capabilities() const = 0;
    virtual Result<void> apply(Stimulus const& stimulus) = 0;
    /// Lets `duration` pass at the terminals.
    virtual Result<void> advance(Duration duration) = 0;
    /// One request, one reply. Port::modbus: a Modbus PDU (function code first), no address, no checksum. Port::pulses: an empty request,
    /// pulse_bytes() of the pulses since the one before (scenarios/engine/pulses.hpp).
    virtual Result<Bytes> exchange(Port port, ByteView request) = 0;
};

}  // namespace mb
