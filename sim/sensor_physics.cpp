// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/sensor_physics.hpp"

#include <limits>
#include <numbers>

namespace mb {
namespace {

constexpr double kNone = std::numeric_limits<double>::infinity();

// Levels 1, 5, 20, 100, 120 %: ratio error [%], displacement [min].
constexpr SensorPhysics kSolid{.curve = {{{0.01, -0.30, 12}, {0.05, -0.15, 6}, {0.20, -0.05, 3.5}, {1.0, 0.05, 2}, {1.2, 0.08, 2}}},
                               .knee = 3.0,
                               .saturated_seconds = 300e-6,
                               .steepest = kNone,
                               .winding_ohm = 30,
                               .burden_ohm = 10,
                               .noise = 20e-6,
                               .drift = 30e-6};
constexpr SensorPhysics kSplit{.curve = {{{0.01, -0.45, 16}, {0.05, -0.25, 9}, {0.20, -0.10, 6}, {1.0, 0.08, 4}, {1.2, 0.12, 4}}},
                               .knee = 3.0,
                               .saturated_seconds = 500e-6,
                               .steepest = kNone,
                               .winding_ohm = 30,
                               .burden_ohm = 10,
                               .noise = 30e-6,
                               .drift = 50e-6};
constexpr SensorPhysics kPlainSplit{.curve = {{{0.01, -0.90, 40}, {0.05, -0.50, 22}, {0.20, -0.25, 15}, {1.0, 0.15, 10}, {1.2, 0.25, 10}}},
                                    .knee = 2.5,
                                    .saturated_seconds = 500e-6,
                                    .steepest = kNone,
                                    .winding_ohm = 30,
                                    .burden_ohm = 10,
                                    .noise = 50e-6,
                                    .drift = 100e-6};
// Linear by principle: what is left is the position of the conductor and the leak of the integrator. Its input stage takes a sine of eight
// times the rating: a triac that fires a twentieth of the rating's crest within one sample is far steeper.
constexpr SensorPhysics kCoil{.curve = {{{0.01, 0.20, 5}, {0.05, 0.20, 5}, {0.20, 0.20, 5}, {1.0, 0.20, 5}, {1.2, 0.20, 5}}},
                              .knee = 2.5,
                              .saturated_seconds = 0.0,
                              .steepest = 8.0,
                              .winding_ohm = 0.0,
                              .burden_ohm = 0.0,
                              .noise = 100e-6,
                              .drift = 30e-6};
// Flat core of low remanence, so that pulsating dc of type A (IEC 62020-1) does not saturate it.
constexpr SensorPhysics kResidual{.curve = {{{0.01, -2.0, 120}, {0.05, -1.2, 120}, {0.20, -0.6, 120}, {1.0, 0.4, 120}, {1.2, 0.4, 120}}},
                                  .knee = 5.0,
                                  .saturated_seconds = 300e-6,
                                  .steepest = kNone,
                                  .winding_ohm = 30,
                                  .burden_ohm = 10,
                                  .noise = 50e-6,
                                  .drift = 200e-6};

}  // namespace

SensorPhysics const& physics(SensorRow const& row) {
    switch (row.kind) {
        case SensorKind::solid_core:
            return kSolid;
        case SensorKind::split_core:
            return row.accuracy_class <= 0.5 ? kSplit : kPlainSplit;
        case SensorKind::rogowski:
            return kCoil;
        case SensorKind::residual:
            break;
    }
    return kResidual;
}

SensorError error_at(SensorPhysics const& physics, double level) {
    auto const& curve = physics.curve;
    std::size_t upper = 1;
    while (upper + 1 < curve.size() && level > curve[upper].level) ++upper;
    SensorPoint const& a = curve[upper - 1];
    SensorPoint const& b = curve[upper];
    double const along = level <= a.level ? 0.0 : level >= b.level ? 1.0 : (level - a.level) / (b.level - a.level);
    double const minutes = a.phase_minutes + along * (b.phase_minutes - a.phase_minutes);
    // The tangent to 1e-6 of itself up to 2°, by the same operations on every machine.
    double const angle = minutes * (std::numbers::pi / 10'800.0);
    double const lead = angle * (1.0 + angle * angle / 3.0);
    return {(a.ratio_percent + along * (b.ratio_percent - a.ratio_percent)) / 100.0,
            1.0 / (2.0 * std::numbers::pi * kSensorFrequency * lead)};
}

}  // namespace mb
