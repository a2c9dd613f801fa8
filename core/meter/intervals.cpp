// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/meter/intervals.hpp"

#include <algorithm>

namespace mb {
namespace {

constexpr Duration kTenMinutes = std::chrono::minutes{10};
constexpr Duration kTwoHours = std::chrono::hours{2};
constexpr int kWindowsOfThreeSeconds = 15;
constexpr Duration kWindow = std::chrono::milliseconds{200};  // of held terminals

}  // namespace

void ClockedInterval::restart(Duration period) {
    period_ = period;
    open_ = false;
    parts_.clear();
}

bool ClockedInterval::finish(Interval& out) {
    bool const whole = whole_;
    if (whole) {
        out.result = parts_.result();
        out.result.flagged = out.result.flagged || gap_;
        out.begin = begin_;
        out.end = end_;
        ++out.completed;
    }
    restart();
    return whole;
}

bool ClockedInterval::add(dsp::WindowResult const& part, Instant begin, Instant end, Calendar const& calendar, Interval& out) {
    return add(part, begin, end, end - begin, 1.0, calendar, out);
}

bool ClockedInterval::hold(dsp::WindowResult const& part, Instant begin, Instant end, Calendar const& calendar, Interval& out) {
    return add(part, begin, end, std::min(end - begin, kWindow), seconds(end - begin) / seconds(kWindow), calendar, out);
}

bool ClockedInterval::add(dsp::WindowResult const& part, Instant begin, Instant end, Duration window, double weight,
                          Calendar const& calendar, Interval& out) {
    bool completed = false;
    if (open_ && begin >= end_) {  // the part that should have reached the boundary did not come
        gap_ = true;
        completed = finish(out);
    }
    if (!open_) {
        open_ = true;
        gap_ = false;
        begin_ = boundary_before(begin, period_, calendar);
        end_ = begin_ + period_;
        whole_ = begin - begin_ < window;
    } else if (begin - latest_ >= window) {
        gap_ = true;
    }
    parts_.add(part, weight);
    latest_ = end;
    return end >= end_ ? finish(out) : completed;
}

Intervals::Intervals(int windows, Duration average)
    : integrated_(windows), ten_minutes_(kTenMinutes), two_hours_(kTwoHours), average_(average) {}

void Intervals::integrate(int windows) {
    integrated_ = windows;
    instantaneous_.windows.clear();
}

void Intervals::average_over(Duration period) { average_.restart(period); }

void Intervals::Counted::add(dsp::WindowResult const& w, Instant at) {
    if (windows.windows() == 0) begin = at;
    windows.add(w);
}

void Intervals::publish(Level level, Counted& done, Instant end) {
    Interval& out = at(level);
    out.result = done.windows.result();
    out.begin = done.begin;
    out.end = end;
    ++out.completed;
    done.windows.clear();
}

void Intervals::feed_instantaneous(dsp::WindowResult const& w, Instant begin, Instant end) {
    if (integrated_ > 1) {
        instantaneous_.add(w, begin);
        if (instantaneous_.windows.windows() >= integrated_) publish(Level::instantaneous, instantaneous_, end);
        return;
    }
    Interval& out = at(Level::instantaneous);  // the window itself, to the last bit
    out.result = w;
    out.begin = begin;
    out.end = end;
    ++out.completed;
}

void Intervals::feed_three_seconds(dsp::WindowResult const& w, Instant begin, Instant end) {
    std::int64_t const tick = interval_number(begin, kTenMinutes, calendar_);
    if (tick != tick_ && running_.windows.windows() > 0) {
        finishing_ = running_;
        running_.windows.clear();
    }
    tick_ = tick;
    // The one that began before the tick has fewer windows to go, so it is published first.
    if (finishing_.windows.windows() > 0) {
        finishing_.add(w, begin);
        if (finishing_.windows.windows() == kWindowsOfThreeSeconds) publish(Level::three_seconds, finishing_, end);
    }
    running_.add(w, begin);
    if (running_.windows.windows() == kWindowsOfThreeSeconds) publish(Level::three_seconds, running_, end);
}

void Intervals::follow(Calendar const& calendar, Instant begin) {
    if (calendar == calendar_) return;
    calendar_ = calendar;
    tick_ = interval_number(begin, kTenMinutes, calendar_);  // 150/180 cycles go on: they do not depend on what the clock says
    ten_minutes_.restart();
    two_hours_.restart();
    average_.restart();
}

/// Intervals of so many windows, each of which is `w`; `since` is the end of the latest.
void Intervals::hold_counted(Level level, int windows, Instant& since, dsp::WindowResult const& w, Instant end) {
    Duration const length = windows * kWindow;
    auto const whole = (end - since) / length;
    if (whole == 0) return;
    since += whole * length;
    Interval& out = at(level);
    out.result = w;
    out.begin = since - length;
    out.end = since;
    out.completed += static_cast<std::uint64_t>(whole);
}

void Intervals::hold(dsp::WindowResult const& w, Instant begin, Instant end, bool anew, Calendar const& calendar) {
    follow(calendar, begin);
    if (anew) held_since_.fill(begin);
    hold_counted(Level::instantaneous, integrated_, held_since_[0], w, end);
    hold_counted(Level::three_seconds, kWindowsOfThreeSeconds, held_since_[1], w, end);
    average_.hold(w, begin, end, calendar_, at(Level::average));
    Interval& ten = at(Level::ten_minutes);
    if (ten_minutes_.hold(w, begin, end, calendar_, ten)) two_hours_.add(ten.result, ten.begin, ten.end, calendar_, at(Level::two_hours));
}

void Intervals::feed(dsp::WindowResult const& w, Instant begin, Instant end, Calendar const& calendar) {
    follow(calendar, begin);
    feed_instantaneous(w, begin, end);
    feed_three_seconds(w, begin, end);
    average_.add(w, begin, end, calendar_, at(Level::average));
    Interval& ten = at(Level::ten_minutes);
    if (ten_minutes_.add(w, begin, end, calendar_, ten)) two_hours_.add(ten.result, ten.begin, ten.end, calendar_, at(Level::two_hours));
}

Interval const* Intervals::latest(Level level) const {
    Interval const& found = latest_[static_cast<std::size_t>(level)];
    return found.completed > 0 ? &found : nullptr;
}

}  // namespace mb
