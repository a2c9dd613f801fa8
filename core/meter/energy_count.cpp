// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/meter/energy_count.hpp"

#include <cmath>

namespace mb {
namespace {

constexpr std::int64_t kNano = 1'000'000'000;
constexpr std::int64_t kWattHour = 3600 * kNano;  // [nJ]

}  // namespace

void EnergyCount::add(double power, double seconds) {
    double const joules = power * seconds;
    if (!(joules > 0.0) || !std::isfinite(joules)) return;
    double const lost = std::fma(power, seconds, -joules);  // what the product's rounding left out, exactly
    double const whole = std::floor(joules);
    double const below = (joules - whole + lost) * kNano + carry_;
    double const below_whole = std::floor(below);
    carry_ = below - below_whole;

    auto const whole_joules = static_cast<std::uint64_t>(whole);
    watt_hours_ += whole_joules / 3600;
    auto rest = static_cast<std::int64_t>(nanojoules_) + static_cast<std::int64_t>(whole_joules % 3600) * kNano +
                static_cast<std::int64_t>(below_whole);
    if (rest < 0) {  // the product had been rounded up to a whole watt-hour
        rest += kWattHour;
        --watt_hours_;
    }
    watt_hours_ += static_cast<std::uint64_t>(rest / kWattHour);
    nanojoules_ = static_cast<std::uint64_t>(rest % kWattHour);
}

double EnergyCount::total() const { return static_cast<double>(watt_hours_) + static_cast<double>(nanojoules_) / kWattHour; }

}  // namespace mb
