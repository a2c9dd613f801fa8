// SPDX-License-Identifier: GPL-3.0-or-later
/// The settings of network, current inputs and loads, and what follows from them. They are the one truth about nominal values: `Nominal` is
/// a view of them.
#pragma once

#include <array>

#include "core/base/result.hpp"
#include "core/catalogue/setting.hpp"
#include "core/dsp/routing.hpp"
#include "core/meter/snapshot.hpp"
#include "core/signal/wiring.hpp"

namespace mb {

/// Whether the setting is one of those that the wiring follows from.
bool concerns_wiring(SettingId id);

WiringSettings wiring_of(SettingValues const& values);
/// factors: by which the meter multiplies the current inputs because of ratings that were told (SensorInputs::factors).
dsp::Wiring wire(SettingValues const& values, std::array<double, kCurrentInputs> const& factors = {1, 1, 1, 1});
/// Voltage L-N (of a network without neutral: its voltage over √3), rated current of load 1, frequency.
Nominal nominal_of(SettingValues const& values);
/// The settings with these nominal values where they still hold their own defaults: what was set explicitly stays.
SettingValues with_nominal(SettingValues values, Nominal const& nominal);
/// Nominal V1 V2 V3 U12 U23 U31 [V]; 0 where the network has none.
std::array<double, 6> nominal_voltages(SettingValues const& values);

/// Apparent power of a load in use at nominal voltage and rated current [VA]; load: 1 … 4.
double rated_power(SettingValues const& values, dsp::LoadRoute const& route, int load);

/// Refused: a change that puts a load out of use which was possible before, or that sets up a load that cannot be. A network type is
/// accepted whatever the loads: they go out of use until they fit, so that a client may write the network first and then its loads.
Result<void> accepts(SettingValues const& before, SettingValues const& after, SettingId changed);

}  // namespace mb
