// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/meter/intervals.hpp"

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <memory>

using namespace mb;
using namespace std::chrono_literals;

namespace {

/// Windows of 200 ms whose V1 is what the test sets.
struct Bench {
    std::unique_ptr<Intervals> intervals = std::make_unique<Intervals>();
    Calendar calendar{};
    Instant at{};
    double v1 = 230.0;
    bool flagged = false;

    void window(Instant begin, Instant end) {
        dsp::WindowResult w;
        w.begin = static_cast<double>(begin.time_since_epoch().count()) / 5.0;
        w.end = static_cast<double>(end.time_since_epoch().count()) / 5.0;
        w.cycles = 10;
        w.frequency = 50.0;
        w.flagged = flagged;
        w.rms.fill(v1);
        intervals->feed(w, begin, end, calendar);
        at = end;
    }
    void until(Instant end) {
        while (at < end) window(at, at + 200ms);
    }
    Interval const* latest(Level level) const { return intervals->latest(level); }
    double v1_of(Level level) const { return latest(level)->result[dsp::Measured::v1]; }
};

double rms_of(double a, double weight_a, double b, double weight_b) {
    return std::sqrt((a * a * weight_a + b * b * weight_b) / (weight_a + weight_b));
}

bool close(double a, double b) { return std::abs(a - b) < 1e-9; }  // sums of 3000 squares

}  // namespace

BOOST_AUTO_TEST_CASE(fifteen_windows_make_three_seconds) {
    Bench b;
    b.until(Instant{2800ms});
    BOOST_TEST(b.latest(Level::three_seconds) == nullptr);
    b.v1 = 100.0;
    b.until(Instant{3s});
    Interval const* const found = b.latest(Level::three_seconds);
    BOOST_REQUIRE(found != nullptr);
    BOOST_TEST(close(b.v1_of(Level::three_seconds), rms_of(230, 14, 100, 1)));
    BOOST_TEST((found->begin == Instant{} && found->end == Instant{3s}));
    BOOST_TEST(found->result.cycles == 150);
    BOOST_TEST(found->completed == 1U);
    b.until(Instant{9s});
    BOOST_TEST(b.latest(Level::three_seconds)->completed == 3U);
}

BOOST_AUTO_TEST_CASE(at_the_ten_minute_tick_the_running_three_seconds_complete_while_the_next_have_begun) {
    Bench b;
    b.calendar = 1'000;  // the tick comes at 599 s, after 199 intervals and ten windows of the 200th
    b.until(Instant{599s});
    BOOST_TEST(b.latest(Level::three_seconds)->completed == 199U);
    b.v1 = 100.0;
    b.until(Instant{599s + 800ms});
    BOOST_TEST(b.latest(Level::three_seconds)->completed == 199U);
    b.until(Instant{600s});
    BOOST_TEST(b.latest(Level::three_seconds)->completed == 200U);
    BOOST_TEST(close(b.v1_of(Level::three_seconds), rms_of(230, 10, 100, 5)));
    BOOST_TEST((b.latest(Level::three_seconds)->begin == Instant{597s}));
    b.until(Instant{602s});  // 599 s + 3 s
    BOOST_TEST(b.latest(Level::three_seconds)->completed == 201U);
    BOOST_TEST((b.latest(Level::three_seconds)->begin == Instant{599s}));
    BOOST_TEST(close(b.v1_of(Level::three_seconds), 100.0));
}

BOOST_AUTO_TEST_CASE(a_window_belongs_to_the_ten_minutes_in_which_it_begins) {
    Bench b;
    b.until(Instant{599s + 800ms});
    b.window(Instant{599s + 900ms}, Instant{600s + 100ms});  // over the tick
    Interval const* const ten = b.latest(Level::ten_minutes);
    BOOST_REQUIRE(ten != nullptr);
    BOOST_TEST((ten->begin == Instant{} && ten->end == Instant{600s}));
    BOOST_TEST(ten->result.end == 600.1 * 9600.0);
    b.v1 = 100.0;
    b.at = Instant{600s};  // the windows begin anew at the tick and overlap that one
    b.until(Instant{1200s});
    BOOST_TEST(ten->completed == 2U);
    BOOST_TEST(b.v1_of(Level::ten_minutes) == 100.0);
}

BOOST_AUTO_TEST_CASE(two_hours_are_twelve_values_of_ten_minutes, *boost::unit_test::label("hours")) {
    Bench b;
    b.until(Instant{6600s});
    b.v1 = 100.0;
    b.flagged = true;
    b.until(Instant{6600s + 200ms});
    b.flagged = false;
    BOOST_TEST(b.latest(Level::two_hours) == nullptr);
    b.until(Instant{2h});
    Interval const* const two = b.latest(Level::two_hours);
    BOOST_REQUIRE(two != nullptr);
    BOOST_TEST(close(b.v1_of(Level::two_hours), rms_of(230, 11, 100, 1)));
    BOOST_TEST(two->result.flagged);  // one flagged window of 36 000
    BOOST_TEST((two->begin == Instant{} && two->end == Instant{2h}));
    BOOST_TEST(two->result.cycles == 360'000);
    b.until(Instant{4h});
    BOOST_TEST(two->completed == 2U);
    BOOST_TEST(!two->result.flagged);
}

BOOST_AUTO_TEST_CASE(instantaneous_values_integrate_so_many_windows_as_set) {
    Bench b;
    b.until(Instant{200ms});
    BOOST_TEST(b.latest(Level::instantaneous)->completed == 1U);
    b.intervals->integrate(5);
    b.until(Instant{1s});
    BOOST_TEST(b.latest(Level::instantaneous)->completed == 1U);
    b.v1 = 100.0;
    b.until(Instant{1200ms});
    BOOST_TEST(b.latest(Level::instantaneous)->completed == 2U);
    BOOST_TEST(close(b.v1_of(Level::instantaneous), rms_of(230, 4, 100, 1)));
}

BOOST_AUTO_TEST_CASE(averages_are_aligned_to_the_clock_and_a_new_period_begins_anew) {
    Bench b;
    b.intervals->average_over(1min);
    b.calendar = 20'000;  // 20 s past the minute
    b.until(Instant{99s});
    BOOST_TEST(b.latest(Level::average) == nullptr);  // power-on to 40 s is not a minute
    b.until(Instant{100s});
    Interval const* const average = b.latest(Level::average);
    BOOST_REQUIRE(average != nullptr);
    BOOST_TEST((average->begin == Instant{40s} && average->end == Instant{100s}));
    b.until(Instant{110s});
    b.intervals->average_over(2min);  // inside the two minutes from 100 s to 220 s
    b.until(Instant{339s + 800ms});
    BOOST_TEST(average->completed == 1U);
    b.until(Instant{340s});
    BOOST_TEST(average->completed == 2U);
    BOOST_TEST((average->begin == Instant{220s}));
}

BOOST_AUTO_TEST_CASE(what_is_missing_at_power_on_is_less_than_a_window) {
    Bench b;
    b.at = Instant{70ms};  // the filters fill
    b.until(Instant{600s});
    BOOST_TEST((b.latest(Level::ten_minutes) != nullptr));
    Bench late;
    late.at = Instant{300ms};
    late.until(Instant{600s});
    BOOST_TEST((late.latest(Level::ten_minutes) == nullptr));
}

BOOST_AUTO_TEST_CASE(setting_the_clock_drops_the_ten_minutes_and_two_hours_under_way, *boost::unit_test::label("hours")) {
    Bench b;
    b.until(Instant{599s});
    b.calendar = 60'000;  // ticks at 540 s, 1140 s …
    b.until(Instant{1739s + 800ms});
    BOOST_TEST((b.latest(Level::ten_minutes) == nullptr));
    b.until(Instant{1740s});
    Interval const* const ten = b.latest(Level::ten_minutes);
    BOOST_REQUIRE(ten != nullptr);
    BOOST_TEST((ten->begin == Instant{1140s}));
    b.until(Instant{7140s});  // 02:00 by the clock
    BOOST_TEST(b.latest(Level::two_hours) == nullptr);
    b.until(Instant{7140s + 7200s});
    BOOST_TEST((b.latest(Level::two_hours) != nullptr));
}

BOOST_AUTO_TEST_CASE(setting_the_clock_on_a_tick_drops_the_two_hours_but_not_the_next_ten_minutes, *boost::unit_test::label("hours")) {
    Bench b;
    b.until(Instant{3000s});
    b.calendar = 0;  // what the clock had counted from power-on, but now it is known to be right
    b.until(Instant{2h});
    BOOST_TEST(b.latest(Level::ten_minutes)->completed == 12U);
    BOOST_TEST((b.latest(Level::two_hours) == nullptr));
    b.until(Instant{4h});
    BOOST_TEST((b.latest(Level::two_hours) != nullptr));
}

BOOST_AUTO_TEST_CASE(a_gap_flags_the_interval_it_is_in) {
    Bench b;
    b.until(Instant{100s});
    b.at += 300ms;
    b.until(Instant{600s});
    BOOST_TEST(b.latest(Level::ten_minutes)->result.flagged);
    b.until(Instant{1200s});
    BOOST_TEST(!b.latest(Level::ten_minutes)->result.flagged);
    b.until(Instant{1700s});
    b.at = Instant{1900s};  // over the boundary
    b.until(Instant{1900s + 200ms});
    BOOST_TEST(b.latest(Level::ten_minutes)->completed == 3U);
    BOOST_TEST(b.latest(Level::ten_minutes)->result.flagged);
    b.until(Instant{2400s});
    BOOST_TEST(b.latest(Level::ten_minutes)->completed == 3U);  // begun at 1900 s: not whole
}
