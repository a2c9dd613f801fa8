// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/sensor_stages.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <string_view>

#include "core/base/random.hpp"

namespace mb::sensor {
namespace {

constexpr double kTrace = 1e-30;

double finite(double limit) { return std::min(limit, kEndless); }

void drop(Values& values) {
    for (double& v : values)
        if (std::abs(v) < kTrace) v = 0.0;
}

}  // namespace

void Core::set(std::size_t input, double unsaturated, double saturated, double knee) {
    double const half = kPeriod / 2.0;
    unsaturated = std::max(unsaturated, half);
    saturated = std::max(saturated, half);
    double const slope = 1.0 + half / unsaturated;
    half_[input] = half;
    knee_[input] = finite(knee * slope);
    below_[input] = 1.0 / slope;
    beyond_[input] = 1.0 / (1.0 + half / saturated);
    of_below_[input] = below_[input] / unsaturated;
    of_beyond_[input] = beyond_[input] / saturated;
}

void Core::remove(std::size_t input) {
    half_[input] = of_below_[input] = of_beyond_[input] = 0.0;
    below_[input] = beyond_[input] = 1.0;
    knee_[input] = kEndless;
    demagnetise(input);
}

void Core::demagnetise(std::size_t input) { flux_[input] = secondary_[input] = 0.0; }

void Core::run(std::span<Sample> samples) {
    Four const half = four(half_);
    Four const knee = four(knee_);
    Four const below = four(below_);
    Four const beyond = four(beyond_);
    Four const of_below = four(of_below_);
    Four const of_beyond = four(of_beyond_);
    Four flux = four(flux_);
    Four secondary = four(secondary_);
    for (Sample& sample : samples) {
        Four const primary = sample.amperes;
        Four const right = flux + half * (secondary + primary);
        Four const linear = clipped(right, knee);
        Four const rest = right - linear;
        flux = linear * below + rest * beyond;
        secondary = primary - (linear * of_below + rest * of_beyond);
        sample.amperes = secondary;
    }
    flux_ = values(flux);
    secondary_ = values(secondary);
}

void Core::drop_traces() { drop(flux_); }

void Coil::set(std::size_t input, double leak, double steepest, double most) {
    double const k = kPeriod / (2.0 * leak);
    has_[input] = 1.0;
    keep_[input] = 1.0 - k;
    part_[input] = 1.0 / (1.0 + k);
    step_[input] = finite(steepest * kPeriod);
    most_[input] = finite(most);
}

void Coil::remove(std::size_t input) {
    has_[input] = 0.0;
    keep_[input] = part_[input] = 0.0;
}

void Coil::settle(std::size_t input) { fresh_[input] = 1.0; }

void Coil::run(std::span<Sample> samples) {
    if (samples.empty()) return;
    FourMask const has = four(has_) != Four{};
    FourMask const fresh = four(fresh_) != Four{};
    fresh_ = {};
    Four const keep = four(keep_);
    Four const part = four(part_);
    Four const step = four(step_);
    Four const most = four(most_);
    Four before = choose(fresh, samples.front().amperes, four(before_));
    Four out = choose(fresh, samples.front().amperes, four(out_));
    for (Sample& sample : samples) {
        Four const now = sample.amperes;
        out = clipped((out * keep + clipped(now - before, step)) * part, most);
        before = now;
        sample.amperes = choose(has, out, now);
    }
    before_ = values(before);
    out_ = values(out);
}

void Coil::drop_traces() { drop(out_); }

void Turn::set(std::size_t input, double radians, double frequency_hz) {
    double const theta = 2.0 * std::numbers::pi * frequency_hz / kSampleRate;
    b_[input] = radians == 0.0 ? 0.0 : -std::sin(radians) / std::sin(theta);
    a_[input] = std::cos(radians) - b_[input] * std::cos(theta);
    if (radians == 0.0) a_[input] = 1.0;
}

void Turn::run(std::span<Sample> samples) {
    Four const a = four(a_);
    Four const b = four(b_);
    if (samples.empty()) return;
    Four before = fresh_ ? samples.front().amperes : four(before_);
    fresh_ = false;
    for (Sample& sample : samples) {
        Four const now = sample.amperes;
        sample.amperes = a * now + b * before;
        before = now;
    }
    before_ = values(before);
}

Noise::Noise(std::uint64_t seed) {
    constexpr std::array<std::string_view, kCurrentInputs> kStreams{"I1 sensor", "I2 sensor", "I3 sensor", "I4 sensor"};
    for (std::size_t input = 0; input < kCurrentInputs; ++input) {
        auto const start = random::start(seed, kStreams[input]);
        for (std::size_t word = 0; word < start.size(); ++word) state_[word][input] = start[word];
    }
}

void Noise::draw(std::span<Floats> out) {
    using Integers = std::int32_t __attribute__((vector_size(16)));
    std::array<Bits, 4> state = state_;
    Floats const rms{rms_[0], rms_[1], rms_[2], rms_[3]};
    for (Floats& number : out) {
        // Random::normal(), four at a time.
        Bits const a = random::next(state);
        Bits const b = random::next(state);
        Bits const sum = (a & 0xFFFFU) + (a >> 16) + (b & 0xFFFFU) + (b >> 16);
        Floats const x = __builtin_convertvector((Integers)sum - random::kMiddle, Floats) * random::kSpread;
        number = x * (random::kLinear + random::kCubic * (x * x)) * rms;
    }
    state_ = state;
}

}  // namespace mb::sensor
