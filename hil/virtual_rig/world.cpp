// SPDX-License-Identifier: GPL-3.0-or-later
#include "hil/virtual_rig/world.hpp"

#include <utility>

#include "sim/builtin/put_terminals.hpp"

namespace mb::virtual_rig {

World::World(WorldSettings const& settings, RegisterMap map)
    : source(settings.truth, settings.seed),
      controller(settings.supply),
      meter(settings.truth, settings.meter, std::move(map), settings.calendar),
      truth_(settings.truth),
      step_(seconds(Samples{static_cast<std::int64_t>(kBlockFrames)}) / (1.0 + settings.truth.meter_clock_ppm * 1e-6)) {
    for (std::size_t n = 0; n < kCurrentInputs; ++n)
        if (double const minutes = truth_.current_phase_minutes[n]; minutes != 0.0)
            displacements_.push_back({FaultKind::phase_error, static_cast<std::uint8_t>(1U << n), 0, minutes});
    standing_.faults = displacements_;
    put(standing_, true);
}

/// A fast clock counts more samples in a second: the signal is slower in its seconds and lasts longer.
Stimulus World::by_meter_clock(Stimulus stimulus) const {
    double const fast = 1.0 + truth_.meter_clock_ppm * 1e-6;
    stimulus.frequency_hz /= fast;
    stimulus.ramp = nearest_duration(seconds(stimulus.ramp) * fast);
    if (stimulus.event) stimulus.event->duration = nearest_duration(seconds(stimulus.event->duration) * fast);
    return stimulus;
}

void World::put(Stimulus const& stimulus, bool from_source) {
    auto plan = plan_terminals(stimulus, Network::wye, SourceKind::synthesized, &standing_);
    if (!plan) {
        ++refused_;
        return;
    }
    if (from_source) put_source(grid_, *plan);
    standing_ = stimulus;
    standing_.event.reset();
    terminals_.apply(*std::move(plan));
}

void World::step() {
    auto const changed = source.take(time());
    auto const& state = controller.state();
    if (changed || state.relays != relays_) {
        relays_ = state.relays;
        Stimulus next = changed ? by_meter_clock(*changed) : standing_;
        next.faults = faults_of(relays_);
        next.faults.insert(next.faults.end(), displacements_.begin(), displacements_.end());
        put(next, changed.has_value());
    }
    meter.set_supply(state.supply);
    grid_.render(block_);
    terminals_.distort(block_);
    open_terminals(block_, open_voltages(relays_));
    meter.feed(block_);
    ++steps_;
    double const fast = 1.0 + truth_.meter_clock_ppm * 1e-6;
    for (Instant const at : meter.pulses())
        controller.add_pulse(static_cast<std::uint64_t>(seconds(at.time_since_epoch()) / fast * controller_rate()));
}

}  // namespace mb::virtual_rig
