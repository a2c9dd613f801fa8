// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/meter/frequency_counter.hpp"

#include <cmath>

#include "core/signal/frame.hpp"

namespace mb {
namespace {

constexpr Duration kTenSeconds = std::chrono::seconds{10};
constexpr double kTicksPerSample = Duration{Samples{1}}.count();

double position_of(Instant at) { return static_cast<double>(at.time_since_epoch().count()) / kTicksPerSample; }
Instant tick_before(double position) { return Instant{Duration{static_cast<std::int64_t>(std::floor(position * kTicksPerSample))}}; }

}  // namespace

void FrequencyCounter::open(Instant begin) {
    running_ = true;
    boundary_ = begin + kTenSeconds;
    begins_ = position_of(begin);
    ends_ = position_of(boundary_);
    crossings_ = 0;
    unbroken_ = true;
}

void FrequencyCounter::close() {
    ++finished_;
    end_ = boundary_;
    frequency_ = std::numeric_limits<double>::quiet_NaN();
    if (!unbroken_ || crossings_ < 2) return;
    double const cycle = (last_ - first_) / (crossings_ - 1);
    // A whole cycle more would have fitted in: the fundamental was not there all the time.
    if (first_ - begins_ > 1.5 * cycle || ends_ - last_ > 1.5 * cycle) return;
    frequency_ = kSampleRate / cycle;
}

void FrequencyCounter::count(double position, bool measured) {
    unbroken_ = unbroken_ && measured;
    if (crossings_++ == 0) first_ = position;
    last_ = position;
}

void FrequencyCounter::add(double position, bool measured, Calendar const& calendar) {
    if (!running_ || calendar != calendar_) {
        calendar_ = calendar;
        open(boundary_before(tick_before(position), kTenSeconds, calendar_));
    }
    if (position >= ends_) {
        if (position == ends_) count(position, measured);  // on the boundary: the end of one interval's cycle, the begin of the next's
        close();
        open(boundary_before(tick_before(position), kTenSeconds, calendar_));
    }
    count(position, measured);
}

void FrequencyCounter::hold(double frequency, Instant begin, Instant end, Calendar const& calendar) {
    running_ = false;
    if (calendar != calendar_ || begin != held_until_ || frequency != held_) held_since_ = begin;
    calendar_ = calendar;
    held_ = frequency;
    held_until_ = end;
    Instant const first = boundary_before(begin, kTenSeconds, calendar_);
    Instant const last = boundary_before(end, kTenSeconds, calendar_);
    if (last <= first) return;
    finished_ += static_cast<std::uint64_t>((last - first) / kTenSeconds);
    end_ = last;
    frequency_ = last - kTenSeconds >= held_since_ ? frequency : std::numeric_limits<double>::quiet_NaN();
}

}  // namespace mb
