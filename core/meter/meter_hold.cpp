// SPDX-License-Identifier: GPL-3.0-or-later
// The meter's parts: terminals that are held, so that time jumps from boundary to boundary (docs/decisions/0017-phasor-mode.md).
#include <algorithm>
#include <cmath>

#include "core/dsp/phasor_window.hpp"
#include "core/meter/meter_parts.hpp"
#include "core/meter/reader.hpp"

namespace mb {
namespace {

constexpr Duration kTenMinutes = std::chrono::minutes{10};

}  // namespace

void Meter::Parts::hold(Spectra const& terminals, double frequency_hz, Samples time) {
    bool anew = !held || held->frequency_hz != frequency_hz || held->terminals.lanes != terminals.lanes;
    if (anew)
        held = {terminals, frequency_hz,
                dsp::window_of(terminals, frequency_hz, wiring->routing, analyser.settings(), settings.is(SettingId::remove_dc, 1))};
    Instant const end{fed + time};
    Duration const average = nearest_duration(setting(SettingId::win_avg));
    for (Instant at{fed}; at < end; anew = false) {
        Instant const stop = std::min({end, next_boundary(at, kTenMinutes, power_on), next_boundary(at, average, power_on)});
        take_held(at, stop, anew);
        at = stop;
    }
    frequency.hold(held->window.frequency, Instant{fed}, end, power_on);
    fed += time;
    pulse.give_until(end, [&](Instant at) {
        if (pulses.size() < kMostPulses) pulses.push_back(at);
        pulse_led_until = at + kPulseLedTime;
    });
}

/// From one boundary to the next at most.
void Meter::Parts::take_held(Instant begin, Instant end, bool anew) {
    dsp::WindowResult& w = held->window;
    w.begin = w.fresh = position_of(begin);
    w.end = position_of(end);
    w.cycles = std::isnan(w.frequency) ? 0 : static_cast<int>(std::lround(w.frequency * seconds(end - begin)));
    count(w, begin, end);
    intervals.hold(w, begin, end, anew, power_on);
    tell_extremes();
}

}  // namespace mb
