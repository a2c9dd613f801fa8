// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/meter/frequency_counter.hpp"

#include <boost/test/unit_test.hpp>

#include <cmath>

using namespace mb;

namespace {

/// Crossings of a signal of constant frequency, the n-th at first + n·period.
struct Source {
    FrequencyCounter counter{};
    double next = 0.0;
    Calendar calendar{};

    void run(double frequency, double until_second, bool measured = true) {
        for (; next <= until_second * 9600.0; next += 9600.0 / frequency) counter.add(next, measured, calendar);
    }
};

// Positions near 10^6 samples have 10^-10 samples of resolution; over 10 s that is far below a nanohertz.
constexpr double kExact = 1e-9;

}  // namespace

BOOST_AUTO_TEST_CASE(the_frequency_is_that_of_the_whole_cycles_inside_ten_seconds) {
    for (double const f : {45.0, 50.0, 50.123, 59.97, 65.0}) {
        Source s;
        s.next = 37.25;
        s.run(f, 10.1);
        BOOST_TEST(s.counter.finished() == 1U);
        BOOST_TEST(std::abs(s.counter.frequency() - f) < kExact);
        BOOST_TEST((s.counter.end() == Instant{std::chrono::seconds{10}}));
    }
}

BOOST_AUTO_TEST_CASE(a_frequency_that_changes_inside_the_interval_is_the_cycles_over_their_duration) {
    Source s;
    s.run(50.0, 5.0);  // 250 cycles; the crossing at 5 s is the last one
    s.next = 5.0 * 9600.0 + 160.0;
    s.run(60.0, 10.0 - 1e-6);  // the crossing on 10 s stands aside: rounding decides it
    s.next = 10.0 * 9600.0;
    s.run(60.0, 10.1);
    // From 0 s to 10 s: 250 + 300 cycles in 10 s.
    BOOST_TEST(std::abs(s.counter.frequency() - 55.0) < kExact);
}

BOOST_AUTO_TEST_CASE(a_crossing_on_the_boundary_ends_one_interval_and_begins_the_next) {
    FrequencyCounter counter;
    for (int n = 0; n <= 1000; ++n) counter.add(192.0 * n, true, Calendar{});
    BOOST_TEST(counter.finished() == 2U);
    BOOST_TEST(counter.frequency() == 50.0);
}

BOOST_AUTO_TEST_CASE(one_crossing_that_was_not_measured_leaves_the_interval_without_a_frequency) {
    Source s;
    s.run(50.0, 4.01);
    s.run(50.0, 4.03, false);
    s.run(50.0, 10.1);
    BOOST_TEST(s.counter.finished() == 1U);
    BOOST_TEST(std::isnan(s.counter.frequency()));
    s.run(50.0, 20.1);
    BOOST_TEST(std::abs(s.counter.frequency() - 50.0) < kExact);
}

BOOST_AUTO_TEST_CASE(an_interval_that_the_fundamental_does_not_fill_has_no_frequency) {
    Source s;
    s.next = 9600.0;  // begins a second late
    s.run(50.0, 10.1);
    BOOST_TEST(s.counter.finished() == 1U);
    BOOST_TEST(std::isnan(s.counter.frequency()));
    s.run(50.0, 19.0);
    s.next = 35.0 * 9600.0;  // gone from 19 s to 35 s
    s.run(50.0, 40.1);
    BOOST_TEST(std::isnan(s.counter.frequency()));
    s.run(50.0, 50.1);
    BOOST_TEST(std::abs(s.counter.frequency() - 50.0) < kExact);
}

BOOST_AUTO_TEST_CASE(intervals_follow_the_clock_and_begin_anew_where_it_is_set) {
    Source s;
    s.calendar = 7'500;  // power-on 7.5 s after a boundary: the next are at 2.5 s, 12.5 s
    s.run(50.0, 12.6);
    BOOST_TEST(s.counter.finished() == 2U);
    BOOST_TEST((s.counter.end() == Instant{std::chrono::milliseconds{12'500}}));
    BOOST_TEST(std::abs(s.counter.frequency() - 50.0) < kExact);
    s.run(50.0, 14.0);
    s.calendar = 0;
    s.run(50.0, 20.05);  // from 14 s: not a whole interval
    BOOST_TEST(std::isnan(s.counter.frequency()));
    s.run(50.0, 30.05);
    BOOST_TEST(std::abs(s.counter.frequency() - 50.0) < kExact);
    BOOST_TEST((s.counter.end() == Instant{std::chrono::seconds{30}}));
}
