// SPDX-License-Identifier: GPL-3.0-or-later
/// A firmware build as a target of scenarios: its samples come from the same source and terminals as the built-in meter's, its registers
/// are read over its own Modbus RTU port.
///
/// Time: a firmware that answers at once answers within no time. One that needs time (because it waits for the silence behind a frame, or
/// sends at its bit rate) gets it in steps of kStep, and what passed is taken off the next advance(), so that the scenario's time line
/// stays true; a stimulus that is applied right behind such a reply stands from that later moment on.
///
/// A firmware that crashed, hung, sent nonsense or did not answer stays failed: every verb then gives the same Error.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "core/signal/wiring.hpp"
#include "firmware-bridge/bridge.hpp"
#include "firmware-bridge/firmware_spec.hpp"
#include "scenarios/engine/target.hpp"
#include "sim/world.hpp"

namespace mb::bridge {

class FirmwareTarget : public Target {
public:
    static constexpr Samples kStep{10};       ///< 1.04 ms
    static constexpr Samples kLatest{9'600};  ///< a reply that takes longer is lost

    /// Starts the firmware and powers its meter up. network: of the world.
    static Result<std::unique_ptr<Target>> start(FirmwareSpec const& firmware, BridgeOptions const& options, Config const& config,
                                                 Network network = Network::wye);
    /// bridge: with a meter created.
    FirmwareTarget(std::unique_ptr<Bridge> bridge, Network network) : bridge_(std::move(bridge)), world_(network) {}

    Capabilities capabilities() const override;
    Result<void> apply(Stimulus const& stimulus) override;
    /// Exact to the sample (1/9600 s, a rest is carried on).
    Result<void> advance(Duration duration) override;
    Result<Bytes> exchange(Port port, ByteView request) override;

    Bridge& bridge() { return *bridge_; }

private:
    Result<void> pass(Samples time);
    Result<Bytes> pulses();
    Error fail(std::string const& why);

    std::unique_ptr<Bridge> bridge_;
    World world_;
    Duration owed_{};  // asked for and not yet a whole sample
    Samples ahead_{};  // passed while replies were waited for
    std::optional<Error> failed_;
};

}  // namespace mb::bridge
