// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/meter/meter.hpp"

#include <array>
#include <cmath>

#include "core/dsp/analyser.hpp"
#include "core/meter/panel/panel.hpp"
#include "core/meter/quality.hpp"
#include "core/meter/reader.hpp"

namespace mb {
namespace {

constexpr auto kComLedTime = std::chrono::milliseconds{100};

/// The tick nearest to a position in samples.
Instant instant_at(double position) { return Instant{Duration{std::llround(position * Duration{Samples{1}}.count())}}; }

}  // namespace

struct Meter::Parts {
    explicit Parts(MeterSettings const& s)
        : settings(s),
          identity(std::make_shared<Identity const>(s.identity)),
          analyser(s.nominal.frequency_hz, s.nominal.voltage),
          quality(s.nominal, s.quality),
          readings(no_readings()) {}

    MeterSettings settings;
    std::shared_ptr<Identity const> identity;
    dsp::Analyser analyser;
    QualityMonitor quality;

    Samples fed{0};
    std::optional<EpochMilliseconds> power_on;
    Instant com_led_until{};
    panel::State panel;

    std::uint64_t windows = 0;
    Instant window_end{};
    Duration window{};
    std::vector<double> readings;

    std::shared_ptr<Snapshot const> published;  // null where something changed since

    void take(dsp::WindowResult const& w) {
        ++windows;
        window_end = instant_at(w.end);
        window = window_end - instant_at(w.begin);
        readings = readings_of(w, dsp::Conventions{});
        using enum dsp::Measured;
        quality.window(std::array{w[v1], w[v2], w[v3], w[u12], w[u23], w[u31]},
                       w.flagged || quality.touched(instant_at(w.begin), window_end));
    }

    std::shared_ptr<Snapshot const> make_snapshot() const {
        auto s = std::make_shared<Snapshot>();
        s->time = Instant{fed};
        s->power_on = power_on;
        s->windows = windows;
        s->window_end = window_end;
        s->window = window;
        s->readings = readings;
        s->events = quality.events();
        s->nominal = settings.nominal;
        s->identity = identity;
        s->leds = {true, quality.running(), s->time < com_led_until, false};
        s->panel = panel;
        return s;
    }
};

Meter::Meter(MeterSettings settings) : parts_(std::make_unique<Parts>(settings)) {}
Meter::~Meter() = default;
Meter::Meter(Meter&&) noexcept = default;
Meter& Meter::operator=(Meter&&) noexcept = default;

void Meter::feed(Block frames) {
    Parts& m = *parts_;
    m.published.reset();
    m.fed += Samples{static_cast<std::int64_t>(frames.size())};
    m.analyser.feed(frames);
    for (auto const& h : m.analyser.half_cycles())
        if (h.channel < dsp::kVoltages) m.quality.update(h.channel, h.rms, instant_at(h.begin), instant_at(h.end));
    for (auto const& w : m.analyser.windows()) m.take(w);
}

void Meter::carry_out(Command const& command) {
    Parts& m = *parts_;
    if (auto const* clock = std::get_if<SetClock>(&command)) {
        m.power_on = clock->now - std::chrono::floor<std::chrono::milliseconds>(now().time_since_epoch()).count();
    } else if (auto const* key = std::get_if<PressKey>(&command)) {
        m.panel = panel::pressed(m.panel, key->key, key->press, *snapshot());
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
