// SPDX-License-Identifier: GPL-3.0-or-later
/// The meter's public face: one immutable state, published whole. Registers, panel, checks and windows read it; nobody writes it.
/// Thread-safe by being const: share it as std::shared_ptr<Snapshot const>.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/time.hpp"
#include "core/catalogue/event.hpp"
#include "core/catalogue/setting.hpp"
#include "core/catalogue/symbol.hpp"
#include "core/dsp/analyser.hpp"
#include "core/dsp/routing.hpp"
#include "core/meter/demand.hpp"
#include "core/meter/energy.hpp"
#include "core/meter/panel/state.hpp"
#include "core/meter/statistics.hpp"
#include "core/meter/supervision.hpp"

namespace mb {

/// What register block `ident` tells. Ours, not a maker's: see docs/registers.md.
struct Identity {
    std::string model = "Meterbench A200";
    std::uint16_t product_id = 0;
    std::uint32_t serial = 1;
};

/// Nominal values, as the settings have them (wiring_settings.hpp).
struct Nominal {
    double voltage = 230.0;  ///< L-N [V]
    double current = 100.0;  ///< [A]
    int frequency_hz = 50;   ///< 50 or 60: ten or twelve cycles make a window

    bool operator==(Nominal const&) const = default;
};

struct Leds {
    bool on = true;      ///< green: powered; flashes for a while after cmd.blink
    bool alarm = false;  ///< red: something is alarmed (manual 3.1.5)
    bool com = false;    ///< orange: a request was answered in the last 100 ms
    /// An energy pulse in the last 50 ms: what an eye takes for a flash. Where setting own.led_residual says so: the residual current
    /// alarm.
    bool pulse = false;
    bool alarm_blinks = false;  ///< the red one: nothing but a system alarm; fixed where there is anything else
};

/// The readings of an interval longer than the instantaneous one.
struct IntervalReadings {
    Instant begin{};
    Instant end{};
    std::uint64_t completed = 0;  ///< intervals of its kind so far
    bool flagged = false;         ///< touched by a voltage event or a flaw (IEC 61000-4-30, 4.7)
    std::vector<double> values;   ///< by point, NaN where not available
};

/// Energies and demand of a load.
struct LoadState {
    EnergyRegisters total;
    EnergyRegisters partial;
    EnergyRegisters last;  ///< the partial ones before their latest reset
    std::optional<Instant> last_reset;
    DemandValues predicted{};
    DemandValues largest{};  ///< NaN before the first period ended
    Trend trend = Trend::steady;
    Duration left{};
    std::array<std::optional<DemandPoint>, Demand::kPoints> points{};
};

struct Snapshot {
    Instant time{};                                ///< end of the latest whole block fed
    std::optional<EpochMilliseconds> power_on;     ///< calendar time of Instant{}; none until the clock was set
    Instant hours_reset{};                         ///< since then the partial running time counts
    std::uint64_t windows = 0;                     ///< instantaneous values so far; 0 means no readings yet
    Instant window_end{};                          ///< of the readings
    Duration window{};                             ///< length of the interval of the readings
    std::vector<double> readings;                  ///< the instantaneous values by point, NaN where not available
    bool flagged = false;                          ///< the readings' interval was touched by a voltage event or a flaw
    std::array<dsp::Flaw, dsp::kMeasured> flaw{};  ///< why a channel had no value in it
    dsp::Flaw sync = dsp::Flaw::none;              ///< and why the fundamental had none

    std::shared_ptr<IntervalReadings const> average;  ///< these four: null before the first
    std::shared_ptr<IntervalReadings const> three_seconds;
    std::shared_ptr<IntervalReadings const> ten_minutes;
    std::shared_ptr<IntervalReadings const> two_hours;
    std::shared_ptr<Statistics const> instant_extremes;  ///< null before the first readings
    std::shared_ptr<Statistics const> average_extremes;
    std::optional<dsp::FastRms> fast;  ///< the latest
    double frequency_10s = std::numeric_limits<double>::quiet_NaN();

    std::array<LoadState, kLoads> loads{};
    std::uint64_t pulses = 0;  ///< given since the selection of the pulse output
    bool pulses_late = false;

    SupervisionState supervision;  ///< of the installation: wiring, sensors, system alarms, residual current

    std::vector<Event> events;  ///< oldest first, the running ones included, 500 at most
    SettingValues settings;
    Nominal nominal;
    std::shared_ptr<dsp::Wiring const> wiring;  ///< never null in a snapshot of a meter
    std::array<double, kLoads> rated_power{};   ///< of the loads in use [VA]
    int highest_order = kHighestOrder;          ///< of the harmonics that this model tells
    std::shared_ptr<Identity const> identity;
    Leds leds;
    panel::State panel;

    /// The value of any symbol in this state; monostate where it is not available.
    Value value(SymbolId id) const;
    /// Why a reading has no value ("no fundamental"); empty where it has one or is none.
    std::string_view why_not(SymbolId id) const;
    /// load: 1 … 4.
    bool in_use(int load) const { return wiring && wiring->loads[static_cast<std::size_t>(load - 1)].has_value(); }
    /// Calendar time of an instant: milliseconds since 2000, counted from power-on until the clock was set.
    EpochMilliseconds calendar(Instant instant) const;
};

}  // namespace mb
