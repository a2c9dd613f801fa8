// SPDX-License-Identifier: GPL-3.0-or-later
/// Longer intervals from the 10/12-cycle windows (IEC 61000-4-30, 4.5): 150/180 cycles, 10 min and 2 h, and the two of the settings,
/// instantaneous values and averages. A window belongs to the interval in which it begins; at a boundary of the clock the running
/// one completes there and may overlap the next interval's first.
///
/// Only whole intervals are published. One that begins with power-on or where the clock was set lasts to the next boundary and is
/// dropped: its value would stand beside those of whole intervals as if it were one.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "core/base/time.hpp"
#include "core/dsp/aggregate.hpp"
#include "core/meter/clock_ticks.hpp"

namespace mb {

enum class Level : std::uint8_t {
    instantaneous,  ///< so many windows as the setting says; of one: the window as it is
    three_seconds,  ///< 150/180 cycles: fifteen windows; begins anew at each 10-minute tick, where the running one completes, too
    ten_minutes,    ///< of the clock
    two_hours,      ///< of the clock, from twelve values of ten minutes
    average,        ///< of the clock, as long as the setting says
};
inline constexpr std::size_t kLevels = 5;

/// A completed interval. begin, end: of the clock where the level is bound to it, else of the first and last window;
/// result.begin and result.end are always those of the windows.
struct Interval {
    dsp::WindowResult result;
    Instant begin{};
    Instant end{};
    std::uint64_t completed = 0;  ///< intervals of this level so far, this one included
};

/// Gathers one kind of interval from boundary to boundary of the clock.
class ClockedInterval {
public:
    explicit ClockedInterval(Duration period) : period_(period) {}

    /// What is under way is forgotten. period: > 0.
    void restart(Duration period);
    void restart() { restart(period_); }
    /// Parts come in the order of time. True where an interval was completed into `out`. It is whole where less than one part is
    /// missing at its begin; where as much is missing later on, it is flagged.
    bool add(dsp::WindowResult const& part, Instant begin, Instant end, Calendar const& calendar, Interval& out);
    /// The same of a part that stands for many windows: it weighs by its time, and no boundary lies inside it. Whole where less than a
    /// window is missing at its begin.
    bool hold(dsp::WindowResult const& part, Instant begin, Instant end, Calendar const& calendar, Interval& out);

private:
    bool finish(Interval& out);
    bool add(dsp::WindowResult const& part, Instant begin, Instant end, Duration window, double weight, Calendar const& calendar,
             Interval& out);

    Duration period_;
    bool open_ = false;
    bool whole_ = false;
    bool gap_ = false;
    Instant begin_{};
    Instant end_{};
    Instant latest_{};
    dsp::Aggregate parts_;
};

/// About 130 kB; allocates nothing. Keep it on the heap.
class Intervals {
public:
    /// windows: of an instantaneous value, >= 1 · average: > 0.
    explicit Intervals(int windows = 1, Duration average = std::chrono::minutes{10});

    /// Settings at run time; the interval under way begins anew.
    void integrate(int windows);
    void average_over(Duration period);

    /// The next window. A calendar other than before means that the clock was set: the intervals of the clock begin anew.
    void feed(dsp::WindowResult const& w, Instant begin, Instant end, Calendar const& calendar);

    /// The terminals stay as `w` shows them from begin to end, which may be any time but no boundary of 10 minutes or of the averages
    /// inside. Completed are the intervals that so many windows of 200 ms would complete; of several only the latest stands. `anew`: the
    /// terminals changed at `begin`, so windows under way are dropped; else they go on through any pieces.
    void hold(dsp::WindowResult const& w, Instant begin, Instant end, bool anew, Calendar const& calendar);

    /// The latest completed interval; null before the first. Good until the next call of feed().
    Interval const* latest(Level level) const;

private:
    /// An interval of a number of windows.
    struct Counted {
        dsp::Aggregate windows;
        Instant begin{};

        void add(dsp::WindowResult const& w, Instant at);
    };
    Interval& at(Level level) { return latest_[static_cast<std::size_t>(level)]; }
    void publish(Level level, Counted& done, Instant end);
    void feed_instantaneous(dsp::WindowResult const& w, Instant begin, Instant end);
    void feed_three_seconds(dsp::WindowResult const& w, Instant begin, Instant end);
    void follow(Calendar const& calendar, Instant begin);
    void hold_counted(Level level, int windows, Instant& since, dsp::WindowResult const& w, Instant end);

    std::array<Instant, 2> held_since_{};  // windows under way of held terminals: of the instantaneous values, of 3 s
    int integrated_;
    Calendar calendar_;
    std::int64_t tick_ = 0;  // number of the 10 minutes in which the latest window began
    Counted instantaneous_;
    Counted running_;    // 150/180 cycles
    Counted finishing_;  // the same, begun before the tick
    ClockedInterval ten_minutes_;
    ClockedInterval two_hours_;
    ClockedInterval average_;
    std::array<Interval, kLevels> latest_{};
};

}  // namespace mb
