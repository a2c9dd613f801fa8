// SPDX-License-Identifier: GPL-3.0-or-later
/// The frequency over ten seconds of the clock (IEC 61000-4-30, 5.1.1): whole cycles inside over their duration.
#pragma once

#include <cstdint>
#include <limits>

#include "core/base/time.hpp"
#include "core/meter/clock_ticks.hpp"

namespace mb {

class FrequencyCounter {
public:
    /// The next rising crossing of the reference's fundamental, in the order of time.
    /// position: [samples since power-on], fractional · measured: false where it stands in for one that could not be seen.
    /// An interval that is not covered from its begin to its end by measured cycles has no frequency. Where the calendar changed
    /// (the clock was set), the counting begins anew, and the frequency stays that of the interval before.
    void add(double position, bool measured, Calendar const& calendar);

    /// The frequency stays as it is from begin to end; NaN: there is none. Only intervals that lie within holds of one frequency that
    /// follow each other have one.
    void hold(double frequency, Instant begin, Instant end, Calendar const& calendar);

    /// Of the latest finished interval [Hz]; NaN before the first and where it has none.
    double frequency() const { return frequency_; }
    Instant end() const { return end_; }                  ///< of the latest finished interval
    std::uint64_t finished() const { return finished_; }  ///< intervals so far, with and without a frequency

private:
    void open(Instant begin);
    void close();
    void count(double position, bool measured);

    Calendar calendar_;
    bool running_ = false;
    double begins_ = 0.0;  // the running interval [samples]
    double ends_ = 0.0;
    Instant boundary_{};  // its end
    double first_ = 0.0;
    double last_ = 0.0;
    int crossings_ = 0;
    bool unbroken_ = true;

    Instant held_since_{};  // at the latest frequency that was held
    Instant held_until_{};
    double held_ = std::numeric_limits<double>::quiet_NaN();

    double frequency_ = std::numeric_limits<double>::quiet_NaN();
    Instant end_{};
    std::uint64_t finished_ = 0;
};

}  // namespace mb
