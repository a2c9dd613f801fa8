// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/engine/meter_setup.hpp"

#include <fmt/core.h>

#include <cmath>
#include <numbers>

namespace mb {

std::vector<SetupWrite> setup_writes(Installation const& installation, RatedValues const& rated) {
    std::vector<SetupWrite> all;
    if (!installation.stated) return all;
    WiringSettings const& wiring = installation.wiring;
    WiringSettings const plain;
    auto const add = [&](std::string symbol, double value, bool usual) { all.push_back({std::move(symbol), value, usual, false}); };
    auto const add_nominal = [&](std::string symbol, double value) { all.push_back({std::move(symbol), value, true, true}); };

    std::size_t const loads = wiring.loads.size();
    for (std::size_t n = 1; n <= loads; ++n) add(fmt::format("load{}.cfg_load.enabled", n), 0.0, true);
    add("cfg_network.net_type", static_cast<double>(wiring.network), wiring.network == plain.network);
    // A network without neutral is told by its phase-to-phase voltage. That of the scenario went through a division by sqrt(3).
    double const line = std::round(rated.voltage * std::numbers::sqrt3 * 1e6) / 1e6;
    add_nominal("cfg_network.v_nom", info(wiring.network).neutral ? rated.voltage : line);
    add_nominal("cfg_network.f_nom", rated.frequency_hz == 60 ? 1.0 : 0.0);
    add("cfg_network.rotation", installation.turns_back ? 1.0 : 0.0, !installation.turns_back);
    if (installation.transformer) {
        add("cfg_network.vt_prim", installation.transformer->primary, false);
        add("cfg_network.vt_sec", installation.transformer->secondary, false);
    }
    add("cfg_network.vt_used", installation.transformer ? 1.0 : 0.0, !installation.transformer);
    for (std::size_t k = 0; k < kCurrentInputs; ++k) {
        add(fmt::format("cfg_sensors.ct{}_way", k + 1), wiring.reversed[k] ? 1.0 : 0.0, !wiring.reversed[k]);
        add(fmt::format("cfg_sensors.ct{}_phase", k + 1), wiring.partner[k], wiring.partner[k] == plain.partner[k]);
    }
    for (std::size_t n = 0; n < loads; ++n) {
        if (wiring.loads[n] == LoadType::undefined) continue;
        bool const usual = wiring.loads[n] == plain.loads[n];
        add(fmt::format("load{}.cfg_load.type", n + 1), static_cast<double>(wiring.loads[n]), usual);
        add_nominal(fmt::format("load{}.cfg_load.i_nom", n + 1), installation.rated_current[n]);
        add(fmt::format("load{}.cfg_load.enabled", n + 1), 1.0, usual);
    }
    return all;
}

Result<SettingValues> settings_for(Installation const& installation, RatedValues const& rated, std::vector<RegisterWrite> const& more) {
    SettingValues values;
    auto const set = [&values](SymbolId id, double value) {
        Symbol const& symbol = symbol_info(id);
        return values.set(*symbol.setting, value, symbol.instance);
    };
    for (SetupWrite const& write : setup_writes(installation, rated)) {
        auto const id = find_symbol(write.symbol);
        if (!id) continue;  // of another meter's map
        if (auto const done = set(*id, write.value); !done) return done.error();
    }
    for (RegisterWrite const& write : more)
        if (auto const done = set(write.symbol, write.value); !done) return done.error();
    return values;
}

}  // namespace mb
