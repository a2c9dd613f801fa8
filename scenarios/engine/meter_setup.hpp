// SPDX-License-Identifier: GPL-3.0-or-later
/// How the meter is told what it is wired to: an installation as writes to settings of the register family (cfg_network, cfg_sensors,
/// cfg_load; manual 7.2). By name, because a map of another meter may lack some of them.
#pragma once

#include <string>
#include <vector>

#include "core/catalogue/setting.hpp"
#include "scenarios/engine/scenario.hpp"

namespace mb {

struct SetupWrite {
    std::string symbol;
    double value = 0.0;
    /// A meter without this setting works as if it had this value: 3P+N, one load with three sensors, rotation 1-2-3, no transformer.
    bool usual = false;
    /// A nominal value, of which the target was told when it was made; where a register is too coarse for it, that stands.
    bool nominal = false;
};

/// In an order in which no step between is an impossible wiring: loads off, network, sensors, loads. Empty where the scenario says nothing
/// of its installation.
std::vector<SetupWrite> setup_writes(Installation const& installation, RatedValues const& rated);

/// The same, and `more` behind it, as values of a meter of our own. Refused: what is outside a setting's limits.
Result<SettingValues> settings_for(Installation const& installation, RatedValues const& rated, std::vector<RegisterWrite> const& more = {});

}  // namespace mb
