// SPDX-License-Identifier: GPL-3.0-or-later
/// The sensors in the four current inputs: what the meter gets of the currents in the conductors. Samples are primary amperes before and
/// after; a sensor changes them by its errors only. All four inputs at once (sensor_stages.hpp), with the figures of sensor_physics.hpp.
///
///     core or coil (displacement, saturation) → ratio (curve, temperature) → displacement of a fault → noise
///
/// The curve over current is followed by the running rms of 0.1 s, looked up every 96 samples. A displacement is a property of the core
/// (its inductance at this level) or of the integrator (its leak), so it shrinks with the order of a harmonic as in iron and coil.
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "core/signal/stimulus.hpp"
#include "sim/sensor_stages.hpp"

namespace mb {

/// What one input holds.
struct SensorInput {
    SensorSetup setup;          ///< without a plug, or with one that is not present: nothing between conductor and meter
    double knee = 0.0;          ///< FaultKind::saturation [crests of the rating]; 0: none. Takes the place of the model's own.
    double turn_minutes = 0.0;  ///< FaultKind::phase_error, with or without a plug

    bool operator==(SensorInput const&) const = default;
};

class SensorBank {
public:
    SensorBank();

    /// Plugs: of the table and with a rating (check(SensorPlug)). Frequency [Hz] of the displacement of a fault. A core keeps its flux and
    /// an integrator its charge while the same sensor stays; the noise goes on while the seed is the same.
    void apply(std::array<SensorInput, kCurrentInputs> const& inputs, double frequency_hz, std::uint64_t seed);
    /// In place; any number of frames, the same bits in any pieces. A sample that is not finite passes, and counts as zero inside.
    void distort(std::span<Frame> frames);
    /// Whether distort() does anything.
    bool at_work() const { return at_work_; }

private:
    static constexpr std::size_t kLookUpFrames = 96;

    void set_model(std::size_t input);
    void follow_levels();
    void distort_piece(std::span<Frame> frames);

    std::array<SensorInput, kCurrentInputs> inputs_{};
    std::array<double, kCurrentInputs> mean_square_{};  // [A²]; negative: not known yet
    std::uint64_t seed_ = 0;
    bool at_work_ = false;
    bool cores_ = false;
    bool coils_ = false;
    bool turns_ = false;
    bool noisy_ = false;
    std::size_t since_look_up_ = 0;  // frames
    sensor::Four squares_{};         // of them
    sensor::Values gain_ = sensor::kOnes;
    sensor::Core core_;
    sensor::Coil coil_;
    sensor::Turn turn_;
    sensor::Noise noise_{0};
    std::array<sensor::Sample, kLookUpFrames> samples_;  // of the piece under way
    std::array<sensor::Noise::Floats, kLookUpFrames> random_;
};

}  // namespace mb
