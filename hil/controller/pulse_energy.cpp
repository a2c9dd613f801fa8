// SPDX-License-Identifier: GPL-3.0-or-later
#include "hil/controller/pulse_energy.hpp"

#include <cmath>

namespace mb::hil {

std::optional<PulseEnergy> pulse_energy(std::span<std::uint64_t const> ticks, double ticks_per_second, double weight_wh, double power) {
    if (ticks.size() < 2 || ticks.back() <= ticks.front() || !(ticks_per_second > 0.0) || power == 0.0) return std::nullopt;
    double const span = static_cast<double>(ticks.back() - ticks.front());
    PulseEnergy e;
    e.intervals = ticks.size() - 1;
    e.seconds = span / ticks_per_second;
    e.metered_wh = static_cast<double>(e.intervals) * weight_wh;
    e.applied_wh = std::abs(power) * e.seconds / 3'600.0;
    e.error_percent = (e.metered_wh / e.applied_wh - 1.0) * 100.0;
    e.resolution_percent = 100.0 * std::sqrt(2.0) / span;
    return e;
}

}  // namespace mb::hil
