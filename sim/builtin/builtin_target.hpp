// SPDX-License-Identifier: GPL-3.0-or-later
/// The built-in target: grid, terminals and meter in the caller's thread, as fast as the processor allows; deterministic.
#pragma once

#include <memory>

#include "core/catalogue/register_map.hpp"
#include "core/meter/meter.hpp"
#include "core/signal/wiring.hpp"
#include "scenarios/engine/target.hpp"
#include "sim/grid.hpp"

namespace mb {

class BuiltinTarget : public Target {
public:
    /// network: of the world, which decides what faults there can be; the meter may be configured for another one.
    BuiltinTarget(MeterSettings const& settings, RegisterMap map, Network network = Network::wye);
    ~BuiltinTarget() override;

    Capabilities capabilities() const override;
    /// Refuses what the terminals refuse (sim/terminals.hpp); nothing has changed then. The meter is told of sensors that came or went.
    Result<void> apply(Stimulus const& stimulus) override;
    /// Exact to the sample (1/9600 s, a rest is carried on): a stimulus applied between two calls begins there. The meter takes chunks of
    /// eight samples, so it lags by up to 0.8 ms.
    Result<void> advance(Duration duration) override;
    Result<Bytes> exchange(Port port, ByteView request) override;

private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace mb
