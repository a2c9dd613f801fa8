// SPDX-License-Identifier: GPL-3.0-or-later
/// The seam between scenarios and what they run against: the built-in meter, a firmware build, or a real meter on a rig.
/// Four verbs and no more; what a target lacks is a capability, never a silent no (docs/decisions/0006-three-targets.md).
#pragma once

#include <string>

#include "core/base/bytes.hpp"
#include "core/base/result.hpp"
#include "core/base/time.hpp"
#include "core/signal/stimulus.hpp"

namespace mb {

struct Capabilities {
    std::string name;            ///< for reports: "built-in A200"
    bool voltage_events = true;  ///< dips and swells with their own edges
    int highest_harmonic = kHighestOrder;
    double source_uncertainty_percent = 0.0;  ///< of the quantities it applies
    bool exact_time = true;                   ///< false on a rig: time runs by itself
};

enum class Port { modbus };

class Target {
public:
    virtual ~Target() = default;
    virtual Capabilities capabilities() const = 0;
    virtual Result<void> apply(Stimulus const& stimulus) = 0;
    /// Lets `duration` pass at the terminals.
    virtual Result<void> advance(Duration duration) = 0;
    /// One request, one reply. Port::modbus: a Modbus PDU (function code first), no address, no checksum.
    virtual Result<Bytes> exchange(Port port, ByteView request) = 0;
};

}  // namespace mb
