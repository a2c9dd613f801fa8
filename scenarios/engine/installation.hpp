// SPDX-License-Identifier: GPL-3.0-or-later
/// What is installed at the place of the meter: network, loads, current inputs, voltage transformer. It is both what stands at the
/// terminals (source.hpp) and what the meter is told before time zero (meter_setup.hpp); a fault makes the two differ.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "core/signal/stimulus.hpp"
#include "core/signal/wiring.hpp"

namespace mb {

struct VoltageTransformer {
    double primary = 1.0;    ///< [V]
    double secondary = 1.0;  ///< [V]

    double ratio() const { return primary / secondary; }
    bool operator==(VoltageTransformer const&) const = default;
};

struct Installation {
    /// The scenario says something of it; else the meter's wiring stays as the target was made.
    bool stated = false;
    WiringSettings wiring;
    bool turns_back = false;                             ///< rotation 1-3-2
    std::array<double, kCurrentInputs> rated_current{};  ///< of each load [A]
    std::optional<VoltageTransformer> transformer;
    std::array<SensorSetup, kCurrentInputs> sensors{};
};

/// What a current input carries, seen from the source.
struct InputRole {
    enum class Kind : std::uint8_t {
        free,     ///< no load takes it
        phase,    ///< a current that belongs to the voltage of `partner` to neutral (without one: to the star point), 0 … 2
        line,     ///< a current between two phases: `partner` 0 U12, 1 U23, 2 U31
        neutral,  ///< the neutral conductor of the load before it
    };
    Kind kind = Kind::free;
    std::uint8_t partner = 0;
    std::uint8_t load = 0;    ///< 0 … 3
    std::uint8_t phases = 1;  ///< how many phases share the load's power: a balanced three-phase load has 3 and one input
};
std::array<InputRole, kCurrentInputs> input_roles(WiringSettings const& wiring);

/// The voltages with which the inputs of these loads are paired where nothing else is said, as WiringSettings::partner counts:
/// three-phase loads V1 V2 V3 (3P-2CT: V1 V3, the current of phase 2 is derived), the neutral conductor Vn, single-phase loads V1 or U12.
std::array<std::uint8_t, kCurrentInputs> usual_partners(std::array<LoadType, 4> const& loads);

/// The load that a network has where nothing is said: its type with a sensor on each phase.
LoadType usual_load(Network network);

}  // namespace mb
