// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/sensor.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "sim/sensor_physics.hpp"

namespace mb {
namespace {

using sensor::Four;

constexpr double kOmega = 2.0 * std::numbers::pi * kSensorFrequency;
constexpr double kLookUpSeconds = 96.0 / kSampleRate;
constexpr double kLevelSeconds = 0.1;  // of the running rms
constexpr double kNoKnee = std::numeric_limits<double>::infinity();

// Lanes 0 … 3 are the voltages', which no sensor adds noise to.
constexpr std::array<std::string_view, kChannels> kStreams{"", "", "", "", "I1 sensor", "I2 sensor", "I3 sensor", "I4 sensor"};

SensorRow const* row_of(SensorInput const& input) {
    if (!input.setup.plug || !input.setup.plug->present()) return nullptr;
    return &sensors()[input.setup.plug->model];
}

bool is_coil(SensorRow const& row) { return row.kind == SensorKind::rogowski; }

/// Core or coil are at work: else the sensor is exact.
bool is_physical(SensorInput const& input) { return row_of(input) != nullptr && (input.setup.errors || input.knee > 0.0); }

bool has_errors(SensorInput const& input) { return row_of(input) != nullptr && input.setup.errors; }

/// The secondary circuit's rated resistance over the present one: less resistance, longer time constants and a later knee.
double lightness(SensorPhysics const& p, SensorSetup const& setup) {
    if (setup.burden_ohm <= 0.0 || p.burden_ohm <= 0.0) return 1.0;
    return (p.winding_ohm + p.burden_ohm) / (p.winding_ohm + setup.burden_ohm);
}

}  // namespace

SensorBank::SensorBank() : source_(0, kStreams) { mean_square_.fill(-1.0); }

void SensorBank::apply(std::array<SensorInput, kCurrentInputs> const& inputs, double frequency_hz, std::uint64_t seed) {
    if (seed != seed_) source_ = LaneNoise(seed, kStreams);
    seed_ = seed;
    cores_ = coils_ = turns_ = noisy_ = at_work_ = false;
    for (std::size_t n = 0; n < kCurrentInputs; ++n) {
        SensorInput const& now = inputs[n];
        bool const new_sensor = now.setup.plug != inputs_[n].setup.plug || is_physical(now) != is_physical(inputs_[n]);
        inputs_[n] = now;
        if (new_sensor) {
            mean_square_[n] = -1.0;
            squares_ = sensor::Four{};
            since_look_up_ = 0;
            core_.demagnetise(n);
            coil_.settle(n);
        }
        set_model(n);
        turn_.set(n, now.turn_minutes / 60.0 * std::numbers::pi / 180.0, frequency_hz);
        bool const coil = is_physical(now) && is_coil(*row_of(now));
        coils_ |= coil;
        cores_ |= is_physical(now) && !coil;
        turns_ |= now.turn_minutes != 0.0;
        noisy_ |= has_errors(now);
    }
    at_work_ = cores_ || coils_ || turns_;
}

/// The stages' figures of one input at its present level.
void SensorBank::set_model(std::size_t n) {
    SensorInput const& input = inputs_[n];
    gain_[n] = 1.0;
    noise_[n] = 0.0;
    if (!is_physical(input)) {
        core_.remove(n);
        coil_.remove(n);
        return;
    }
    SensorRow const& row = *row_of(input);
    SensorPhysics const& p = physics(row);
    double const rating = input.setup.plug->rating;
    bool const errors = input.setup.errors;
    double const level = errors && mean_square_[n] >= 0.0 ? std::sqrt(mean_square_[n]) / rating : 1.0;
    SensorError const error = error_at(p, level);
    double const knee = input.knee > 0.0 ? input.knee : errors ? p.knee : kNoKnee;
    double const crest = std::numbers::sqrt2 * rating;
    double const light = lightness(p, input.setup);
    if (is_coil(row)) {
        core_.remove(n);
        coil_.set(n, error.seconds, errors ? p.steepest * crest * kOmega : kNoKnee, knee * crest);
    } else {
        coil_.remove(n);
        core_.set(n, error.seconds * light, p.saturated_seconds * light, knee * crest / kOmega * light);
    }
    if (!errors) return;
    // The stage takes a little of the size with the displacement, the curve tells both.
    double const size = std::hypot(1.0, 1.0 / (kOmega * error.seconds));
    gain_[n] = (1.0 + error.ratio) * size * (1.0 + p.drift * (input.setup.temperature_c - kSensorTemperature));
    noise_[n] = p.noise * rating;
}

void SensorBank::follow_levels() {
    double const part = 1.0 - std::exp(-kLookUpSeconds / kLevelSeconds);
    for (std::size_t n = 0; n < kCurrentInputs; ++n) {
        double const latest = squares_[n] / static_cast<double>(kLookUpFrames);
        double& level = mean_square_[n];
        level = level < 0.0 ? latest : level + part * (latest - level);
        if (has_errors(inputs_[n])) set_model(n);
    }
    squares_ = sensor::Four{};
    since_look_up_ = 0;
    core_.drop_traces();
    coil_.drop_traces();
}

void SensorBank::distort_piece(std::span<Frame> frames) {
    std::array<sensor::Sample, kLookUpFrames> memory;
    std::span<sensor::Sample> const samples = std::span{memory}.first(frames.size());
    for (std::size_t k = 0; k < frames.size(); ++k) {
        Lanes const& lanes = frames[k].lanes;
        sensor::Four const x = {lanes[4], lanes[5], lanes[6], lanes[7]};
        samples[k].amperes = x - x == sensor::Four{} ? x : sensor::Four{};
        squares_ += samples[k].amperes * samples[k].amperes;
    }
    if (cores_) core_.run(samples);
    if (coils_) coil_.run(samples);
    if (noisy_)
        for (sensor::Sample& sample : samples) sample.amperes *= gain_;
    if (turns_) turn_.run(samples);
    if (noisy_)
        for (sensor::Sample& sample : samples) {
            Halves const random = source_.next();
            sample.amperes += noise_ * sensor::Four{random[4], random[5], random[6], random[7]};
        }
    for (std::size_t k = 0; k < frames.size(); ++k) {
        Lanes& lanes = frames[k].lanes;
        for (std::size_t n = 0; n < kCurrentInputs; ++n) {
            float const x = lanes[4 + n];
            lanes[4 + n] = x - x == 0.0F ? static_cast<float>(samples[k].amperes[n]) : x;
        }
    }
}

void SensorBank::distort(std::span<Frame> frames) {
    if (!at_work_) return;
    while (!frames.empty()) {
        std::size_t const now = std::min(frames.size(), kLookUpFrames - since_look_up_);
        distort_piece(frames.first(now));
        frames = frames.subspan(now);
        since_look_up_ += now;
        if (since_look_up_ == kLookUpFrames) follow_levels();
    }
}

}  // namespace mb
