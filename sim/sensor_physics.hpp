// SPDX-License-Identifier: GPL-3.0-or-later
/// What a current sensor is made of, by kind and class. The manual states classes and no physics: these are our figures, chosen so that
/// every model stays within its class with the meter (manual 10.1.3; docs/decisions/0015-sensors.md; tests/sim/test_sensor.cpp).
#pragma once

#include <array>

#include "core/signal/sensors.hpp"

namespace mb {

/// All errors are told at this frequency, rated burden and 23 °C.
inline constexpr double kSensorFrequency = 50.0;
inline constexpr double kSensorTemperature = 23.0;

struct SensorPoint {
    double level;          ///< current in parts of the rating
    double ratio_percent;  ///< ratio error
    double phase_minutes;  ///< displacement, positive where the sensor's current leads
};

struct SensorPhysics {
    std::array<SensorPoint, 5> curve;  ///< at 1, 5, 20, 100, 120 % as of IEC 61869-2; straight between, held outside
    double knee;               ///< core: flux at which it saturates, in crests of a sine of the rated current at 50 Hz; coil: clip of
                               ///< the integrator's output in crests of the rated current
    double saturated_seconds;  ///< core: saturated inductance over the resistance of the secondary circuit; coil: none
    double steepest;           ///< coil: clip of the input stage, in steepest slopes of a sine of the rated current at 50 Hz
    double winding_ohm;        ///< core: resistance of the secondary winding
    double burden_ohm;         ///< core: rated burden
    double noise;              ///< rms in parts of the rating, up to half the sampling rate
    double drift;              ///< of the ratio, per kelvin
};
SensorPhysics const& physics(SensorRow const& row);

/// Ratio error (as a factor - 1) and time constant of the displacement at `level` of the rating.
struct SensorError {
    double ratio;
    double seconds;  ///< a core or an integrator leads by atan(1/(2π·50·seconds)) at 50 Hz
};
SensorError error_at(SensorPhysics const& physics, double level);

}  // namespace mb
