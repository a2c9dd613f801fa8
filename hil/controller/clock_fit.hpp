// SPDX-License-Identifier: GPL-3.0-or-later
/// How fast another clock runs against ours: a straight line through pairs of instants, by least squares.
#pragma once

#include <cstdint>
#include <optional>

namespace mb::hil {

struct ClockRate {
    double ticks_per_second = 0.0;  ///< of our seconds
    double uncertainty = 0.0;       ///< one standard deviation of it, from how far the points are from the line
    double ticks_at_zero = 0.0;     ///< where the line crosses our zero
    std::uint64_t points = 0;
    double span = 0.0;  ///< seconds between the first and the last point

    /// By how much the other clock is fast against its nominal rate, in millionths; and the uncertainty of that.
    double drift_ppm(double nominal) const { return (ticks_per_second / nominal - 1.0) * 1e6; }
    double drift_uncertainty_ppm(double nominal) const { return uncertainty / nominal * 1e6; }
};

class ClockFit {
public:
    /// Our instant [s], the middle between question and answer, and the other clock's ticks then.
    void add(double seconds, std::uint64_t ticks);
    /// nullopt: fewer than three points, or all at one instant.
    std::optional<ClockRate> rate() const;

private:
    // Sums of deviations from the running means (Welford): exact where counts and times are large.
    std::uint64_t points_ = 0;
    std::uint64_t first_ticks_ = 0;
    double first_seconds_ = 0.0;
    double last_seconds_ = 0.0;
    double mean_x_ = 0.0;
    double mean_y_ = 0.0;
    double sxx_ = 0.0;
    double sxy_ = 0.0;
    double syy_ = 0.0;
};

}  // namespace mb::hil
