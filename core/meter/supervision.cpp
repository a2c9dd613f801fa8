// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/meter/supervision.hpp"

#include <algorithm>
#include <cmath>

#include "core/meter/wiring_settings.hpp"

namespace mb {
namespace {

constexpr double kThroughDevice = 0.005;  // of the sensor's rating: more is a current, not noise

/// Is a voltage of this phasor present? None where it has no value.
std::optional<bool> present(std::complex<double> phasor, double nominal, dsp::WindowResult const& w) {
    if (!(nominal > 0.0)) return std::nullopt;
    double const size = std::abs(phasor);
    if (!std::isnan(size)) return size >= kPresent * nominal;
    return w.sync == dsp::Flaw::no_fundamental ? std::optional{false} : std::nullopt;
}

SystemFault fault_of(double code) {
    for (SystemFault const known : {SystemFault::rotation, SystemFault::association, SystemFault::sensor_missing, SystemFault::rating})
        if (code == static_cast<double>(known)) return known;
    return SystemFault::none;  // the family has no fault of this code
}

}  // namespace

SupervisionSettings supervision_settings(SettingValues const& values) {
    SupervisionSettings s;
    s.installation = {wiring_of(values), values.is(SettingId::rotation, 1), nominal_of(values).voltage, {}};
    for (std::size_t n = 0; n < s.installation.rated.size(); ++n)
        s.installation.rated[n] = values.get(SettingId::i_nom, static_cast<int>(n) + 1);
    s.association = {values.get(SettingId::association_lead), values.get(SettingId::association_lag),
                     values.get(SettingId::association_current), values.is(SettingId::association_export, 1)};
    constexpr std::array kFaults{SettingId::alarm_system_1_fault, SettingId::alarm_system_2_fault, SettingId::alarm_system_3_fault,
                                 SettingId::alarm_system_4_fault};
    for (std::size_t n = 0; n < kSystemAlarms; ++n) {
        int const instance = static_cast<int>(n) + 1;
        s.alarms[n] = {values.get(SettingId::alarm_system_enabled, instance) == 1.0,
                       static_cast<std::uint8_t>(values.get(SettingId::alarm_system_criticality, instance)),
                       fault_of(values.get(kFaults[n])), nearest_duration(values.get(SettingId::alarm_system_delay_on, instance)),
                       nearest_duration(values.get(SettingId::alarm_system_delay_off, instance))};
        s.told_ratings[n] = values.get(SettingId::sensor_rating, instance);
    }
    s.residual = {values.get(SettingId::residual_threshold), nearest_duration(values.get(SettingId::residual_delay))};
    s.dc_removed = values.is(SettingId::remove_dc, 1);
    return s;
}

bool SupervisionState::system_alarm() const {
    return std::ranges::any_of(alarms, [](SystemAlarmReading const& a) { return a.state == AlarmState::active; });
}

void Supervision::set(SupervisionSettings const& settings) {
    bool const moved = !(settings.installation == settings_.installation);
    settings_ = settings;
    for (std::size_t n = 0; n < kSystemAlarms; ++n) {
        alarms_[n].set(settings.alarms[n]);
        if (moved) alarms_[n].forget();
        state_.alarms[n] = alarms_[n].reading();
    }
    if (moved) state_.findings = {};
    residual_.set(settings.residual);
    inputs_.tell(settings.told_ratings);
    take_inputs();
}

Result<void> Supervision::plug(int input, std::optional<SensorPlug> const& plug, double believed) {
    auto done = inputs_.plug(input, plug, believed);
    take_inputs();
    return done;
}

void Supervision::take_inputs() {
    state_.inputs = inputs_.all();
    residual_.move_to(inputs_.residual());
    state_.residual = residual_.reading();
}

void Supervision::window(dsp::WindowResult const& w, Instant begin, Instant end) {
    InstalledWiring const& i = settings_.installation;
    VoltagePhasors const v = voltages_of(w, i.wiring.network);
    WiringFindings f;
    f.terminals = judge_terminals(v, i.wiring.network, i.voltage);
    // Angles against voltages that stand at wrong terminals say nothing.
    if (f.terminals != Judgement::wrong) {
        f.rotation = judge_rotation(v, i.wiring.network, i.turns_back, i.voltage);
        f.association = judge_association(w, i, inputs_.all(), settings_.association);
        if (std::ranges::find(f.association, Judgement::wrong) != f.association.end())
            f.correction = suggest_correction(w, i, inputs_.all(), settings_.association);
    }
    f.sensor = judge_sensors(w, i, inputs_.all());
    f.rating = judge_ratings(w, i, inputs_.all());
    for (std::size_t n = 0; n < kSystemAlarms; ++n) {
        alarms_[n].window(f, begin, end);
        state_.alarms[n] = alarms_[n].reading();
    }
    state_.findings = f;
    look_at_conductors(w);
    if (inputs_.residual()) residual_.window(residual_current(w, *inputs_.residual(), settings_.dc_removed), begin, end);
    state_.residual = residual_.reading();
}

void Supervision::look_at_conductors(dsp::WindowResult const& w) {
    InstalledWiring const& i = settings_.installation;
    VoltagePhasors const v = voltages_of(w, i.wiring.network);
    auto const use = uses(i.wiring);
    std::array<bool, 3> alive{};
    for (std::size_t k = 0; k < 3; ++k)
        alive[k] = present(v.phase[k], nominal_phase(info(i.wiring.network), k, i.voltage), w).value_or(false);
    for (std::size_t n = 0; n < kCurrentInputs; ++n) {
        state_.voltage_present[n].reset();
        state_.device[n] = DeviceState::unknown;
        InputSensor const& sensor = inputs_[n];
        if (sensor.row == nullptr || !sensor.row->senses_voltage) continue;
        std::size_t const partner = i.wiring.partner[n];
        state_.voltage_present[n] = present(partner_voltage(v, i.wiring, use[n], partner), nominal_partner(i, use[n], partner), w);
        ConductorSigns signs;
        signs.voltage = state_.voltage_present[n].value_or(false);
        signs.current = w.rms[dsp::index(dsp::Measured::i1) + n] >= kThroughDevice * sensor.rating;
        for (std::size_t k = 0; k < 3; ++k) signs.supply = signs.supply || (k != partner && alive[k]);
        if (state_.voltage_present[n] || signs.current) state_.device[n] = device_state(signs);
    }
}

}  // namespace mb
