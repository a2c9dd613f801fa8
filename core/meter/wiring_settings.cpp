// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/meter/wiring_settings.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace mb {
namespace {

double round_to_step(double value, SettingId id) {
    Setting const& s = info(id);
    return std::clamp(std::round(value / s.step) * s.step, s.lowest, s.highest);
}

/// v_nom over the nominal phase-to-neutral voltage.
double stated_ratio(Network network) { return info(network).neutral ? 1.0 : std::numbers::sqrt3; }

int wanted_but_idle(SettingValues const& values) {
    auto const settings = wiring_of(values);
    auto const wiring = wire(values);
    int count = 0;
    for (std::size_t n = 0; n < settings.loads.size(); ++n) count += settings.loads[n] != LoadType::undefined && !wiring.loads[n] ? 1 : 0;
    return count;
}

}  // namespace

bool concerns_wiring(SettingId id) {
    constexpr std::array kIds{SettingId::net_type,      SettingId::v_nom,     SettingId::f_nom,  SettingId::rotation,
                              SettingId::vt_used,       SettingId::vt_prim,   SettingId::vt_sec, SettingId::ct_way,
                              SettingId::ct_phase,      SettingId::load_type, SettingId::i_nom,  SettingId::load_enabled,
                              SettingId::neutral_source};
    return std::find(kIds.begin(), kIds.end(), id) != kIds.end();
}

WiringSettings wiring_of(SettingValues const& values) {
    WiringSettings w;
    w.network = static_cast<Network>(values.get(SettingId::net_type));
    for (int n = 1; n <= kLoads; ++n) {
        auto const at = static_cast<std::size_t>(n - 1);
        bool const on = values.get(SettingId::load_enabled, n) == 1.0;
        w.loads[at] = on ? static_cast<LoadType>(values.get(SettingId::load_type, n)) : LoadType::undefined;
        w.reversed[at] = values.get(SettingId::ct_way, n) == 1.0;
        w.partner[at] = static_cast<std::uint8_t>(values.get(SettingId::ct_phase, n));
    }
    return w;
}

dsp::Wiring wire(SettingValues const& values, std::array<double, kCurrentInputs> const& factors) {
    dsp::RoutingOptions options;
    options.current_factor = factors;
    if (values.is(SettingId::vt_used, 1)) options.vt_ratio = values.get(SettingId::vt_prim) / values.get(SettingId::vt_sec);
    options.neutral_measured = values.is(SettingId::neutral_source, 1);
    options.reverse_rotation = values.is(SettingId::rotation, 1);
    return dsp::wire(wiring_of(values), options);
}

Nominal nominal_of(SettingValues const& values) {
    Network const network = wiring_of(values).network;
    return {values.get(SettingId::v_nom) / stated_ratio(network), values.get(SettingId::i_nom, 1),
            values.is(SettingId::f_nom, 1) ? 60 : 50};
}

SettingValues with_nominal(SettingValues values, Nominal const& nominal) {
    SettingValues const presets;
    auto const offer = [&](SettingId id, double value, int load) {
        if (values.get(id, load) == presets.get(id, load)) static_cast<void>(values.set(id, round_to_step(value, id), load));
    };
    offer(SettingId::v_nom, nominal.voltage * stated_ratio(wiring_of(values).network), 0);
    offer(SettingId::f_nom, nominal.frequency_hz == 60 ? 1.0 : 0.0, 0);
    for (int load = 1; load <= kLoads; ++load) offer(SettingId::i_nom, nominal.current, load);
    return values;
}

std::array<double, 6> nominal_voltages(SettingValues const& values) {
    std::array<double, 6> all = info(wiring_of(values).network).nominal;
    for (double& v : all) v *= nominal_of(values).voltage;
    return all;
}

double rated_power(SettingValues const& values, dsp::LoadRoute const& route, int load) {
    auto const ratio = info(wiring_of(values).network).nominal;
    double sum = 0.0;
    for (std::size_t p = 0; p < 3; ++p) {
        if (!route.current[p] && !route.balanced) continue;
        // Without a neutral each phase has the voltage to the star point of the network.
        if (route.voltage[p])
            sum += ratio[index(*route.voltage[p])];
        else
            sum += info(route.type).sensors == 1 && !route.balanced ? ratio[3 + index(*route.line[p]) - index(dsp::Measured::u12)] : 1.0;
    }
    return sum * nominal_of(values).voltage * values.get(SettingId::i_nom, load);
}

Result<void> accepts(SettingValues const& before, SettingValues const& after, SettingId changed) {
    if (!concerns_wiring(changed) || changed == SettingId::net_type) return {};
    if (wanted_but_idle(after) <= wanted_but_idle(before)) return {};
    return check(wiring_of(after));
}

}  // namespace mb
