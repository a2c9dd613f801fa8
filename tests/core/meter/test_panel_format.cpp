// SPDX-License-Identifier: GPL-3.0-or-later
#include <boost/test/unit_test.hpp>

#include <limits>

#include "core/meter/panel/format.hpp"

using namespace mb;
using namespace std::chrono_literals;

namespace {

std::string shown(double value, Unit unit, int decimals) {
    auto const r = panel::reading(value, unit, decimals);
    return r.unit.empty() ? r.number : r.number + " " + r.unit;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(panel_format)

BOOST_AUTO_TEST_CASE(a_prefix_comes_at_a_thousand_and_where_rounding_reaches_it) {
    BOOST_TEST(shown(230.123, Unit::volt, 2) == "230.12 V");
    BOOST_TEST(shown(999.99, Unit::volt, 2) == "999.99 V");
    BOOST_TEST(shown(999.996, Unit::volt, 2) == "1.000 kV");
    BOOST_TEST(shown(11'923.7, Unit::volt, 2) == "11.92 kV");
    BOOST_TEST(shown(999.6, Unit::watt, 0) == "1.000 kW");
    BOOST_TEST(shown(999'960.0, Unit::watt, 0) == "1.000 MW");
    BOOST_TEST(shown(-1.5e9, Unit::var, 0) == "-1.500 Gvar");
}

BOOST_AUTO_TEST_CASE(five_digits_are_shown_at_most_before_a_prefix) {
    BOOST_TEST(shown(1.23456, Unit::ampere, 3) == "1.235 A");
    BOOST_TEST(shown(123.456, Unit::ampere, 3) == "123.46 A");
    BOOST_TEST(shown(49.9984, Unit::hertz, 3) == "49.998 Hz");
}

BOOST_AUTO_TEST_CASE(percent_hertz_and_pure_numbers_take_no_prefix) {
    BOOST_TEST(shown(1234.5, Unit::percent, 2) == "1234.5 %");
    BOOST_TEST(shown(-0.98765, Unit::none, 3) == "-0.988");
}

BOOST_AUTO_TEST_CASE(what_is_not_available_is_three_dashes) {
    BOOST_TEST(shown(std::numeric_limits<double>::quiet_NaN(), Unit::volt, 2) == "--- V");
    BOOST_TEST(shown(std::numeric_limits<double>::infinity(), Unit::none, 2) == "---");
}

BOOST_AUTO_TEST_CASE(what_needs_more_than_five_digits_is_not_shown_cut) {
    BOOST_TEST(shown(99'999.4, Unit::percent, 2) == "99999 %");
    BOOST_TEST(shown(99'999.5, Unit::percent, 2) == "--- %");
    BOOST_TEST(shown(-1e300, Unit::watt, 0) == "--- W");
}

BOOST_AUTO_TEST_CASE(a_small_negative_value_is_not_minus_zero) { BOOST_TEST(shown(-0.0004, Unit::volt, 2) == "0.00 V"); }

BOOST_AUTO_TEST_CASE(durations_keep_about_four_digits) {
    BOOST_TEST(panel::duration_text(200ms) == "0.200 s");
    BOOST_TEST(panel::duration_text(12'340ms) == "12.34 s");
    BOOST_TEST(panel::duration_text(125'100ms) == "125.1 s");
    BOOST_TEST(panel::duration_text(200s) == "3m20s");
    BOOST_TEST(panel::duration_text(2h + 5min) == "2h05m");
}

BOOST_AUTO_TEST_CASE(the_calendar_begins_in_2000_and_knows_leap_days) {
    BOOST_TEST(panel::calendar_text(0) == "2000-01-01 00:00:00.000");
    // 59 days after the first of January of a leap year is the 29th of February.
    BOOST_TEST(panel::calendar_text(59LL * 86'400'000 + 3'723'004) == "2000-02-29 01:02:03.004");
    // `date -u -d @1893456000` is 2030-01-01; 946684800 is 2000-01-01.
    BOOST_TEST(panel::calendar_text((1'893'456'000LL - 946'684'800LL) * 1000) == "2030-01-01 00:00:00.000");
}

BOOST_AUTO_TEST_SUITE_END()
