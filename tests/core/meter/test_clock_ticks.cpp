// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/meter/clock_ticks.hpp"

#include <boost/test/unit_test.hpp>

using namespace mb;
using namespace std::chrono_literals;

namespace {

constexpr Calendar kUnset;

/// Power-on at this time of 2026-03-01.
Calendar power_on_at(std::chrono::milliseconds time_of_day) {
    return epoch_milliseconds(std::chrono::sys_days{std::chrono::year{2026} / 3 / 1} + time_of_day);
}

}  // namespace

BOOST_AUTO_TEST_CASE(without_a_set_clock_periods_are_counted_from_power_on) {
    BOOST_TEST((next_boundary(Instant{}, 10s, kUnset) == Instant{10s}));
    BOOST_TEST((next_boundary(Instant{10s}, 10s, kUnset) == Instant{20s}));  // on a boundary: the one after
    BOOST_TEST((next_boundary(Instant{10s} - Duration{1}, 10s, kUnset) == Instant{10s}));
    BOOST_TEST((boundary_before(Instant{10s}, 10s, kUnset) == Instant{10s}));
    BOOST_TEST((boundary_before(Instant{10s} - Duration{1}, 10s, kUnset) == Instant{}));
}

BOOST_AUTO_TEST_CASE(with_a_set_clock_they_end_where_the_clock_shows_their_multiples) {
    Calendar const calendar = power_on_at(13h + 7min + 3s + 250ms);
    BOOST_TEST((next_boundary(Instant{}, 10s, calendar) == Instant{6s + 750ms}));                // 13:07:10
    BOOST_TEST((next_boundary(Instant{}, 10min, calendar) == Instant{2min + 56s + 750ms}));      // 13:10
    BOOST_TEST((next_boundary(Instant{}, 15min, calendar) == Instant{7min + 56s + 750ms}));      // 13:15
    BOOST_TEST((next_boundary(Instant{}, 2h, calendar) == Instant{52min + 56s + 750ms}));        // 14:00
    BOOST_TEST((boundary_before(Instant{}, 10min, calendar) == Instant{-(7min + 3s + 250ms)}));  // 13:00, before power-on
}

BOOST_AUTO_TEST_CASE(a_clock_before_the_year_2000_has_the_same_boundaries) {
    BOOST_TEST((next_boundary(Instant{}, 10s, Calendar{-3'000}) == Instant{3s}));
    BOOST_TEST((boundary_before(Instant{}, 10s, Calendar{-3'000}) == Instant{-7s}));
    BOOST_TEST(interval_number(Instant{}, 10s, Calendar{-10'000}) == -1);
    BOOST_TEST(interval_number(Instant{}, 10s, Calendar{-10'001}) == -2);
}

BOOST_AUTO_TEST_CASE(a_century_of_ticks_is_exact) {
    Calendar const calendar = power_on_at(1ms);
    Instant const late{std::chrono::days{36'525}};
    BOOST_TEST((next_boundary(late, 2h, calendar) - late == Duration{2h - 1ms}));
}

BOOST_AUTO_TEST_CASE(sub_intervals_that_do_not_divide_a_period_still_fill_it) {
    // 60 s are 2 880 000 ticks; 7 and 11 do not divide them.
    for (int const parts : {1, 4, 7, 11, 15}) {
        Instant at{};
        for (int period = 1; period <= 3; ++period) {
            for (int part = 1; part <= parts; ++part) {
                Instant const next = next_part(at, 1min, parts, kUnset);
                BOOST_TEST((next_part(next - Duration{1}, 1min, parts, kUnset) == next));
                BOOST_TEST(std::abs(seconds(next - at) - 60.0 / parts) < 2.0 / 48'000);  // rounded at both ends
                at = next;
            }
            BOOST_TEST((at == Instant{period * 1min}));
        }
    }
}
