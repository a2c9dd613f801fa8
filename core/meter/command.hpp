// SPDX-License-Identifier: GPL-3.0-or-later
/// What the outside may ask of the meter. Commands are posted, stamped and carried out between blocks by the one house thread.
#pragma once

#include <optional>
#include <variant>

#include "core/base/time.hpp"
#include "core/catalogue/setting.hpp"
#include "core/meter/energy.hpp"
#include "core/meter/panel/keys.hpp"
#include "core/signal/sensors.hpp"

namespace mb {

/// Sets the calendar: `now` is the time at which the command is carried out.
struct SetClock {
    EpochMilliseconds now = 0;
};

struct PressKey {
    panel::Key key{};
    panel::Press press = panel::Press::brief;
};

/// value: within the setting's limits (SettingValues::set); another one changes nothing.
struct SetSetting {
    SettingId id{};
    int load = 0;  ///< 1..4 where there is one per load
    double value = 0.0;
};

/// Forgets minima and maxima of a load, or of the network.
struct ResetExtremes {
    int instance = 0;      ///< 0 the network, 1..4 a load
    bool average = false;  ///< those of averages, else of instantaneous values
    unsigned groups = 0;   ///< bits: core/meter/extreme_groups.hpp
};

struct ResetPartialEnergy {
    int load = 1;
    unsigned energies = kAllEnergies;  ///< bit n: EnergyKind n; with all of them the hour meter begins anew, too
};

/// Ends the demand period now, where the setting says that a command does.
struct EndDemandPeriod {};

/// What stands in a current input from now on.
struct PlugSensor {
    int input = 0;                   ///< 0..3
    std::optional<SensorPlug> plug;  ///< nullopt: ideal sensor of no stated make; a plug that is not present(): nothing there
    double believed = 0.0;           ///< rating [A] that the meter was told, where it is a wrong one; 0: the true one
};

/// The partial running time begins anew.
struct ResetHours {};

/// Empties logs; what runs stays. Of the family's logs the quality events' is there.
struct ResetLogs {
    unsigned logs = 0;  ///< bits: 2 the quality events; 1, 4, 8, 16 of logs that this meter does not keep
};
inline constexpr unsigned kQualityLog = 2;

/// The ON LED flashes for 10 s.
struct Blink {};

/// The settings as they are now are those after a restart.
struct StoreSettings {};

/// As after a power cycle: the settings are the stored ones, what was under way (windows, averages, the panel's page) begins anew; what
/// was counted, the extremes, the log and the clock stay.
struct Restart {
    bool factory = false;  ///< with the settings that the meter was made with, which are then the stored ones
};

using Command = std::variant<SetClock, PressKey, SetSetting, ResetExtremes, ResetPartialEnergy, EndDemandPeriod, PlugSensor, ResetHours,
                             ResetLogs, Blink, StoreSettings, Restart>;

}  // namespace mb
