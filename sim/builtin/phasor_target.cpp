// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/builtin/phasor_target.hpp"

#include <utility>

#include "sim/builtin/meter_device.hpp"
#include "sim/builtin/put_terminals.hpp"
#include "sim/phasor.hpp"

namespace mb {

struct PhasorTarget::Parts : MeterDevice {
    Parts(MeterSettings const& settings, RegisterMap registers, Network at) : MeterDevice(settings, std::move(registers)), network(at) {}

    Network network;
    Stimulus standing;
    Spectra terminals;
    InputPlugs plugs;
    Duration owed{};  // asked for and not yet a whole sample
};

PhasorTarget::PhasorTarget(MeterSettings const& settings, RegisterMap map, Network network)
    : parts_(std::make_unique<Parts>(settings, std::move(map), network)) {}
PhasorTarget::~PhasorTarget() = default;

Capabilities PhasorTarget::capabilities() const {
    Capabilities c;
    c.name = "phasor " + parts_->meter.snapshot()->identity->model;
    c.half_cycles = false;
    c.lacks = {Ability::voltage_events, Ability::inrush, Ability::flicker,      Ability::interharmonics,
               Ability::noise,          Ability::ramps,  Ability::sensor_errors};
    c.lacks_faults = {FaultKind::saturation, FaultKind::phase_error};
    return c;
}

Result<void> PhasorTarget::apply(Stimulus const& stimulus) {
    Parts& p = *parts_;
    auto plan = plan_terminals(stimulus, p.network, SourceKind::synthesized, &p.standing);
    if (!plan) return plan.error();
    auto spectra = spectra_of(*plan);
    if (!spectra) return spectra.error();
    p.standing = stimulus;
    p.terminals = *std::move(spectra);
    tell_plugs(p.meter, p.plugs, plan->plugs);
    p.plugs = plan->plugs;
    return {};
}

Result<void> PhasorTarget::advance(Duration duration) {
    Parts& p = *parts_;
    p.owed += duration;
    auto const whole = std::chrono::floor<Samples>(p.owed);
    p.owed -= whole;
    p.meter.hold(p.terminals, p.standing.frequency_hz, whole);
    return {};
}

Result<Bytes> PhasorTarget::exchange(Port, ByteView request) { return parts_->answer(request); }

}  // namespace mb
