// SPDX-License-Identifier: GPL-3.0-or-later
/// Where the meter's clock passes the multiples of a period, on the line of time. Exact: a calendar millisecond is 48 ticks.
#pragma once

#include <cstdint>
#include <optional>

#include "core/base/time.hpp"

namespace mb {

/// Calendar time of Instant{}. Until the clock is set, time is counted from power-on.
using Calendar = std::optional<EpochMilliseconds>;

/// Quotient rounded towards minus infinity; divisor > 0.
constexpr std::int64_t floor_divide(std::int64_t dividend, std::int64_t divisor) {
    return dividend / divisor - (dividend % divisor < 0 ? 1 : 0);
}

/// Calendar time of `at` since 2000-01-01 00:00 (since power-on where the clock is not set).
constexpr Duration since_epoch(Instant at, Calendar const& calendar) {
    return at.time_since_epoch() + std::chrono::milliseconds{calendar.value_or(0)};
}

/// Which multiple of the period (> 0) the clock passed last at `at`; boundaries are counted from 2000-01-01 00:00, so a period that
/// divides the day ends at midnight.
constexpr std::int64_t interval_number(Instant at, Duration period, Calendar const& calendar) {
    return floor_divide(since_epoch(at, calendar).count(), period.count());
}

/// The latest boundary not after `at`.
constexpr Instant boundary_before(Instant at, Duration period, Calendar const& calendar) {
    return at - (since_epoch(at, calendar) - period * interval_number(at, period, calendar));
}

/// The first boundary after `at`.
constexpr Instant next_boundary(Instant at, Duration period, Calendar const& calendar) {
    return boundary_before(at, period, calendar) + period;
}

/// The first boundary after `at` where each period has `parts` (> 0) sub-intervals. Where they do not divide it, the boundaries
/// within are rounded down to a tick, and any `parts` consecutive sub-intervals are a period exactly.
constexpr Instant next_part(Instant at, Duration period, int parts, Calendar const& calendar) {
    Instant const begin = boundary_before(at, period, calendar);
    std::int64_t const inside = (at - begin).count();
    for (std::int64_t part = inside * parts / period.count() + 1; part < parts; ++part)
        if (std::int64_t const end = period.count() * part / parts; end > inside) return begin + Duration{end};
    return begin + period;
}

}  // namespace mb
