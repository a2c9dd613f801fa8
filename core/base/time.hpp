// SPDX-License-Identifier: GPL-3.0-or-later
/// The one line of time of the house: an integer count of 1/48 000 s (docs/decisions/0001-time-line.md).
/// A sample at 9600 Hz is 5 ticks, a millisecond 48, a 50 Hz cycle 960, a 60 Hz cycle 800.
/// std::chrono converts implicitly only where nothing is lost, so `Duration d = 20ms` compiles and `Duration d = 1us` does not.
#pragma once

#include <chrono>
#include <cmath>
#include <compare>
#include <cstdint>
#include <ratio>

namespace mb {

using Duration = std::chrono::duration<std::int64_t, std::ratio<1, 48'000>>;
using Samples = std::chrono::duration<std::int64_t, std::ratio<1, 9'600>>;

/// The simulated clock. It has no now(): nothing below the edge can ask what time it is; it is told.
struct BenchClock {
    using rep = Duration::rep;
    using period = Duration::period;
    using duration = Duration;
    using time_point = std::chrono::time_point<BenchClock, Duration>;
    static constexpr bool is_steady = true;
};

/// Time since the bench (or the meter) was started.
using Instant = BenchClock::time_point;

constexpr double seconds(Duration d) { return static_cast<double>(d.count()) / 48'000.0; }

/// The nearest tick; for values that people write (0.2 s) and for measured positions.
inline Duration nearest_duration(double s) { return Duration{std::llround(s * 48'000.0)}; }

/// The epoch of the register types DATETIME and DATETIME_MS.
inline constexpr std::chrono::sys_days kEpoch{std::chrono::year{2000} / std::chrono::January / 1};
/// Calendar milliseconds since then.
using EpochMilliseconds = std::int64_t;

using CalendarTime = std::chrono::sys_time<std::chrono::milliseconds>;
constexpr CalendarTime calendar_time(EpochMilliseconds since) { return kEpoch + std::chrono::milliseconds{since}; }
constexpr EpochMilliseconds epoch_milliseconds(CalendarTime time) { return (time - kEpoch).count(); }

}  // namespace mb
