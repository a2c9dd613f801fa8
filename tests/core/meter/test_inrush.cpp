// SPDX-License-Identifier: GPL-3.0-or-later
/// Overcurrents of a load: above 120 % of the rated current (manual, annex IV).
#include <boost/test/unit_test.hpp>

#include <cmath>

#include "tests/core/meter/half_cycles.hpp"

using namespace mb;
using namespace mb::half_cycles;
using namespace std::chrono_literals;

namespace {

Percents currents(double i1, double i2, double i3, double in) { return {97, 99, 98, 97, 98, 96, i1, i2, i3, in}; }

}  // namespace

BOOST_AUTO_TEST_SUITE(inrush)

BOOST_AUTO_TEST_CASE(an_inrush_begins_above_120_and_ends_at_118_percent_of_the_rated_current) {
    Feeder f;
    f.feed(kQuiet, 3);
    f.feed(with(6, 120.0), 2);
    BOOST_TEST(f.events().empty());
    f.feed(currents(120.1, 50, 50, 70));  // window 5: [50, 70] ms
    BOOST_TEST(f.monitor.running());
    f.feed(currents(600, 130, 119, 480), 2);
    f.feed(currents(118.1, 50, 119, 60));
    BOOST_TEST(f.monitor.running());
    f.feed(currents(118, 50, 119, 60));  // window 9: [90, 110] ms; I3 was never above 120 % and does not hold it
    BOOST_REQUIRE_EQUAL(f.events().size(), 1U);
    Event const e = f.events()[0];
    BOOST_TEST((e.kind == EventKind::inrush));
    BOOST_TEST(e.where == 1);
    BOOST_TEST((e.start == Instant{50ms}));
    BOOST_TEST((e.end.value() == Instant{110ms}));
    BOOST_TEST(channel_list(e.start_channels) == "I1 I2");
    BOOST_TEST(channel_list(e.channels) == "I1 I2");
    BOOST_TEST(channel_list(e.end_channels) == "I1");
    BOOST_TEST(e.reference[6] == 100.0);
    BOOST_TEST(std::abs(e.extreme_percent() - 600.0) < 1e-9);
    BOOST_TEST(std::abs(e.extreme[9] - 480.0) < 1e-9);
    BOOST_TEST(e.threshold_percent == 120.0);
    BOOST_TEST(e.release_percent == 118.0);
}

BOOST_AUTO_TEST_CASE(the_voltages_are_recorded_along_with_an_inrush_by_their_lowest_value) {
    Feeder f;
    f.feed(kQuiet, 3);
    f.feed(currents(600, 600, 600, 0));
    f.feed(with(0, 93, currents(600, 600, 600, 0)));
    f.feed(kQuiet);
    Event const e = f.events().at(0);
    BOOST_TEST(std::abs(e.extreme[0] - 0.93 * 230.0) < 1e-9);
    BOOST_TEST(std::abs(e.extreme[1] - 0.99 * 230.0) < 1e-9);
    BOOST_TEST(e.reference[0] == 230.0);
}

BOOST_AUTO_TEST_CASE(the_neutral_current_alone_begins_nothing) {
    Feeder f;
    f.feed(currents(100, 100, 100, 300), 5);
    BOOST_TEST(f.events().empty());
}

BOOST_AUTO_TEST_CASE(an_inrush_flags_nothing) {
    Feeder f;
    f.feed(currents(600, 600, 600, 0), 5);
    BOOST_TEST(f.monitor.running());
    BOOST_TEST(!f.monitor.touched(Instant{0ms}, Instant{200ms}));
    f.feed(kQuiet, 5);
    BOOST_TEST(!f.monitor.touched(Instant{0ms}, Instant{200ms}));
}

BOOST_AUTO_TEST_SUITE_END()
