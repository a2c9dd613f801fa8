// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/meter/panel/format.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>

namespace mb::panel {
namespace {

bool takes_prefix(Unit unit) {
    return unit == Unit::volt || unit == Unit::ampere || unit == Unit::watt || unit == Unit::var || unit == Unit::volt_ampere;
}

/// Digits before the point.
int whole_digits(double magnitude) { return magnitude < 1.0 ? 1 : 1 + static_cast<int>(std::floor(std::log10(magnitude))); }

}  // namespace

Reading reading(double value, Unit unit, int decimals) {
    static constexpr std::array<char const*, 4> kPrefixes{"", "k", "M", "G"};
    if (!std::isfinite(value)) return {"---", std::string{symbol(unit)}};
    std::size_t prefix = 0;
    for (;;) {
        int const digits = prefix == 0 ? 5 : 4;
        int places = std::max(0, digits - whole_digits(std::abs(value)));
        if (prefix == 0) places = std::min(places, decimals);
        double const unit_in_last_place = std::pow(10.0, -places);
        double const rounded = std::round(std::abs(value) / unit_in_last_place) * unit_in_last_place;
        if (takes_prefix(unit) && rounded >= 1000.0 && prefix + 1 < kPrefixes.size()) {
            value /= 1000.0;
            ++prefix;
            continue;
        }
        if (rounded >= 1e5) return {"---", std::string{symbol(unit)}};  // does not fit
        if (rounded == 0.0) value = 0.0;                                // no "-0.00"
        return {fmt::format("{:.{}f}", value, places), kPrefixes[prefix] + std::string{symbol(unit)}};
    }
}

std::string duration_text(Duration duration) {
    double const s = seconds(duration);
    if (s < 9.9995) return fmt::format("{:.3f} s", s);
    if (s < 99.995) return fmt::format("{:.2f} s", s);
    if (s < 179.95) return fmt::format("{:.1f} s", s);
    auto const whole = static_cast<long long>(s);
    if (whole < 3600) return fmt::format("{}m{:02}s", whole / 60, whole % 60);
    return fmt::format("{}h{:02}m", whole / 3600, whole / 60 % 60);
}

std::string calendar_text(EpochMilliseconds time) {
    using namespace std::chrono;
    auto const instant = calendar_time(time);
    auto const day = floor<days>(instant);
    year_month_day const date{day};
    auto const in_day = (instant - day).count();
    return fmt::format("{:04}-{:02}-{:02} {:02}:{:02}:{:02}.{:03}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                       static_cast<unsigned>(date.day()), in_day / 3'600'000, in_day / 60'000 % 60, in_day / 1000 % 60, in_day % 1000);
}

}  // namespace mb::panel
