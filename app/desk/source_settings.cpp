// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desk/source_settings.hpp"

namespace mb::desk {
namespace {

std::vector<Harmonic> harmonics(std::array<double, 3> const& percent) {
    std::vector<Harmonic> list;
    for (std::size_t i = 0; i < percent.size(); ++i)
        if (percent[i] > 0.0) list.push_back({kHarmonicOrders[i], percent[i] / 100.0, 0.0});
    return list;
}

}  // namespace

Stimulus stimulus_of(SourceSettings const& settings) {
    double const lag = lag_degrees(settings.power_factor, settings.capacitive);
    Stimulus s = balanced(settings.voltage, settings.current, lag, settings.frequency);
    constexpr std::array kVoltages{Channel::va, Channel::vb, Channel::vc};
    constexpr std::array kCurrents{Channel::i1, Channel::i2, Channel::i3};
    for (std::size_t phase = 0; phase < 3; ++phase) {
        s[kVoltages[phase]].rms *= settings.level_percent[phase] / 100.0;
        s[kVoltages[phase]].harmonics = harmonics(settings.voltage_harmonics_percent);
        s[kCurrents[phase]].harmonics = harmonics(settings.current_harmonics_percent);
    }
    return s;
}

VoltageEvent event_of(DipSettings const& settings) {
    return {settings.phases, settings.level_percent / 100.0, nearest_duration(settings.duration_ms / 1000.0), std::nullopt};
}

}  // namespace mb::desk
