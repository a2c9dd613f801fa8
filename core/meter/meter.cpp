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
#include "core/meter/load.hpp"
#include "core/meter/panel/panel.hpp"
#include "core/meter/pulse.hpp"
#include "core/meter/quality.hpp"
#include "core/meter/reader.hpp"
#include "core/meter/supervision.hpp"
#include "core/meter/wiring_settings.hpp"

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
constexpr int kAllLoads = 254;   // of setting led_load: their sum

/// The tick nearest to a position in samples.
Instant instant_at(double position) { return Instant{Duration{std::llround(position * Duration{Samples{1}}.count())}}; }
double position_of(Instant at) { return static_cast<double>(at.time_since_epoch().count()) / Duration{Samples{1}}.count(); }

dsp::AnalyserSettings analyser_settings(Nominal const& nominal, double largest_current, InputRange const& given_range,
                                        dsp::Vectors vectors) {
    auto const range = [](double given, double rms, double headroom) { return given > 0.0 ? given : headroom * std::numbers::sqrt2 * rms; };
    return {nominal.frequency_hz, nominal.voltage, range(given_range.voltage, std::numbers::sqrt3 * nominal.voltage, kVoltageHeadroom),
            range(given_range.current, largest_current, kCurrentHeadroom), vectors};
}

}  // namespace

struct Meter::Parts {
    explicit Parts(MeterSettings const& s)
        : settings(with_nominal(s.settings, s.nominal)),
          range(s.range),
          vectors(s.vectors),
          nominal(nominal_of(settings)),
          highest_order(s.highest_order),
          identity(std::make_shared<Identity const>(s.identity)),
          analyser(analyser_settings(nominal, nominal.current, range, vectors)),
          quality(nominal, quality_settings(settings)),
          instant_extremes(extreme_marks()),
          average_extremes(extreme_marks()),
          readings(no_readings()),
          averages(no_readings()) {
        pulses.reserve(kMostPulses);
        rewire();
        apply_settings();
        arm_restart();
        integrate();
        pulse.select(pulse_weight());
    }

    SettingValues settings;
    InputRange range;
    dsp::Vectors vectors;
    Nominal nominal;
    std::shared_ptr<dsp::Wiring const> wiring;
    std::array<double, kLoads> rated{};  // apparent power of the loads [VA]
    int highest_order;
    dsp::Conventions conventions;
    std::shared_ptr<Identity const> identity;

    dsp::Analyser analyser;
    QualityMonitor quality;
    Intervals intervals;
    FrequencyCounter frequency;
    std::array<Load, kLoads> loads;
    PulseOutput pulse;
    Supervision supervision;
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
        analyser.set({settings.is(SettingId::remove_dc, 1), static_cast<int>(setting(SettingId::fast_cycles))});
        quality.set(quality_settings(settings));
        for (Load& load : loads)
            load.demand.configure({nearest_duration(setting(SettingId::demand_period)), static_cast<int>(setting(SettingId::demand_parts)),
                                   std::chrono::seconds{std::llround(setting(SettingId::predict_window))},
                                   static_cast<DemandSync>(setting(SettingId::demand_sync))});
        supervision.set(supervision_settings(settings));
    }

    /// Network, inputs and loads as the settings have them. Windows and intervals under way are dropped, energies stay.
    void rewire() {
        nominal = nominal_of(settings);
        wiring = std::make_shared<dsp::Wiring const>(wire(settings, supervision.inputs().factors()));
        double largest = 0.0;
        std::array<double, kLoads> currents{};
        for (std::size_t n = 0; n < loads.size(); ++n) {
            int const load = static_cast<int>(n) + 1;
            currents[n] = settings.get(SettingId::i_nom, load);
            if (!wiring->loads[n]) continue;
            largest = std::max(largest, currents[n]);
            rated[n] = rated_power(settings, *wiring->loads[n], load);
            loads[n].energy.set_rated(rated[n]);
        }
        analyser.rewire(analyser_settings(nominal, largest > 0.0 ? largest : nominal.current, range, vectors), wiring->routing);
        quality.rewire(nominal_voltages(settings), currents);
        waiting_count = 0;
        integrate();
        readings.assign(readings.size(), std::numeric_limits<double>::quiet_NaN());
        averages = readings;
        fast.reset();
    }

    /// What is under way in these begins anew.
    void integrate() {
        intervals.integrate(static_cast<int>(std::llround(setting(SettingId::win_inst) / kWindow)));
        intervals.average_over(nearest_duration(setting(SettingId::win_avg)));
    }

    void change(SetSetting const& c) {
        if (!settings.set(c.id, c.value, c.load)) return;
        apply_settings();
        if (concerns_wiring(c.id) || c.id == SettingId::sensor_rating) rewire();
        if (c.id == SettingId::clock_sync) arm_restart();
        if (c.id == SettingId::win_inst || c.id == SettingId::win_avg) integrate();
        if (c.id == SettingId::pulse_weight || c.id == SettingId::led_energy || c.id == SettingId::led_load ||
            c.id == SettingId::led_residual)
            pulse.select(pulse_weight());
    }

    void arm_restart() {
        restart = next_boundary(Instant{fed}, kClockTick, power_on);
        bool const follows = settings.is(SettingId::clock_sync, 1);
        analyser.restart_at(follows ? position_of(restart) : std::numeric_limits<double>::infinity());
    }

    void feed(Block frames) {
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

    /// The pulse LED tells of the residual current and gives no energy pulses (manual 3.1.5).
    bool shows_residual() const { return settings.is(SettingId::led_residual, 1); }

    Leds leds() const {
        bool const residual = supervision.state().residual.alarm;
        bool const other = quality.running() || residual;
        bool const system = supervision.state().system_alarm();
        Instant const now{fed};
        return {true, other || system, now < com_led_until, shows_residual() ? residual : now < pulse_led_until, system && !other};
    }

    void tell_quality(dsp::HalfCycleRms const& h) {
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

    void take(dsp::WindowResult& w) {
        Instant const begin = instant_at(w.begin);
        Instant const end = instant_at(w.end);
        w.flagged = w.flagged || quality.touched(begin, end);
        using dsp::Measured;
        quality.window(std::array{w[Measured::v1], w[Measured::v2], w[Measured::v3], w[Measured::u12], w[Measured::u23], w[Measured::u31]},
                       w.flagged);
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

        intervals.feed(w, begin, end, power_on);
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
        read_points(i->result, *wiring, conventions, r->values);
        return kept = std::move(r);
    }

    struct Levels {
        std::shared_ptr<IntervalReadings const> average, three_seconds, ten_minutes, two_hours;
    } levels;

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
        m.loads[static_cast<std::size_t>(partial->load - 1)].energy.reset_partial(now());
    } else if (std::holds_alternative<EndDemandPeriod>(command)) {
        for (Load& load : m.loads) load.demand.end_period(now());
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
