// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/sensor.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstring>
#include <limits>
#include <numbers>

#include "sim/sensor_physics.hpp"

namespace mb {
namespace {

using sensor::Four;

constexpr double kOmega = 2.0 * std::numbers::pi * kSensorFrequency;
constexpr double kLevelPart = 0.09516258196404048;  // of the running mean square at each look-up: 1 - e^(-10 ms / 0.1 s)
constexpr double kNoKnee = std::numeric_limits<double>::infinity();

using Floats = sensor::Noise::Floats;
using FloatPair = float __attribute__((vector_size(8)));

// The currents are the upper half of a frame.
Floats currents(Frame const& frame) {
    Floats out;
    std::memcpy(&out, reinterpret_cast<std::byte const*>(&frame) + sizeof out, sizeof out);
    return out;
}

void put_currents(Frame& frame, Floats currents) {
    std::memcpy(reinterpret_cast<std::byte*>(&frame) + sizeof currents, &currents, sizeof currents);
}

auto is_finite(Floats x) { return x - x == Floats{}; }

Four widened(Floats x) {
    return {__builtin_convertvector(FloatPair{x[0], x[1]}, sensor::Pair), __builtin_convertvector(FloatPair{x[2], x[3]}, sensor::Pair)};
}

Floats narrowed(Four x) {
    FloatPair const low = __builtin_convertvector(x.low, FloatPair);
    FloatPair const high = __builtin_convertvector(x.high, FloatPair);
    return Floats{low[0], low[1], high[0], high[1]};
}

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

SensorBank::SensorBank() { mean_square_.fill(-1.0); }

void SensorBank::apply(std::array<SensorInput, kCurrentInputs> const& inputs, double frequency_hz, std::uint64_t seed) {
    if (seed != seed_) noise_ = sensor::Noise(seed);
    seed_ = seed;
    bool const turned = turns_;
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
    if (!turned) turn_.settle();
    at_work_ = cores_ || coils_ || turns_;
}

/// The stages' figures of one input at its present level.
void SensorBank::set_model(std::size_t n) {
    SensorInput const& input = inputs_[n];
    gain_[n] = 1.0;
    noise_.set(n, 0.0);
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
    double const lead = 1.0 / (kOmega * error.seconds);
    double const size = std::sqrt(1.0 + lead * lead);
    gain_[n] = (1.0 + error.ratio) * size * (1.0 + p.drift * (input.setup.temperature_c - kSensorTemperature));
    noise_.set(n, p.noise * rating);
}

void SensorBank::follow_levels() {
    for (std::size_t n = 0; n < kCurrentInputs; ++n) {
        double const latest = squares_[n] / static_cast<double>(kLookUpFrames);
        double& level = mean_square_[n];
        level = level < 0.0 ? latest : level + kLevelPart * (latest - level);
        if (has_errors(inputs_[n])) set_model(n);
    }
    squares_ = sensor::Four{};
    since_look_up_ = 0;
    core_.drop_traces();
    coil_.drop_traces();
}

void SensorBank::distort_piece(std::span<Frame> frames) {
    std::span<sensor::Sample> const samples = std::span{samples_}.first(frames.size());
    Four squares = squares_;
    for (std::size_t k = 0; k < frames.size(); ++k) {
        Floats const in = currents(frames[k]);
        Four const x = widened(is_finite(in) ? in : Floats{});
        samples[k].amperes = x;
        squares = squares + x * x;
    }
    squares_ = squares;
    if (cores_) core_.run(samples);
    if (coils_) coil_.run(samples);
    if (noisy_) {
        Four const gain = sensor::four(gain_);
        for (sensor::Sample& sample : samples) sample.amperes = sample.amperes * gain;
    }
    if (turns_) turn_.run(samples);
    std::span<Floats> const random = std::span{random_}.first(noisy_ ? frames.size() : 0);
    noise_.draw(random);
    for (std::size_t k = 0; k < frames.size(); ++k) {
        Floats const in = currents(frames[k]);
        Floats const exact = narrowed(samples[k].amperes);
        Floats const out = random.empty() ? exact : exact + random[k];
        put_currents(frames[k], is_finite(in) ? out : in);
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
