// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/meter/sensor_inputs.hpp"

namespace mb {

Result<void> SensorInputs::plug(int input, std::optional<SensorPlug> const& plug, double believed) {
    if (input < 0 || input >= static_cast<int>(kCurrentInputs))
        return input_error("there is no current input {}; the meter has {}, counted from 0", input, kCurrentInputs);
    if (plug && plug->present() && plug->model >= sensors().size())
        return input_error("I{}: there is no sensor number {}; the table has {}", input + 1, plug->model, sensors().size());
    auto const n = static_cast<std::size_t>(input);
    plugged_[n] = {plug, believed};
    recognise();
    if (inputs_[n].state == InputState::ignored)
        return input_error("I{}: {} is not used; the meter takes one residual current sensor, and that is in I{}", input + 1,
                           inputs_[n].row->model, *residual_ + 1);
    return {};
}

void SensorInputs::tell(std::array<double, kCurrentInputs> const& ratings) {
    if (told_ == ratings) return;
    told_ = ratings;
    recognise();
}

void SensorInputs::recognise() {
    auto const senses_residual = [&](std::size_t n) {
        auto const& plug = plugged_[n].plug;
        return plug && plug->present() && sensors()[plug->model].kind == SensorKind::residual;
    };
    if (residual_ && !senses_residual(*residual_)) residual_.reset();
    for (std::size_t n = 0; n < kCurrentInputs; ++n)
        if (!residual_ && senses_residual(n)) residual_ = n;

    for (std::size_t n = 0; n < kCurrentInputs; ++n) {
        Plugged const& p = plugged_[n];
        InputSensor& input = inputs_[n] = {};
        if (!p.plug) continue;
        if (!p.plug->present()) {
            input.state = InputState::unplugged;
            continue;
        }
        input.row = &sensors()[p.plug->model];
        input.rating = p.believed > 0.0 ? p.believed : p.plug->rating;
        if (input.row->kind == SensorKind::residual) {
            input.state = residual_ == n ? InputState::residual : InputState::ignored;
        } else if (input.row->plug == Plug::rj12) {
            input.state = InputState::recognised;
        } else {
            input.state = InputState::told;
            if (told_[n] > 0.0) {
                input.factor = input.rating > 0.0 ? told_[n] / input.rating : 1.0;
                input.rating = told_[n];
            }
        }
    }
}

DeviceState device_state(ConductorSigns const& signs) {
    if (signs.voltage || signs.current) return DeviceState::closed;
    return signs.supply ? DeviceState::open : DeviceState::unknown;
}

}  // namespace mb
