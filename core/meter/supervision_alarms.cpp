// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/meter/supervision_alarms.hpp"

#include <algorithm>

namespace mb {
namespace {

struct Watched {
    std::array<Judgement, kCurrentInputs + 1> of{};  // the last one of the network
};

/// Exchanged voltage conductors have no code of their own: they pair every current with a wrong voltage.
Watched watched(WiringFindings const& f, SystemFault fault) {
    auto const with = [](std::array<Judgement, kCurrentInputs> const& inputs, Judgement network) {
        return Watched{{inputs[0], inputs[1], inputs[2], inputs[3], network}};
    };
    switch (fault) {
        case SystemFault::rotation:
            return with({}, f.rotation);
        case SystemFault::association:
            return with(f.association, f.terminals);
        case SystemFault::sensor_missing:
            return with(f.sensor, Judgement::not_judged);
        case SystemFault::rating:
            return with(f.rating, Judgement::not_judged);
        case SystemFault::none:
            break;
    }
    return {};
}

}  // namespace

unsigned WiringFindings::bits() const {
    auto const any = [](std::array<Judgement, kCurrentInputs> const& inputs) {
        return std::ranges::find(inputs, Judgement::wrong) != inputs.end() ? 1U : 0U;
    };
    return (rotation == Judgement::wrong ? 1U : 0U) | any(association) << 1U | any(sensor) << 2U | any(rating) << 3U |
           (terminals == Judgement::wrong ? 1U : 0U) << 4U;
}

void HoldOff::window(Judgement finding, Instant begin, Instant end, SystemAlarmSettings const& settings) {
    if (finding != (active_ ? Judgement::right : Judgement::wrong)) {
        contrary_since_.reset();
        return;
    }
    if (!contrary_since_) contrary_since_ = begin;
    if (end - *contrary_since_ < (active_ ? settings.delay_off : settings.delay_on)) return;
    active_ = !active_;
    contrary_since_.reset();
}

void SystemAlarm::set(SystemAlarmSettings const& settings) {
    if (settings == settings_ && reading_.fault == settings.fault) return;
    bool const other = settings.fault != settings_.fault || settings.enabled != settings_.enabled;
    settings_ = settings;
    if (other) forget();
    reading_.fault = settings.fault;
    reading_.criticality = settings.criticality;
}

void SystemAlarm::forget() {
    holds_ = {};
    if (reading_.state == AlarmState::active) reading_.state = AlarmState::finished;
}

void SystemAlarm::window(WiringFindings const& findings, Instant begin, Instant end) {
    if (!settings_.enabled) return;
    Watched const found = watched(findings, settings_.fault);
    for (std::size_t n = 0; n < holds_.size(); ++n) holds_[n].window(found.of[n], begin, end, settings_);
    auto const first = std::ranges::find_if(holds_, [](HoldOff const& hold) { return hold.active(); });
    if (first == holds_.end()) {
        if (reading_.state == AlarmState::active) reading_.state = AlarmState::finished;
        return;
    }
    if (reading_.state != AlarmState::active) {
        auto const line = static_cast<std::size_t>(first - holds_.begin());
        reading_.state = AlarmState::active;
        reading_.start = end;
        reading_.line = line < kCurrentInputs ? std::optional{static_cast<std::uint8_t>(line)} : std::nullopt;
    }
    reading_.duration = end - *reading_.start;
}

}  // namespace mb
