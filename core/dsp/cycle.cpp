// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dsp/cycle.hpp"

#include <algorithm>
#include <cmath>

#include "core/signal/frame.hpp"

namespace mb::dsp {
namespace {

constexpr double kLongestCycle = kSampleRate / 40.0;
constexpr double kShortestCycle = kSampleRate / 70.0;
constexpr double kLateHalves = 1.25;    // a crossing later than this many half periods is missing
constexpr double kEarlyHalves = 0.5;    // one earlier than this is noise
constexpr double kSteadySlope = 0.001;  // the slope, which is the amplitude, may change by this in a steady cycle

}  // namespace

void Period::add(double cycle) {
    if (cycle < kShortestCycle || cycle > kLongestCycle) return;
    latest_[count_++ % kCycles] = cycle;
    auto sorted = latest_;
    auto const n = static_cast<std::ptrdiff_t>(std::min(count_, kCycles));
    std::nth_element(sorted.begin(), sorted.begin() + n / 2, sorted.begin() + n);
    value_ = sorted[static_cast<std::size_t>(n / 2)];
}

CrossingTracker::Zero CrossingTracker::zero() const {
    // Between the two middle values, on the polynomial of fifth order through all six (Bessel's form, u from the middle); Newton from the
    // straight line's crossing. At 1200 Hz and 65 Hz it is within 1e-6 rad of a sine.
    auto const& y = value_;
    auto const second = [&](std::size_t k) { return y[k - 1] - 2 * y[k] + y[k + 1]; };
    double const d1 = y[3] - y[2];
    double const m0 = (y[2] + y[3]) / 2;
    double const m2 = (second(2) + second(3)) / 4;
    double const d3 = (second(3) - second(2)) / 6;
    double const fourth2 = second(1) - 2 * second(2) + second(3);
    double const fourth3 = second(2) - 2 * second(3) + second(4);
    double const m4 = (fourth2 + fourth3) / 48;
    double const d5 = (fourth3 - fourth2) / 120;
    double u = -m0 / d1;
    double slope = d1;
    for (int i = 0; i < 3; ++i) {
        double const p = u * u - 0.25;
        double const q = u * u - 2.25;
        slope = d1 + 2 * u * m2 + (3 * u * u - 0.25) * d3 + 2 * u * (p + q) * m4 + (p * q + 2 * u * u * (p + q)) * d5;
        if (slope == 0.0) break;
        u = std::clamp(u - (m0 + u * d1 + p * (m2 + u * d3) + p * q * (m4 + u * d5)) / slope, -0.5, 0.5);
    }
    return Zero{u + 0.5, slope};
}

Crossing CrossingTracker::accept(Crossing now) {
    auto& before = before_[now.rising ? 1 : 0];
    bool const whole = now.measured && before && before->measured && last_ && last_->measured;
    if (whole && std::abs(now.slope - before->slope) < kSteadySlope * std::abs(before->slope)) now.cycle = now.at - before->at;
    before = last_ = now;
    peak_ = 0.0;
    return now;
}

std::optional<Crossing> CrossingTracker::look(bool crosses, double position, double step, double period, bool settled) {
    if (!settled) return std::nullopt;
    if (!start_) start_ = position;

    double const half = period / 2.0;
    if (crosses && peak_ > threshold_) {
        Zero const z = zero();
        double const at = position - (3.0 - z.fraction) * step;
        bool const rising = value_[3] >= 0.0;
        bool const regular = !last_ || !last_->measured || (rising != last_->rising && at - last_->at > kEarlyHalves * half);
        if (regular && (!last_ || at > last_->at)) return accept({at, rising, true, std::nullopt, z.slope});
    }
    // A dead channel is bridged soon; a live one may just have become slower, down to the longest cycle there is.
    double const from = last_ ? last_->at : *start_;
    double const late = peak_ > threshold_ ? kLongestCycle / 2.0 : kLateHalves * half;
    due_ = from + std::min(kLongestCycle / 2.0, kLateHalves * half) + 3 * step;
    if (position - 3 * step < from + late) return std::nullopt;
    return accept({from + half, last_ ? !last_->rising : true, false, std::nullopt, 0.0});
}

}  // namespace mb::dsp
