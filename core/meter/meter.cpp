// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/meter/meter.hpp"

#include <algorithm>

#include "core/meter/meter_parts.hpp"

namespace mb {
namespace {

constexpr auto kComLedTime = std::chrono::milliseconds{100};

}  // namespace

Meter::Meter(MeterSettings settings) : parts_(std::make_unique<Parts>(settings)) {}
Meter::~Meter() = default;
Meter::Meter(Meter&&) noexcept = default;
Meter& Meter::operator=(Meter&&) noexcept = default;

void Meter::feed(Block frames) {
    Parts& m = *parts_;
    m.published.reset();
    m.pulses.clear();
    for (std::size_t at = 0; at < frames.size(); at += kBlockFrames) m.feed(frames.subspan(at, std::min(kBlockFrames, frames.size() - at)));
}

void Meter::hold(Spectra const& terminals, double frequency_hz, Samples time) {
    parts_->published.reset();
    parts_->pulses.clear();
    parts_->hold(terminals, frequency_hz, time);
}

std::span<Instant const> Meter::pulses() const { return parts_->pulses; }

void Meter::carry_out(Command const& command) {
    Parts& m = *parts_;
    if (auto const* clock = std::get_if<SetClock>(&command)) {
        m.power_on = clock->now - std::chrono::floor<std::chrono::milliseconds>(now().time_since_epoch()).count();
        m.arm_restart();
    } else if (auto const* key = std::get_if<PressKey>(&command)) {
        m.panel = panel::pressed(m.panel, key->key, key->press, *snapshot());
    } else if (auto const* set = std::get_if<SetSetting>(&command)) {
        m.change(*set);
    } else if (auto const* reset = std::get_if<ResetExtremes>(&command)) {
        m.reset(*reset);
    } else if (auto const* partial = std::get_if<ResetPartialEnergy>(&command)) {
        m.loads[static_cast<std::size_t>(partial->load - 1)].energy.reset_partial(now(), partial->energies);
    } else if (std::holds_alternative<EndDemandPeriod>(command)) {
        for (Load& load : m.loads) load.demand.end_period(now());
    } else if (std::holds_alternative<ResetHours>(command)) {
        m.hours_reset = now();
    } else if (auto const* logs = std::get_if<ResetLogs>(&command)) {
        if ((logs->logs & kQualityLog) != 0) m.quality.clear_log();
    } else if (std::holds_alternative<Blink>(command)) {
        m.blink_until = now() + kBlinkTime;
    } else if (std::holds_alternative<StoreSettings>(command)) {
        m.stored = m.settings;
    } else if (auto const* restart = std::get_if<Restart>(&command)) {
        m.restart_meter(restart->factory);
    } else if (auto const* sensor = std::get_if<PlugSensor>(&command)) {
        auto const before = m.supervision.inputs().factors();
        static_cast<void>(m.supervision.plug(sensor->input, sensor->plug, sensor->believed));  // sensor{n}.state tells of a refusal
        if (m.supervision.inputs().factors() != before) m.rewire();
    }
    m.published.reset();
}

void Meter::note_traffic() {
    parts_->com_led_until = now() + kComLedTime;
    parts_->published.reset();
}

Instant Meter::now() const { return Instant{parts_->fed}; }

std::shared_ptr<Snapshot const> Meter::snapshot() {
    if (!parts_->published) parts_->published = parts_->make_snapshot();
    return parts_->published;
}

}  // namespace mb
