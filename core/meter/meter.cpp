// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/meter/meter.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/dsp/analyser.hpp"
#include "core/dsp/power.hpp"
#include "core/meter/clock_ticks.hpp"
#include "core/meter/extreme_groups.hpp"
#include "core/meter/frequency_counter.hpp"
#include "core/meter/intervals.hpp"
#include "core/meter/panel/panel.hpp"
#include "core/meter/pulse.hpp"
#include "core/meter/quality.hpp"
#include "core/meter/reader.hpp"

namespace mb {
namespace {

constexpr auto kComLedTime = std::chrono::milliseconds{100};
constexpr auto kPulseLedTime = std::chrono::milliseconds{50};
constexpr auto kClockTick = std::chrono::minutes{10};
constexpr std::size_t kMostPulses = 256;

// A window waits until all half-cycle windows that began in it are known, and with them the events that flag it: the longest cycle
// and the filter's delay [samples].
constexpr double kFlagWait = 480.0;

// Headroom of the inputs over the nominal crest: swells to twice the voltage, an inrush of fifty times the current.
constexpr double kVoltageHeadroom = 4.0;
constexpr double kCurrentHeadroom = 50.0;

constexpr double kWindow = 0.2;  // [s]: ten or twelve cycles
constexpr int kAllLoads = 254;   // of setting led_load

/// The tick nearest to a position in samples.
Instant instant_at(double position) { return Instant{Duration{std::llround(position * Duration{Samples{1}}.count())}}; }
double position_of(Instant at) { return static_cast<double>(at.time_since_epoch().count()) / Duration{Samples{1}}.count(); }

dsp::AnalyserSettings analyser_settings(MeterSettings const& s) {
    auto const range = [](double given, double nominal, double headroom) {
        return given > 0.0 ? given : headroom * std::numbers::sqrt2 * nominal;
    };
    return {s.nominal.frequency_hz, s.nominal.voltage, range(s.range.voltage, std::numbers::sqrt3 * s.nominal.voltage, kVoltageHeadroom),
            range(s.range.current, s.nominal.current, kCurrentHeadroom), s.vectors};
}

}  // namespace

struct Meter::Parts {
    explicit Parts(MeterSettings const& s)
        : nominal(s.nominal),
          settings(s.settings),
          highest_order(s.highest_order),
          identity(std::make_shared<Identity const>(s.identity)),
          analyser(analyser_settings(s)),
          quality(s.nominal, quality_settings(s.settings)),
          energy(3.0 * s.nominal.voltage * s.nominal.current),
          instant_extremes(extreme_marks()),
          average_extremes(extreme_marks()),
          readings(no_readings()),
          averages(no_readings()) {
        pulses.reserve(kMostPulses);
        apply_settings();
        arm_restart();
        integrate();
        pulse.select(pulse_weight());
    }

    Nominal nominal;
    SettingValues settings;
    int highest_order;
    dsp::Conventions conventions;
    std::shared_ptr<Identity const> identity;

    dsp::Analyser analyser;
    QualityMonitor quality;
    Intervals intervals;
    FrequencyCounter frequency;
    Energy energy;  // of load 1, the one in use
    Demand demand;
    PulseOutput pulse;
    Statistics instant_extremes;
    Statistics average_extremes;

    Samples fed{0};
    Calendar power_on;
    Instant restart{};  // the 10-minute tick at which the analyser is told to begin a window
    Instant com_led_until{};
    Instant pulse_led_until{};
    panel::State panel;

    std::array<dsp::WindowResult, 4> waiting{};  // for their flags, oldest first
    std::size_t waiting_count = 0;
    std::uint64_t windows = 0;
    std::uint64_t average_windows = 0;
    std::vector<double> readings;
    std::vector<double> averages;
    std::optional<dsp::FastRms> fast;
    std::vector<Instant> pulses;

    std::shared_ptr<Snapshot const> published;  // null where something changed since

    double setting(SettingId id) const { return settings.get(id); }
    std::uint64_t pulse_weight() const { return static_cast<std::uint64_t>(std::llround(setting(SettingId::pulse_weight) * 10.0)); }

    void apply_settings() {
        conventions.totals = static_cast<dsp::Totals>(setting(SettingId::power_method));
        conventions.reactive = static_cast<dsp::Reactive>(setting(SettingId::reactive_method));
        conventions.power_factor = static_cast<dsp::PowerFactorSign>(setting(SettingId::pf_convention));
        conventions.thd_reference = static_cast<dsp::ThdReference>(setting(SettingId::thd_ref));
        conventions.thd_method = static_cast<dsp::ThdMethod>(setting(SettingId::thd_method));
        conventions.thd_limit = settings.is(SettingId::thd_limit, 0) ? 40 : kHighestOrder;
        conventions.highest_order = highest_order;
        conventions.tdd_current = setting(SettingId::tdd_current) > 0.0 ? setting(SettingId::tdd_current) : nominal.current;
        analyser.set({settings.is(SettingId::neutral_source, 1), settings.is(SettingId::remove_dc, 1),
                      static_cast<int>(setting(SettingId::fast_cycles))});
        quality.set(quality_settings(settings));
        demand.configure({nearest_duration(setting(SettingId::demand_period)), static_cast<int>(setting(SettingId::demand_parts)),
                          std::chrono::seconds{std::llround(setting(SettingId::predict_window))},
                          static_cast<DemandSync>(setting(SettingId::demand_sync))});
    }

    /// What is under way in these begins anew.
    void integrate() {
        intervals.integrate(static_cast<int>(std::llround(setting(SettingId::win_inst) / kWindow)));
        intervals.average_over(nearest_duration(setting(SettingId::win_avg)));
    }

    void change(SetSetting const& c) {
        if (!settings.set(c.id, c.value, c.load)) return;
        apply_settings();
        if (c.id == SettingId::clock_sync) arm_restart();
        if (c.id == SettingId::win_inst || c.id == SettingId::win_avg) integrate();
        if (c.id == SettingId::pulse_weight || c.id == SettingId::led_energy || c.id == SettingId::led_load) pulse.select(pulse_weight());
    }

    void arm_restart() {
        restart = next_boundary(Instant{fed}, kClockTick, power_on);
        bool const follows = settings.is(SettingId::clock_sync, 1);
        analyser.restart_at(follows ? position_of(restart) : std::numeric_limits<double>::infinity());
    }

    void feed(Block frames) {
        fed += Samples{static_cast<std::int64_t>(frames.size())};
        analyser.feed(frames);
        for (auto const& h : analyser.half_cycles()) quality.update(h.channel, h.rms, instant_at(h.begin), instant_at(h.end));
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

    void take(dsp::WindowResult& w) {
        Instant const begin = instant_at(w.begin);
        Instant const end = instant_at(w.end);
        w.flagged = w.flagged || quality.touched(begin, end);
        using dsp::Measured;
        quality.window(std::array{w[Measured::v1], w[Measured::v2], w[Measured::v3], w[Measured::u12], w[Measured::u23], w[Measured::u31]},
                       w.flagged);
        dsp::Power const total = dsp::total(w, conventions);
        energy.add(total, (w.end - w.fresh) / kSampleRate);
        demand.add(total, begin, end, power_on);
        int const load = static_cast<int>(setting(SettingId::led_load));
        if (load == 0 || load == kAllLoads)
            pulse.add(counted_power(total, static_cast<EnergyKind>(setting(SettingId::led_energy))), w.fresh, w.end);

        intervals.feed(w, begin, end, power_on);
        if (Interval const* const i = intervals.latest(Level::instantaneous); i != nullptr && i->completed != windows) {
            windows = i->completed;
            read_points(i->result, conventions, readings);
            instant_extremes.update(readings, i->end);
        }
        if (Interval const* const i = intervals.latest(Level::average); i != nullptr && i->completed != average_windows) {
            average_windows = i->completed;
            read_points(i->result, conventions, averages);
            average_extremes.update(averages, i->end);
        }
    }

    void reset(ResetExtremes const& r) {
        auto const chosen = [&](std::size_t p) {
            Point const& point = points()[p];
            return point.instance == r.instance && (extreme_group(*point.quantity) & r.groups) != 0;
        };
        (r.average ? average_extremes : instant_extremes).reset(chosen);
    }

    /// The level's readings: those of the snapshot before where no further interval was completed since.
    std::shared_ptr<IntervalReadings const> readings_of(Level level, std::shared_ptr<IntervalReadings const>& kept) const {
        Interval const* const i = intervals.latest(level);
        if (i == nullptr) return nullptr;
        if (kept && kept->completed == i->completed) return kept;
        auto r = std::make_shared<IntervalReadings>(IntervalReadings{i->begin, i->end, i->completed, i->result.flagged, no_readings()});
        read_points(i->result, conventions, r->values);
        return kept = std::move(r);
    }

    struct Levels {
        std::shared_ptr<IntervalReadings const> average, three_seconds, ten_minutes, two_hours;
    } levels;

    LoadState load_state() const {
        LoadState l;
        l.total = energy.total();
        l.partial = energy.partial();
        l.last = energy.last();
        l.last_reset = energy.last_reset();
        l.predicted = demand.predicted();
        l.trend = demand.trend();
        l.left = demand.left();
        for (std::size_t n = 0; n < l.points.size(); ++n) l.points[n] = demand.point(n);
        return l;
    }

    std::shared_ptr<Snapshot const> make_snapshot() {
        auto s = std::make_shared<Snapshot>();
        s->time = Instant{fed};
        s->power_on = power_on;
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
        s->loads[0] = load_state();
        s->pulses = pulse.given();
        s->pulses_late = pulse.saturated(s->time);
        s->events = quality.events();
        s->settings = settings;
        s->nominal = nominal;
        s->highest_order = highest_order;
        s->identity = identity;
        s->leds = {true, quality.running(), s->time < com_led_until, s->time < pulse_led_until};
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
    m.pulses.clear();
    for (std::size_t at = 0; at < frames.size(); at += kBlockFrames) m.feed(frames.subspan(at, std::min(kBlockFrames, frames.size() - at)));
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
        if (partial->load <= kLoadsInUse) m.energy.reset_partial(now());
    } else if (std::holds_alternative<EndDemandPeriod>(command)) {
        m.demand.end_period(now());
    } else if (std::holds_alternative<PlugSensor>(command)) {
        // Sensor inputs take it once they are in the meter.
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
