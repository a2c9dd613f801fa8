// SPDX-License-Identifier: GPL-3.0-or-later
/// What the currents tell of their wiring: does each flow with the voltage it is paired with, is its sensor there, is its rating right.
///
/// V/I association. φ is the angle by which the fundamental of the current, as the meter counts it (direction of the settings applied),
/// lags the voltage it is paired with. Right where -lead < φ < lag, by default -30° < φ < 60°: what a load that takes power usually does.
/// With `both_ways` (generation, feedback to the network) the opposite zone is right too, and a sensor that looks the wrong way round is
/// no longer seen. Wrong wirings of a three-phase network turn φ by multiples of 60°, and the zone is 90° wide, so:
/// - for loads whose true angle is between 0 and 30° (power factor 0.87 to 1, lagging) every wrong wiring is found and no right one
/// accused;
/// - outside, a turn of all currents by +60° or -60° looks like a load and is not found (true angle below 0 or above 30°), and a load
///   beyond 60° lagging or 30° leading is accused although its wiring is right. A meter cannot tell these cases apart; a plant that has
///   them sets the limits of the zone wider.
#pragma once

#include <array>
#include <optional>

#include "core/dsp/window.hpp"
#include "core/meter/sensor_inputs.hpp"
#include "core/meter/supervision_voltages.hpp"
#include "core/signal/wiring.hpp"

namespace mb {

struct AssociationLimits {
    double lead_deg = 30.0;
    double lag_deg = 60.0;
    double least_percent = 1.0;  ///< of the load's rated current: below it the angle is not judged
    bool both_ways = false;

    bool operator==(AssociationLimits const&) const = default;
};

/// What the meter was told of its installation.
struct InstalledWiring {
    WiringSettings wiring;
    bool turns_back = false;                                  ///< rotation 1-3-2
    double voltage = 230.0;                                   ///< nominal, phase to neutral [V]
    std::array<double, 4> rated{100.0, 100.0, 100.0, 100.0};  ///< of each load [A]

    bool operator==(InstalledWiring const&) const = default;
};

/// Who takes an input.
struct InputUse {
    int load = -1;         ///< 0..3; -1: nobody
    bool neutral = false;  ///< carries the neutral conductor's current: it has no voltage of its own
};
/// Loads take the inputs in order (core/signal/wiring.hpp). A load that the network cannot have keeps its inputs and is not looked at.
std::array<InputUse, kCurrentInputs> uses(WiringSettings const& wiring);

/// The voltage with which an input is paired; 0 where there is none.
std::complex<double> partner_voltage(VoltagePhasors const& v, WiringSettings const& wiring, InputUse use, std::size_t partner);
/// Its nominal value [V].
double nominal_partner(InstalledWiring const& installation, InputUse use, std::size_t partner);

/// Not judged: no load, the neutral's input, no load sensor, a current below the limit, a partner voltage below half of nominal.
std::array<Judgement, kCurrentInputs> judge_association(dsp::WindowResult const& window, InstalledWiring const& installation,
                                                        std::array<InputSensor, kCurrentInputs> const& inputs,
                                                        AssociationLimits const& limits);

/// Pairing and direction that make all currents of every load right, the rest of `wiring` as it is. Each load's currents may be paired
/// with any voltages of the network, no two with one, and turned; of what fits, the fewest changes, then the angles nearest to the middle
/// of 0 to 30°. None where the window cannot judge a current of a load, or nothing fits. Presumes that the voltages are right; for loads
/// between 0 and 30° there is exactly one, the truth.
std::optional<WiringSettings> suggest_correction(dsp::WindowResult const& window, InstalledWiring const& installation,
                                                 std::array<InputSensor, kCurrentInputs> const& inputs, AssociationLimits const& limits);

/// Sensor missing. RJ12: nothing, or a residual sensor, in the input of a load. 333 mV and ideal sensors say nothing of themselves: dead
/// (below 0.05 % of the load's rated current) while every other phase of the load carries more than 5 %. A load that really takes no
/// current on one of its three phases looks the same, and of a load with one sensor nothing can be said.
std::array<Judgement, kCurrentInputs> judge_sensors(dsp::WindowResult const& window, InstalledWiring const& installation,
                                                    std::array<InputSensor, kCurrentInputs> const& inputs);

/// Rating. RJ12: the load's rated current, or the rating that the meter goes by, lies outside the sensor's nominal range, or more than
/// 120 % of its maximum flows. 333 mV: the rating told is none that this make is sold with (of ACTL-1250: 150, 250, 300, 400, 600 A);
/// another one of its ratings cannot be found out. Not judged: ideal sensors, and makes whose ratings are not stated.
std::array<Judgement, kCurrentInputs> judge_ratings(dsp::WindowResult const& window, InstalledWiring const& installation,
                                                    std::array<InputSensor, kCurrentInputs> const& inputs);

}  // namespace mb
