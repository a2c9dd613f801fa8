// SPDX-License-Identifier: GPL-3.0-or-later
#include "hil/rig_target.hpp"

#include <algorithm>
#include <array>

#include "core/base/measure.hpp"
#include "hil/rig_parts.hpp"

namespace mb::hil {
namespace {

/// What no source on a rig makes, whatever its dialect.
constexpr std::array kNever{Ability::inrush,        Ability::flicker,         Ability::interharmonics, Ability::dc,
                            Ability::noise,         Ability::ramps,           Ability::phase_jumps,    Ability::sensors,
                            Ability::sensor_errors, Ability::neutral_voltage, Ability::fourth_input,   Ability::event_edges};
constexpr int kMeterAttempts = 3;

int highest_order(Dialect const& d) {
    auto const of = [&](Action a) { return d.find(a) == nullptr ? 1 : d.find(a)->highest_order; };
    int const volts = of(Action::voltage_harmonic);
    int const both = d.find(Action::current) == nullptr ? volts : std::min(volts, of(Action::current_harmonic));
    return std::min(both, kHighestOrder);
}

}  // namespace

std::string what_is_energised(Bench const& bench) {
    return fmt::format("the meter's supply through the rig controller at {} and the source ({}) at {} with up to {} and {}",
                       bench.controller.text, bench.dialect, bench.source.text, print(bench.limits.voltage, Unit::volt, 6),
                       print(bench.limits.current, Unit::ampere, 6));
}

RigTarget::RigTarget(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
RigTarget::~RigTarget() = default;

Result<std::unique_ptr<RigTarget>> RigTarget::open(Bench const& bench, RigAccess access) {
    auto dialect = open_dialect(bench.dialect);
    if (!dialect) return dialect.error();
    auto parts = std::make_unique<Parts>(bench, *std::move(dialect), std::move(access));
    if (auto opened = parts->open(); !opened) return parts->fail(opened.error());
    return std::unique_ptr<RigTarget>{new RigTarget{std::move(parts)}};
}

Capabilities RigTarget::capabilities() const {
    Parts const& p = *parts_;
    Capabilities can;
    can.name = fmt::format("rig {} ({}{}{})", p.bench.name, p.dialect.label, p.link.identity().empty() ? "" : ", ", p.link.identity());
    can.exact_time = false;
    can.highest_harmonic = highest_order(p.dialect);
    can.source = p.bench.uncertainty;
    if (p.pulses) can.pulse_resolution_s = p.pulses->resolution_s();
    can.lacks.assign(kNever.begin(), kNever.end());
    if (p.dialect.find(Action::dip) == nullptr) can.lacks.push_back(Ability::voltage_events);
    if (p.dialect.find(Action::dip_position) == nullptr) can.lacks.push_back(Ability::point_on_wave);
    bool const currents = p.dialect.find(Action::current) != nullptr;
    if (!currents) can.lacks.push_back(Ability::currents);
    bool const relays = p.rig->identity().relays >= kRigRelays;
    for (FaultRow const& row : faults()) {
        bool const of_currents = done_by_source(row.kind) && row.kind != FaultKind::reversed_rotation;
        bool const possible = (done_by_relays(row.kind) && relays) || (done_by_source(row.kind) && (currents || !of_currents));
        if (!possible) can.lacks_faults.push_back(row.kind);
    }
    return can;
}

Result<void> RigTarget::apply(Stimulus const& stimulus) {
    if (parts_->dead) return *parts_->dead;
    if (auto done = parts_->apply(stimulus); !done) return parts_->fail(done.error());
    return {};
}

Result<void> RigTarget::advance(Duration duration) {
    if (parts_->dead) return *parts_->dead;
    parts_->due += parts_->ticks(seconds(duration));
    if (auto done = parts_->wait_until(parts_->due); !done) return parts_->fail(done.error());
    return {};
}

Result<Bytes> RigTarget::exchange(Port via, ByteView request) {
    Parts& p = *parts_;
    if (p.dead) return *p.dead;
    if (via == Port::pulses) {
        if (!p.pulses) return infrastructure_error("the bench file names no pulses");
        if (auto fetched = p.pulses->fetch(); !fetched) return p.fail(fetched.error());
        return pulse_bytes(p.pulses->take());
    }
    if (!p.meter) return infrastructure_error("a dry run asks no meter");
    Error last;
    for (int attempt = 0; attempt < kMeterAttempts; ++attempt) {  // reads and writes of registers may be repeated: they say where and what
        if (auto good = p.look_around(); !good) return p.fail(good.error());
        auto reply = p.meter->request(request);
        if (reply) return reply;
        last = reply.error();
    }
    auto const rig = p.inspect();  // a meter without supply does not answer
    return p.fail(infrastructure_error("the meter is lost: {}{}", last.sentence, rig ? "" : "; " + rig.error().sentence));
}

}  // namespace mb::hil
