// SPDX-License-Identifier: GPL-3.0-or-later
#include "hil/rig_parts.hpp"

#include <algorithm>
#include <cmath>
#include <thread>

#include "core/base/measure.hpp"
#include "core/comm/modbus/client_pdu.hpp"

namespace mb::hil {
namespace {

using Clock = std::chrono::steady_clock;
constexpr Milliseconds kNoProgress{5'000};  ///< a clock that stands still for so long is lost
constexpr Milliseconds kMostQuiet{100};     ///< between two requests to the rig controller
constexpr Milliseconds kInspection{1'000};  ///< between two looks at supply and interlock
constexpr Milliseconds kMeterPatience{1'000};
constexpr Milliseconds kBetweenBoots{100};

}  // namespace

Result<void> EmergencySteps::run(Step const& step) {
    link_.hurry(true);
    auto done = plain_.run(step);
    if (!done && link_.open()) done = plain_.run(step);
    link_.hurry(false);
    return done;
}

RigTarget::Parts::Parts(Bench const& b, Dialect d, RigAccess a)
    : bench(b), dialect(std::move(d)), access(std::move(a)), link(b.source, {dialect.identify, dialect.terminator, b.source_patience}) {
    if (dry()) {
        port = std::make_unique<DryRigPort>(bench.controller.text,
                                            [this](std::string_view line) { access.dry(fmt::format("rig     {}", line)); });
        auto const say = [this](std::string_view line) { access.dry(fmt::format("source  {}", line)); };
        steps = std::make_unique<DrySteps>(say);
        emergency = std::make_unique<DrySteps>(say);
    } else {
        port = std::make_unique<LinkRigPort>(bench.controller);
        link.set_idle([this] { return look_around(); });
        steps = std::make_unique<LinkSteps>(link, [this] { return look_around(); });
        emergency = std::make_unique<EmergencySteps>(link);
    }
    rig = std::make_unique<RigController>(*port);
    source = std::make_unique<SourceDriver>(dialect, bench, *steps, *emergency);
    guard.add({"source output off", [this] { return source->cut(); }});
    guard.add({"rig at rest, supply off", [this] { return rig->safe(); }});
}

RigTarget::Parts::~Parts() { finish(); }

Result<void> RigTarget::Parts::open() {
    if (!dry()) {
        if (auto opened = link.open(); !opened) return infrastructure_error("the source: {}", opened.error().sentence);
        if (auto opened = static_cast<LinkRigPort&>(*port).open(); !opened)
            return infrastructure_error("the rig controller: {}", opened.error().sentence);
    }
    guard.engage();
    if (auto const who = rig->hello(); !who) return who.error();
    if (auto const rest = rig->safe(); !rest) return rest;
    auto const state = rig->state();
    if (!state) return state.error();
    if (!state->interlock_closed)
        return infrastructure_error("{}: the interlock of the rig is open; close its cover and release its emergency stop", port->name());
    if (auto armed = source->arm(); !armed) return armed;
    if (!dry()) {
        if (!access.consent) return input_error("nobody has allowed to energise {}", what_is_energised(bench));
        if (auto allowed = access.consent(what_is_energised(bench)); !allowed) return allowed;
    }
    if (auto watched = rig->watchdog(static_cast<std::uint16_t>(bench.watchdog.count())); !watched) return watched;
    if (auto on = rig->supply(true); !on) return on;
    if (dry()) return {};
    if (auto good = inspect(); !good) return good;
    if (bench.pulses) {
        if (bench.pulses->channel >= rig->identity().pulse_channels)
            return input_error("{}: pulses of channel {}, the rig controller has {}", bench.file, bench.pulses->channel,
                               rig->identity().pulse_channels);
        pulses.emplace(*rig, *bench.pulses);
    }
    return wait_for_meter();
}

Result<void> RigTarget::Parts::wait_for_meter() {
    auto const until = Clock::now() + bench.boot;
    auto const probe = modbus::read_request(0, 1);  // an exception is an answer, too
    for (;;) {
        auto opened = ModbusClient::open(bench.meter, kMeterPatience);
        if (opened) {
            if (auto const reply = opened->request(probe)) {
                meter.emplace(*std::move(opened));
                return {};
            } else {
                opened = reply.error();
            }
        }
        if (opened.error().kind == ErrorKind::input) return opened.error();
        if (Clock::now() >= until)
            return infrastructure_error("no meter answered within {} ms of its supply: {}", bench.boot.count(), opened.error().sentence);
        if (auto good = look_around(); !good) return good;
        std::this_thread::sleep_for(kBetweenBoots);
    }
}

Result<void> RigTarget::Parts::look_around() {
    if (access.stop && access.stop()) return infrastructure_error("stopped by the operator");
    if (dry() || Clock::now() - rig->last_contact() < std::min(kMostQuiet, bench.watchdog / 5)) return {};
    auto const now = rig->clock();
    return now ? Result<void>{} : Result<void>{now.error()};
}

Result<void> RigTarget::Parts::inspect() {
    inspected = Clock::now();
    auto const state = rig->state();
    if (!state) return state.error();
    if (!state->interlock_closed) return infrastructure_error("{}: the interlock of the rig has opened", port->name());
    if (!state->supply) return infrastructure_error("{}: the meter's supply is off; the controller has let go", port->name());
    for (std::size_t k = 0; k < std::min(relays.size(), state->relays.size()); ++k)
        if (state->relays[k] != relays[k])
            return infrastructure_error("{}: relay {} is in state {}, told was {}", port->name(), k, state->relays[k], relays[k]);
    if (auto good = source->look(); !good) return good;
    return pulses ? pulses->fetch() : Result<void>{};
}

Result<void> RigTarget::Parts::switch_relays(RelayStates const& wanted) {
    if (wanted == relays) return {};
    for (std::size_t k = 0; k < wanted.size(); ++k) {
        if (wanted[k] == relays[k]) continue;
        if (auto done = rig->relay(static_cast<std::uint8_t>(k), wanted[k]); !done) return done;
        relays[k] = wanted[k];
    }
    return dry() ? Result<void>{} : inspect();
}

Result<void> RigTarget::Parts::settle() {
    if (dry()) {
        if (bench.settle_s > 0.0) access.dry(fmt::format("(wait {} by the rig's clock)", print(bench.settle_s, Unit::second, 4)));
        return {};
    }
    auto const now = rig->clock();
    if (!now) return now.error();
    due = static_cast<double>(*now) + ticks(bench.settle_s);
    return wait_until(due);
}

Result<void> RigTarget::Parts::apply(Stimulus const& stimulus) {
    auto const point = set_point_of(stimulus, bench.turns);
    if (!point) return point.error();
    auto const event = event_point_of(stimulus);
    if (auto allowed = check(*point, event, bench.limits); !allowed) return allowed;
    auto const wanted = relay_states(stimulus.faults);
    if (!wanted) return wanted.error();

    bool const moves = source->state() != SourceState::on || source->at() != *point || *wanted != relays;
    if (moves || event) end_interval();
    if (auto switched = switch_relays(*wanted); !switched) return switched;
    if (source->state() == SourceState::armed)
        if (auto on = source->energise(*point); !on) return on;
    if (moves)
        if (auto set = source->set(*point); !set) return set;
    if (auto rested = settle(); !rested) return rested;
    if (event) return source->set(*point, event);
    bool const steady = std::all_of(relays.begin(), relays.end(), [](std::uint8_t state) { return state == 0; });
    if (moves && pulses && steady) return pulses->begin(active_power(*point, bench.turns), due * pulses->resolution_s());
    return {};
}

Result<void> RigTarget::Parts::wait_until(double wanted) {
    std::uint64_t last = 0;
    auto moved = Clock::now();
    for (;;) {
        if (access.stop && access.stop()) return infrastructure_error("stopped by the operator");
        auto const now = rig->clock();
        if (!now) return now.error();
        double const left = wanted - static_cast<double>(*now);
        if (Clock::now() - inspected >= kInspection)
            if (auto good = inspect(); !good) return good;
        if (left <= 0.0) return {};
        if (*now != last) {
            last = *now;
            moved = Clock::now();
        } else if (Clock::now() - moved >= kNoProgress) {
            return infrastructure_error("{}: the rig controller's clock stands still at {} for {} s", port->name(), *now,
                                        kNoProgress.count() / 1'000);
        }
        // A rig may run faster than this machine's clock: half of what is left, 10 ms at most.
        double const ms = 500.0 * left / rig->identity().ticks_per_second;
        std::this_thread::sleep_for(Milliseconds{std::clamp<long>(std::lround(ms), 1, 10)});
    }
}

void RigTarget::Parts::end_interval() {
    if (dry() || dead || !pulses) return;
    if (!pulses->fetch()) return;
    auto const told = pulses->end(bench.uncertainty.power_percent);
    if (!told.empty() && access.note) access.note(told);
}

Error RigTarget::Parts::fail(Error error) {
    auto const zeroed = guard.zero();
    if (!zeroed.empty() && !dry()) error.sentence += fmt::format("; to zero: {}", zeroed);
    dead = error;
    return error;
}

void RigTarget::Parts::finish() {
    if (!guard.engaged()) return;
    if (!dead) {
        end_interval();
        if (auto const rate = rig->fit().rate(); rate && access.note) {
            double const nominal = rig->identity().ticks_per_second;
            access.note(fmt::format("clock of the rig against this machine's: {:+.1f} ± {:.1f} ppm over {:.1f} s ({} points)",
                                    rate->drift_ppm(nominal), rate->drift_uncertainty_ppm(nominal), rate->span, rate->points));
        }
        if (source->state() == SourceState::on && !(access.stop && access.stop())) (void)source->zero();
    }
    auto const zeroed = guard.zero();
    if (!guard.confirmed() && access.note) access.note("NOT SEEN AT ZERO: " + zeroed);
}

}  // namespace mb::hil
