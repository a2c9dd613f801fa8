// SPDX-License-Identifier: GPL-3.0-or-later
// The meter's parts: what frames and windows bring.
#include <algorithm>
#include <cmath>

#include "core/meter/extreme_groups.hpp"
#include "core/meter/meter_parts.hpp"
#include "core/meter/reader.hpp"

namespace mb {
namespace {

// A window waits until all half-cycle windows that began in it are known, and with them the events that flag it: the longest cycle
// and the filter's delay [samples].
constexpr double kFlagWait = 480.0;

constexpr int kAllLoads = 254;  // of setting led_load: their sum

}  // namespace

void Meter::Parts::feed(Block frames) {
    fed += Samples{static_cast<std::int64_t>(frames.size())};
    analyser.feed(frames);
    for (auto const& h : analyser.half_cycles()) tell_quality(h);
    for (auto const& c : analyser.crossings()) frequency.add(c.at, c.measured, power_on);
    if (!analyser.fast().empty()) fast = analyser.fast().back();
    for (auto const& w : analyser.windows())
        if (waiting_count < waiting.size()) waiting[waiting_count++] = w;
    while (waiting_count > 0 && static_cast<double>(fed.count()) >= waiting[0].end + kFlagWait) {
        take(waiting[0]);
        std::copy(waiting.begin() + 1, waiting.begin() + static_cast<std::ptrdiff_t>(waiting_count), waiting.begin());
        --waiting_count;
    }
    Instant const now{fed};
    while (auto const at = pulse.give(now)) {
        if (pulses.size() < kMostPulses) pulses.push_back(*at);
        pulse_led_until = *at + kPulseLedTime;
    }
    // Later than the tick by what a crossing needs to be seen.
    if (now >= restart + std::chrono::milliseconds{100}) arm_restart();
}

void Meter::Parts::tell_quality(dsp::HalfCycleRms const& h) {
    using dsp::Measured;
    Instant const begin = instant_at(h.begin);
    Instant const end = instant_at(h.end);
    if (h.channel < dsp::kVoltages) {
        constexpr std::array kVoltage{Measured::v1, Measured::v2, Measured::v3, Measured::u12, Measured::u23, Measured::u31};
        if (wiring->routing.has(kVoltage[h.channel])) quality.update(h.channel, h.rms, begin, end);
        return;
    }
    constexpr std::array kCurrent{Measured::i1, Measured::i2, Measured::i3, Measured::i4, Measured::in, Measured::in2};
    Measured const current = kCurrent[h.channel - dsp::kVoltages];
    for (std::size_t n = 0; n < loads.size(); ++n) {
        if (!wiring->loads[n]) continue;
        dsp::LoadRoute const& route = *wiring->loads[n];
        int const load = static_cast<int>(n) + 1;
        for (std::size_t p = 0; p < 3; ++p)
            if (route.current[p] == current) quality.update(kEventVoltages + p, h.rms, begin, end, load);
        if (route.neutral == current) quality.update(kEventVoltages + 3, h.rms, begin, end, load);
    }
}

void Meter::Parts::count(dsp::WindowResult const& w, Instant begin, Instant end) {
    int const pulsed = static_cast<int>(setting(SettingId::led_load));
    double pulse_power = 0.0;
    for (std::size_t n = 0; n < loads.size(); ++n) {
        if (!wiring->loads[n]) continue;
        dsp::Power const total = dsp::total(dsp::load_view(w, *wiring->loads[n]), conventions);
        loads[n].take(total, (w.end - w.fresh) / kSampleRate, begin, end, power_on);
        if (pulsed == static_cast<int>(n) || pulsed == kAllLoads)
            pulse_power += counted_power(total, static_cast<EnergyKind>(setting(SettingId::led_energy)));
    }
    if (!shows_residual()) pulse.add(pulse_power, w.fresh, w.end);
    supervision.window(w, begin, end);
}

void Meter::Parts::take(dsp::WindowResult& w) {
    Instant const begin = instant_at(w.begin);
    Instant const end = instant_at(w.end);
    w.flagged = w.flagged || quality.touched(begin, end);
    using dsp::Measured;
    quality.window(std::array{w[Measured::v1], w[Measured::v2], w[Measured::v3], w[Measured::u12], w[Measured::u23], w[Measured::u31]},
                   w.flagged);
    count(w, begin, end);

    intervals.feed(w, begin, end, power_on);
    tell_extremes();
}

void Meter::Parts::tell_extremes() {
    if (Interval const* const i = intervals.latest(Level::instantaneous); i != nullptr && i->completed != windows) {
        windows = i->completed;
        read_points(i->result, *wiring, conventions, readings);
        instant_extremes.update(readings, i->end);
    }
    if (Interval const* const i = intervals.latest(Level::average); i != nullptr && i->completed != average_windows) {
        average_windows = i->completed;
        read_points(i->result, *wiring, conventions, averages);
        average_extremes.update(averages, i->end);
    }
}

namespace {

constexpr unsigned kFirstPowerBit = 4;  // 0x10 P+ … 0x100 S (extreme_groups.hpp)

}  // namespace

void Meter::Parts::reset(ResetExtremes const& r) {
    auto const chosen = [&](std::size_t p) {
        Point const& point = points()[p];
        return point.instance == r.instance && (extreme_group(*point.quantity) & r.groups) != 0;
    };
    (r.average ? average_extremes : instant_extremes).reset(chosen);
    // Of the averages those of P+ P- Q+ Q- S: the bits that follow these of V, U, I and F.
    if (r.average && r.instance > 0) loads[static_cast<std::size_t>(r.instance - 1)].demand.forget_largest(r.groups >> kFirstPowerBit);
}

}  // namespace mb
