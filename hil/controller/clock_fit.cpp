// SPDX-License-Identifier: GPL-3.0-or-later
#include "hil/controller/clock_fit.hpp"

#include <algorithm>
#include <cmath>

namespace mb::hil {

void ClockFit::add(double seconds, std::uint64_t ticks) {
    if (points_ == 0) {
        first_ticks_ = ticks;
        first_seconds_ = seconds;
    }
    last_seconds_ = seconds;
    double const x = seconds - first_seconds_;
    double const y = static_cast<double>(static_cast<std::int64_t>(ticks - first_ticks_));
    ++points_;
    double const n = static_cast<double>(points_);
    double const dx = x - mean_x_;
    double const dy = y - mean_y_;
    mean_x_ += dx / n;
    mean_y_ += dy / n;
    sxx_ += dx * (x - mean_x_);
    sxy_ += dx * (y - mean_y_);
    syy_ += dy * (y - mean_y_);
}

std::optional<ClockRate> ClockFit::rate() const {
    if (points_ < 3 || !(sxx_ > 0.0)) return std::nullopt;
    ClockRate r;
    r.ticks_per_second = sxy_ / sxx_;
    double const residuals = std::max(0.0, syy_ - sxy_ * sxy_ / sxx_);
    r.uncertainty = std::sqrt(residuals / static_cast<double>(points_ - 2) / sxx_);
    r.ticks_at_zero = static_cast<double>(first_ticks_) + mean_y_ - r.ticks_per_second * (mean_x_ + first_seconds_);
    r.points = points_;
    r.span = last_seconds_ - first_seconds_;
    return r;
}

}  // namespace mb::hil
