// SPDX-License-Identifier: GPL-3.0-or-later
/// Inside of the rig target only.
#pragma once

#include <optional>

#include "hil/controller/fault_relays.hpp"
#include "hil/controller/rig_controller.hpp"
#include "hil/pulse_collector.hpp"
#include "hil/rig_target.hpp"
#include "hil/safe_state.hpp"
#include "hil/scpi/source_driver.hpp"

namespace mb::hil {

/// In an emergency: in a hurry, and over a link that is opened again where it was lost.
class EmergencySteps : public StepRunner {
public:
    explicit EmergencySteps(ScpiLink& link) : link_(link), plain_(link, [] { return Result<void>{}; }) {}
    using StepRunner::run;
    Result<void> run(Step const& step) override;

private:
    ScpiLink& link_;
    LinkSteps plain_;
};

struct RigTarget::Parts {
    Parts(Bench const& bench, Dialect dialect, RigAccess access);
    ~Parts();

    Result<void> open();
    Result<void> wait_for_meter();
    Result<void> apply(Stimulus const& stimulus);
    Result<void> switch_relays(RelayStates const& wanted);
    /// Until the rig's clock is there.
    Result<void> wait_until(double ticks);
    Result<void> settle();
    /// What must hold all the time: no stop, a live rig. Keeps its watchdog quiet.
    Result<void> look_around();
    /// Supply on, interlock closed, relays where they were told to be, the source's output on; and fetches pulses. Once a second.
    Result<void> inspect();
    /// To zero, and the error with what came of it; every later call gives the same.
    Error fail(Error error);
    void end_interval();
    void finish();

    bool dry() const { return static_cast<bool>(access.dry); }
    double ticks(double seconds) const { return seconds * rig->identity().ticks_per_second; }

    Bench const bench;
    Dialect const dialect;
    RigAccess const access;
    ScpiLink link;
    std::unique_ptr<RigPort> port;
    std::unique_ptr<RigController> rig;
    std::unique_ptr<StepRunner> steps;
    std::unique_ptr<StepRunner> emergency;
    std::unique_ptr<SourceDriver> source;
    std::optional<ModbusClient> meter;
    std::optional<PulseCollector> pulses;
    RelayStates relays{};
    double due = 0.0;  ///< the rig's ticks at the scenario's present instant
    std::chrono::steady_clock::time_point inspected{};
    std::optional<Error> dead;
    SafeState guard;  // the last member: the first to go
};

}  // namespace mb::hil
