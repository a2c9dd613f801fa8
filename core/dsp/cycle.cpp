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

std::optional<CrossingTracker::Zero> CrossingTracker::zero() const {
    // Between the two middle values, on the cubic through all four; Newton from the straight line's crossing. At 1200 Hz and 65 Hz the
    // cubic is within 2e-5 rad of a sine.
    auto const [y0, y1, y2, y3] = value_;
    if ((y1 < 0.0) == (y2 < 0.0)) return std::nullopt;
    double const a = (-y0 + 3 * y1 - 3 * y2 + y3) / 6.0;
    double const b = (y0 - 2 * y1 + y2) / 2.0;
    double const c = (-2 * y0 - 3 * y1 + 6 * y2 - y3) / 6.0;
    double x = y1 / (y1 - y2);
    double slope = c;
    for (int i = 0; i < 3; ++i) {
        slope = (3 * a * x + 2 * b) * x + c;
        if (slope == 0.0) break;
        x = std::clamp(x - (((a * x + b) * x + c) * x + y1) / slope, 0.0, 1.0);
    }
    return Zero{x, slope};
}

Crossing CrossingTracker::accept(Crossing now) {
    auto& before = before_[now.rising ? 1 : 0];
    bool const whole = now.measured && before && before->measured && last_ && last_->measured;
    if (whole && std::abs(now.slope - before->slope) < kSteadySlope * std::abs(before->slope)) now.cycle = now.at - before->at;
    before = last_ = now;
    peak_ = 0.0;
    return now;
}

std::optional<Crossing> CrossingTracker::push(double value, double position, double step, double period, bool settled) {
    std::rotate(value_.begin(), value_.begin() + 1, value_.end());
    value_[3] = value;
    if (!settled) return std::nullopt;
    if (!start_) start_ = position;
    peak_ = std::max(peak_, std::abs(value_[1]));

    double const half = period / 2.0;
    if (auto const z = zero(); z && peak_ > threshold_) {
        double const at = position - (2.0 - z->fraction) * step;
        bool const rising = value_[2] >= 0.0;
        bool const regular = !last_ || !last_->measured || (rising != last_->rising && at - last_->at > kEarlyHalves * half);
        if (regular && (!last_ || at > last_->at)) return accept({at, rising, true, std::nullopt, z->slope});
    }
    // A dead channel is bridged soon; a live one may just have become slower, down to the longest cycle there is.
    double const from = last_ ? last_->at : *start_;
    double const late = peak_ > threshold_ ? kLongestCycle / 2.0 : kLateHalves * half;
    if (position - 2 * step < from + late) return std::nullopt;
    return accept({from + half, last_ ? !last_->rising : true, false, std::nullopt, 0.0});
}

}  // namespace mb::dsp
