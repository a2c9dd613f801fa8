// SPDX-License-Identifier: GPL-3.0-or-later
// Attributes of system alarms, wiring, sensors and the residual current.
#include <cmath>

#include "core/meter/attribute_values.hpp"

namespace mb {
namespace {

constexpr std::uint64_t kNoLine = 255;
constexpr std::uint64_t kCauseSystem = 12;

Value number(double x) { return std::isnan(x) ? Value{} : Value{x}; }
/// Where 0 means that it is not known.
Value known(double x) { return x > 0.0 ? Value{x} : Value{}; }

template <class Code>
Value code_of(Code code) {
    return static_cast<std::uint64_t>(code);
}

Value alarm_value(Snapshot const& s, Attribute a, std::size_t n) {
    SystemAlarmReading const& alarm = s.supervision.alarms[n];
    int const instance = static_cast<int>(n) + 1;
    switch (a) {
        case Attribute::alarm_system_state:
            return code_of(alarm.state);
        case Attribute::alarm_system_fault:
            return code_of(alarm.fault);
        case Attribute::alarm_system_cause:
            return alarm.state == AlarmState::inactive ? std::uint64_t{0} : kCauseSystem;
        case Attribute::alarm_system_criticality_of:
            return std::uint64_t{alarm.criticality};
        case Attribute::alarm_system_start:
            return alarm.start ? date_value(s, *alarm.start) : Value{};
        case Attribute::alarm_system_duration:
            return alarm.start ? Value{seconds(alarm.duration)} : Value{};
        case Attribute::alarm_system_delay_on_of:
            return s.settings.get(SettingId::alarm_system_delay_on, instance);
        case Attribute::alarm_system_delay_off_of:
            return s.settings.get(SettingId::alarm_system_delay_off, instance);
        default:
            return std::uint64_t{alarm.line ? *alarm.line : kNoLine};
    }
}

Value wiring_value(SupervisionState const& state, Attribute a, std::size_t n) {
    WiringFindings const& f = state.findings;
    switch (a) {
        case Attribute::wiring_fault:
            return std::uint64_t{f.bits()};
        case Attribute::wiring_rotation:
            return code_of(f.rotation);
        case Attribute::wiring_terminals:
            return code_of(f.terminals);
        case Attribute::wiring_association:
            return code_of(f.association[n]);
        case Attribute::wiring_sensor:
            return code_of(f.sensor[n]);
        case Attribute::wiring_rating:
            return code_of(f.rating[n]);
        case Attribute::wiring_correction_phase:
            return f.correction ? Value{std::uint64_t{f.correction->partner[n]}} : Value{};
        default:
            return f.correction ? Value{std::uint64_t{f.correction->reversed[n]}} : Value{};
    }
}

Value sensor_value(SupervisionState const& state, Attribute a, std::size_t n) {
    InputSensor const& input = state.inputs[n];
    switch (a) {
        case Attribute::sensor_model:
            return input.row != nullptr ? Value{std::string{input.row->model}} : Value{};
        case Attribute::sensor_kind:
            return input.row != nullptr ? Value{code(input.row->kind)} : Value{};
        case Attribute::sensor_state:
            return code_of(input.state);
        case Attribute::sensor_rating_of:
            return known(input.rating);
        case Attribute::sensor_maximum:
            return known(input.row != nullptr ? input.row->maximum : 0.0);
        case Attribute::sensor_voltage_present:
            return state.voltage_present[n] ? Value{std::uint64_t{*state.voltage_present[n]}} : Value{};
        default:
            return state.voltage_present[n] || state.device[n] != DeviceState::unknown ? code_of(state.device[n]) : Value{};
    }
}

Value residual_value(ResidualReading const& residual, Attribute a) {
    if (a == Attribute::residual_state) return code_of(residual.state);
    if (!residual.input) return {};
    if (a == Attribute::residual_current) return number(residual.current);
    if (a == Attribute::residual_input) return std::uint64_t{*residual.input + 1};
    return std::uint64_t{residual.alarm};
}

}  // namespace

Value supervision_value(Snapshot const& s, Symbol const& symbol) {
    Attribute const a = symbol.attribute;
    auto const n = static_cast<std::size_t>(std::max(symbol.instance - 1, 0));
    if (a < Attribute::wiring_fault) return alarm_value(s, a, n);
    if (a < Attribute::sensor_model) return wiring_value(s.supervision, a, n);
    return a < Attribute::residual_current ? sensor_value(s.supervision, a, n) : residual_value(s.supervision.residual, a);
}

}  // namespace mb
