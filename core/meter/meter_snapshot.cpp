// SPDX-License-Identifier: GPL-3.0-or-later
// The meter's parts: what they show.
#include "core/meter/meter_parts.hpp"
#include "core/meter/reader.hpp"

namespace mb {

Leds Meter::Parts::leds() const {
    bool const residual = supervision.state().residual.alarm;
    bool const other = quality.running() || residual;
    bool const system = supervision.state().system_alarm();
    Instant const now{fed};
    bool const dark = now < blink_until && (now - (blink_until - kBlinkTime)) / kBlinkPhase % 2 == 0;
    return {!dark, other || system, now < com_led_until, shows_residual() ? residual : now < pulse_led_until, system && !other};
}

std::shared_ptr<IntervalReadings const> Meter::Parts::readings_of(Level level, std::shared_ptr<IntervalReadings const>& kept) const {
    Interval const* const i = intervals.latest(level);
    if (i == nullptr) return nullptr;
    if (kept && kept->completed == i->completed) return kept;
    auto r = std::make_shared<IntervalReadings>(IntervalReadings{i->begin, i->end, i->completed, i->result.flagged, no_readings()});
    read_points(i->result, *wiring, conventions, r->values);
    return kept = std::move(r);
}

std::shared_ptr<Snapshot const> Meter::Parts::make_snapshot() {
    auto s = std::make_shared<Snapshot>();
    s->time = Instant{fed};
    s->power_on = power_on;
    s->hours_reset = hours_reset;
    s->windows = windows;
    s->readings = readings;
    if (Interval const* const i = intervals.latest(Level::instantaneous)) {
        s->window_end = i->end;
        s->window = i->end - i->begin;
        s->flagged = i->result.flagged;
        s->flaw = i->result.flaw;
        s->sync = i->result.sync;
        s->instant_extremes = std::make_shared<Statistics const>(instant_extremes);
        s->average_extremes = std::make_shared<Statistics const>(average_extremes);
    }
    s->average = readings_of(Level::average, levels.average);
    s->three_seconds = readings_of(Level::three_seconds, levels.three_seconds);
    s->ten_minutes = readings_of(Level::ten_minutes, levels.ten_minutes);
    s->two_hours = readings_of(Level::two_hours, levels.two_hours);
    s->fast = fast;
    s->frequency_10s = frequency.frequency();
    for (std::size_t n = 0; n < loads.size(); ++n) s->loads[n] = loads[n].state();
    s->pulses = pulse.given();
    s->pulses_late = pulse.saturated(s->time);
    s->events = quality.events();
    s->settings = settings;
    s->nominal = nominal;
    s->wiring = wiring;
    s->rated_power = rated;
    s->highest_order = highest_order;
    s->identity = identity;
    s->supervision = supervision.state();
    s->leds = leds();
    s->panel = panel;
    return s;
}

}  // namespace mb
