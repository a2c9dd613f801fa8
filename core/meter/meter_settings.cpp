// SPDX-License-Identifier: GPL-3.0-or-later
// The meter's parts: what the settings make of them.
#include "core/meter/meter_parts.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/meter/extreme_groups.hpp"
#include "core/meter/reader.hpp"
#include "core/meter/wiring_settings.hpp"

namespace mb {
namespace {

constexpr auto kClockTick = std::chrono::minutes{10};

// Headroom of the inputs over the nominal crest: swells to twice the voltage, an inrush of fifty times the current.
constexpr double kVoltageHeadroom = 4.0;
constexpr double kCurrentHeadroom = 50.0;

constexpr double kWindow = 0.2;  // [s]: ten or twelve cycles

dsp::AnalyserSettings analyser_settings(Nominal const& nominal, double largest_current, InputRange const& given_range,
                                        dsp::Vectors vectors) {
    auto const range = [](double given, double rms, double headroom) { return given > 0.0 ? given : headroom * std::numbers::sqrt2 * rms; };
    return {nominal.frequency_hz, nominal.voltage, range(given_range.voltage, std::numbers::sqrt3 * nominal.voltage, kVoltageHeadroom),
            range(given_range.current, largest_current, kCurrentHeadroom), vectors};
}

}  // namespace

Meter::Parts::Parts(MeterSettings const& s)
    : settings(with_nominal(s.settings, s.nominal)),
      made_with(settings),
      stored(settings),
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

void Meter::Parts::apply_settings() {
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
    held.reset();
}

void Meter::Parts::rewire() {
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
    held.reset();
    readings.assign(readings.size(), std::numeric_limits<double>::quiet_NaN());
    averages = readings;
    fast.reset();
}

void Meter::Parts::integrate() {
    intervals.integrate(static_cast<int>(std::llround(setting(SettingId::win_inst) / kWindow)));
    intervals.average_over(nearest_duration(setting(SettingId::win_avg)));
}

void Meter::Parts::change(SetSetting const& c) {
    if (!settings.set(c.id, c.value, c.load)) return;
    apply_settings();
    if (concerns_wiring(c.id) || c.id == SettingId::sensor_rating) rewire();
    if (c.id == SettingId::clock_sync) arm_restart();
    if (c.id == SettingId::win_inst || c.id == SettingId::win_avg) integrate();
    if (c.id == SettingId::pulse_weight || c.id == SettingId::led_energy || c.id == SettingId::led_load || c.id == SettingId::led_residual)
        pulse.select(pulse_weight());
}

void Meter::Parts::restart_meter(bool factory) {
    if (factory) stored = made_with;
    settings = stored;
    apply_settings();
    rewire();
    arm_restart();
    pulse.select(pulse_weight());
    panel = {};
    blink_until = com_led_until = pulse_led_until = {};
}

void Meter::Parts::arm_restart() {
    restart = next_boundary(Instant{fed}, kClockTick, power_on);
    bool const follows = settings.is(SettingId::clock_sync, 1);
    analyser.restart_at(follows ? position_of(restart) : std::numeric_limits<double>::infinity());
}

}  // namespace mb
