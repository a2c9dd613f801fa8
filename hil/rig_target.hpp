// SPDX-License-Identifier: GPL-3.0-or-later
/// The rig target: a real meter on a programmable source, switched by a rig controller, read over its own Modbus port.
/// Time is the rig controller's clock; this machine's only bounds the waiting. Whatever goes wrong, the rig goes to zero (safe_state.hpp)
/// before the error comes back, and the target stays dead.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "hil/bench_file.hpp"
#include "hil/controller/rig_port.hpp"
#include "scenarios/engine/target.hpp"

namespace mb::hil {

/// What the program at the edge lends to a rig.
struct RigAccess {
    /// Asked before the first energising, with what would be energised; an error refuses. Without it everything is refused.
    std::function<Result<void>(std::string const& what)> consent;
    /// The operator wants an end: asked often, while waiting, too.
    std::function<bool()> stop;
    /// For the report: drift of the clock, energy by pulses.
    Say note;
    /// A dry run: no link is opened, every line that would be sent is told here, and no meter is asked.
    Say dry;
};

/// "the meter's supply through serial:… and the source GENERIC at tcp:… with up to 260 V and 6 A".
std::string what_is_energised(Bench const& bench);

class RigTarget : public Target {
public:
    /// Opens all links, sees that the interlock is closed, arms the source, asks for consent, switches the meter's supply on and waits for
    /// the meter to answer.
    static Result<std::unique_ptr<RigTarget>> open(Bench const& bench, RigAccess access);
    ~RigTarget() override;

    Capabilities capabilities() const override;
    /// Refused by the bench's limits: nothing of it is sent. Takes its time: relays, ramps, settling; the next advance() counts from its
    /// end.
    Result<void> apply(Stimulus const& stimulus) override;
    Result<void> advance(Duration duration) override;
    Result<Bytes> exchange(Port port, ByteView request) override;

private:
    struct Parts;
    explicit RigTarget(std::unique_ptr<Parts> parts);
    std::unique_ptr<Parts> parts_;
};

}  // namespace mb::hil
