// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/time.hpp"

#include <boost/test/unit_test.hpp>

#include <type_traits>

using namespace mb;
using namespace std::chrono_literals;

BOOST_AUTO_TEST_CASE(samples_milliseconds_and_mains_cycles_are_whole_ticks) {
    BOOST_TEST(Duration{Samples{1}}.count() == 5);
    BOOST_TEST(Duration{1ms}.count() == 48);
    BOOST_TEST(Duration{1s}.count() == 50 * 960);
    BOOST_TEST(Duration{1s}.count() == 60 * 800);
    BOOST_TEST(Duration{Samples{1920}} == Duration{200ms});
}

BOOST_AUTO_TEST_CASE(only_conversions_that_lose_nothing_compile) {
    BOOST_TEST((std::is_convertible_v<std::chrono::milliseconds, Duration>));
    BOOST_TEST((std::is_convertible_v<Samples, Duration>));
    BOOST_TEST((!std::is_convertible_v<std::chrono::microseconds, Duration>));
    BOOST_TEST((!std::is_convertible_v<Duration, std::chrono::milliseconds>));
    BOOST_TEST((!std::is_convertible_v<double, Duration>));
}

BOOST_AUTO_TEST_CASE(seconds_that_people_write_go_to_the_nearest_tick) {
    BOOST_TEST(nearest_duration(0.2).count() == 9'600);
    BOOST_TEST(nearest_duration(-1e-5).count() == 0);
    BOOST_TEST(nearest_duration(1.0 / 96'000 + 1e-9).count() == 1);
    BOOST_TEST(seconds(Duration{12'000}) == 0.25);
}

// 10 957 days from 1970-01-01 to 2000-01-01: 30 years, 7 of them leap (1972 … 1996).
BOOST_AUTO_TEST_CASE(the_calendar_counts_milliseconds_from_the_year_2000) {
    BOOST_TEST(kEpoch.time_since_epoch().count() == 30 * 365 + 7);
    BOOST_TEST(calendar_time(1).time_since_epoch().count() == 10'957LL * 86'400'000 + 1);
    BOOST_TEST(epoch_milliseconds(std::chrono::sys_days{std::chrono::year{2024} / 2 / 29}) == (24 * 365 + 6 + 59) * 86'400'000LL);
    BOOST_TEST(epoch_milliseconds(calendar_time(-5)) == -5);
}
