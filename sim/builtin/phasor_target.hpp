// SPDX-License-Identifier: GPL-3.0-or-later
/// The built-in meter on phasors instead of samples: steady states at once, years in seconds (docs/decisions/0017-phasor-mode.md).
#pragma once

#include <memory>

#include "core/catalogue/register_map.hpp"
#include "core/meter/meter.hpp"
#include "core/signal/wiring.hpp"
#include "scenarios/engine/target.hpp"

namespace mb {

class PhasorTarget : public Target {
public:
    /// As BuiltinTarget.
    PhasorTarget(MeterSettings const& settings, RegisterMap map, Network network = Network::wye);
    ~PhasorTarget() override;

    /// No half cycles, hence no events; a source of steady states.
    Capabilities capabilities() const override;
    /// Refuses what the terminals refuse and what has no phasor (sim/phasor.hpp); nothing has changed then.
    Result<void> apply(Stimulus const& stimulus) override;
    /// In whole samples (1/9600 s); a rest is carried on.
    Result<void> advance(Duration duration) override;
    Result<Bytes> exchange(Port port, ByteView request) override;

private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace mb
