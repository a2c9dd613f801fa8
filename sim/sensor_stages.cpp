// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/sensor_stages.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace mb::sensor {
namespace {

constexpr double kTrace = 1e-30;

double finite(double limit) { return std::min(limit, std::numeric_limits<double>::max()); }

Four without_traces(Four x) { return clipped(x, Four{kTrace, kTrace, kTrace, kTrace}) == x ? Four{} : x; }

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
    knee_[input] = std::numeric_limits<double>::max();
    demagnetise(input);
}

void Core::demagnetise(std::size_t input) { flux_[input] = secondary_[input] = 0.0; }

void Core::run(std::span<Sample> samples) {
    Four flux = flux_;
    Four secondary = secondary_;
    for (Sample& sample : samples) {
        Four const primary = sample.amperes;
        Four const right = flux + half_ * (secondary + primary);
        Four const linear = clipped(right, knee_);
        Four const rest = right - linear;
        flux = linear * below_ + rest * beyond_;
        secondary = primary - (linear * of_below_ + rest * of_beyond_);
        sample.amperes = secondary;
    }
    flux_ = flux;
    secondary_ = secondary;
}

void Core::drop_traces() { flux_ = without_traces(flux_); }

void Coil::set(std::size_t input, double leak, double steepest, double most) {
    double const k = kPeriod / (2.0 * leak);
    has_[input] = -1;
    keep_[input] = 1.0 - k;
    part_[input] = 1.0 / (1.0 + k);
    step_[input] = finite(steepest * kPeriod);
    most_[input] = finite(most);
}

void Coil::remove(std::size_t input) {
    has_[input] = 0;
    keep_[input] = part_[input] = 0.0;
}

void Coil::settle(std::size_t input) { fresh_[input] = -1; }

void Coil::run(std::span<Sample> samples) {
    if (samples.empty()) return;
    Four before = fresh_ ? samples.front().amperes : before_;
    Four out = fresh_ ? samples.front().amperes : out_;
    fresh_ = Choice{};
    for (Sample& sample : samples) {
        Four const now = sample.amperes;
        out = clipped((out * keep_ + clipped(now - before, step_)) * part_, most_);
        before = now;
        sample.amperes = has_ ? out : now;
    }
    before_ = before;
    out_ = out;
}

void Coil::drop_traces() { out_ = without_traces(out_); }

void Turn::set(std::size_t input, double radians, double frequency_hz) {
    double const theta = 2.0 * std::numbers::pi * frequency_hz / kSampleRate;
    b_[input] = radians == 0.0 ? 0.0 : -std::sin(radians) / std::sin(theta);
    a_[input] = std::cos(radians) - b_[input] * std::cos(theta);
    if (radians == 0.0) a_[input] = 1.0;
}

void Turn::run(std::span<Sample> samples) {
    Four before = before_;
    for (Sample& sample : samples) {
        Four const now = sample.amperes;
        sample.amperes = a_ * now + b_ * before;
        before = now;
    }
    before_ = before;
}

}  // namespace mb::sensor
