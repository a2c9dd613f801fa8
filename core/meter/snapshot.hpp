// SPDX-License-Identifier: GPL-3.0-or-later
/// The meter's public face: one immutable state, published whole. Registers, panel, checks and windows read it; nobody writes it.
/// Thread-safe by being const: share it as std::shared_ptr<Snapshot const>.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/time.hpp"
#include "core/catalogue/event.hpp"
#include "core/catalogue/symbol.hpp"
#include "core/meter/panel/state.hpp"

namespace mb {

/// What register block `ident` tells. Ours, not a maker's: see docs/registers.md.
struct Identity {
    std::string model = "Meterbench A200";
    std::uint16_t product_id = 0;
    std::uint32_t serial = 1;
};

/// Nominal values and the fixed wiring of this stage: one 3P+N-3CT load.
struct Nominal {
    double voltage = 230.0;  ///< L-N [V]
    double current = 100.0;  ///< [A]
    int frequency_hz = 50;   ///< 50 or 60: ten or twelve cycles make a window

    bool operator==(Nominal const&) const = default;
};

struct Leds {
    bool on = true;      ///< green: powered
    bool alarm = false;  ///< red
    bool com = false;    ///< orange: a request was answered in the last 100 ms
    bool pulse = false;  ///< energy pulse
};

struct Snapshot {
    Instant time{};                             ///< end of the latest whole block fed
    std::optional<EpochMilliseconds> power_on;  ///< calendar time of Instant{}; none until the clock was set
    std::uint64_t windows = 0;                  ///< 10/12-cycle windows so far; 0 means no readings yet
    Instant window_end{};                       ///< of the readings
    Duration window{};                          ///< length of the window of the readings
    std::vector<double> readings;               ///< by SymbolId, NaN where not available
    std::vector<Event> events;                  ///< oldest first, the running ones included, 500 at most
    Nominal nominal;
    std::shared_ptr<Identity const> identity;
    Leds leds;
    panel::State panel;

    /// The value of any symbol in this state; monostate where it is not available.
    Value value(SymbolId id) const;
    /// Calendar time of an instant: milliseconds since 2000, counted from power-on until the clock was set.
    EpochMilliseconds calendar(Instant instant) const;
};

}  // namespace mb
