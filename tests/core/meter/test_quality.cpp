// SPDX-License-Identifier: GPL-3.0-or-later
/// The rules by which voltage events begin and end (IEC 61000-4-30, 5.4 and 5.5, as remembered; manual, annex IV).
#include "core/meter/quality.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <cmath>
#include <limits>

#include "tests/core/meter/half_cycles.hpp"

using namespace mb;
using namespace mb::half_cycles;
using namespace std::chrono_literals;

BOOST_AUTO_TEST_SUITE(quality)

BOOST_AUTO_TEST_CASE(a_dip_begins_below_ninety_and_ends_at_ninety_two_percent) {
    Feeder f;
    f.v1(100.0, 10);
    f.v1(90.0, 5);  // the threshold itself is not below it
    BOOST_TEST(f.events().empty());
    f.v1(89.9);  // window 15: [150, 170] ms
    BOOST_REQUIRE_EQUAL(f.events().size(), 1U);
    BOOST_TEST(f.monitor.running());
    f.v1(60.0, 3);
    f.v1(91.9, 2);
    BOOST_TEST(!f.events()[0].end.has_value());
    f.v1(92.0);  // window 21: [210, 230] ms
    Event const e = f.events()[0];
    BOOST_REQUIRE(e.end.has_value());
    BOOST_TEST(!f.monitor.running());
    BOOST_TEST((e.kind == EventKind::dip));
    BOOST_TEST(e.where == 0);
    BOOST_TEST((e.start == Instant{150ms}));
    BOOST_TEST((*e.end == Instant{230ms}));
    BOOST_TEST(std::abs(e.extreme_percent() - 60.0) < 1e-9);
    BOOST_TEST(channel_list(e.channels) == "V1");
    BOOST_TEST(e.reference[0] == 230.0);
    BOOST_TEST(e.threshold_percent == 90.0);
    BOOST_TEST(e.release_percent == 92.0);
}

BOOST_AUTO_TEST_CASE(noise_inside_the_hysteresis_does_not_split_a_dip) {
    Feeder f;
    f.v1(100.0, 5);
    for (int k = 0; k < 20; ++k) f.v1(k % 2 == 0 ? 89.0 : 91.5);
    f.v1(100.0, 5);
    BOOST_TEST(f.events().size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_swell_begins_above_110_and_ends_at_108_percent_with_its_highest_value) {
    Feeder f;
    f.v1(109.9, 5);
    BOOST_TEST(f.events().empty());
    f.v1(125.0, 2);
    f.v1(108.1, 2);
    BOOST_TEST(f.monitor.running());
    f.v1(108.0);
    BOOST_REQUIRE_EQUAL(f.events().size(), 1U);
    BOOST_TEST((f.events()[0].kind == EventKind::swell));
    BOOST_TEST(std::abs(f.events()[0].extreme_percent() - 125.0) < 1e-9);
    BOOST_TEST(!f.monitor.running());
}

/// A dip of ten cycles from 1 s to 1.2 s on V1, aligned with its half cycles. A window half in it reads sqrt((1 + d²)/2): 76.2 % for
/// d = 0.4, 86.3 % for 0.7, 92.8 % for 0.85, which therefore starts half a cycle later and ends half a cycle earlier.
BOOST_DATA_TEST_CASE(a_window_half_in_the_dip_counts_where_it_is_below_the_threshold,
                     boost::unit_test::data::make({0.4, 0.7, 0.85}) * boost::unit_test::data::make({0, 1}), d, stamp) {
    QualitySettings settings;
    settings.stamp = static_cast<EventStamp>(stamp);
    Feeder f{settings};
    double const half_in = 100.0 * std::sqrt((1.0 + d * d) / 2.0);
    bool const counts = half_in < 90.0;
    f.v1(100.0, 99);
    f.v1(half_in);  // [990, 1010] ms
    f.v1(100.0 * d, 19);
    f.v1(half_in);  // [1190, 1210] ms
    f.v1(100.0, 5);
    BOOST_REQUIRE_EQUAL(f.events().size(), 1U);
    Event const e = f.events()[0];
    Instant const first{counts ? 990ms : 1000ms};
    BOOST_TEST((e.start == (stamp == 0 ? first : first + 20ms)));
    BOOST_TEST((e.end.value() == Instant{counts ? 1220ms : 1210ms}));  // one rule for the end: that of the last window
    BOOST_TEST(std::abs(e.extreme_percent() - 100.0 * d) < 1e-9);
}

BOOST_AUTO_TEST_CASE(a_polyphase_dip_lasts_from_the_first_channel_to_the_last) {
    Feeder f;
    f.feed(kQuiet);
    f.feed(voltages({80, 100, 100, 100, 100, 100}));  // [10, 30]
    f.feed(voltages({80, 70, 100, 85, 100, 100}));
    f.feed(voltages({100, 70, 100, 100, 100, 100}));  // V1 is back, V2 is not
    f.feed(kQuiet);                                   // [40, 60]
    BOOST_REQUIRE_EQUAL(f.events().size(), 1U);
    Event const e = f.events()[0];
    BOOST_TEST((e.start == Instant{10ms}));
    BOOST_TEST((*e.end == Instant{60ms}));
    BOOST_TEST(channel_list(e.channels) == "V1 V2 U12");
    BOOST_TEST(channel_list(e.end_channels) == "V2");
    BOOST_TEST(std::abs(e.extreme_percent() - 70.0) < 1e-9);
}

BOOST_AUTO_TEST_CASE(a_dip_waits_for_every_voltage_even_for_one_that_never_fell_below_the_threshold) {
    Feeder f;
    f.feed(kQuiet);
    f.feed(voltages({80, 91, 100, 100, 100, 100}), 3);
    f.feed(voltages({100, 91, 100, 100, 100, 100}), 3);
    BOOST_TEST(f.monitor.running());
    f.feed(kQuiet);
    Event const e = f.events().at(0);
    BOOST_TEST(channel_list(e.channels) == "V1");
    BOOST_TEST(channel_list(e.end_channels) == "V2");
}

BOOST_AUTO_TEST_CASE(an_interruption_needs_all_channels_and_ends_with_the_first) {
    Feeder f;
    f.feed(kQuiet);
    f.feed(voltages({2, 2, 2, 2, 2, 5}));  // 5 % is not below 5 %
    f.feed(voltages({2, 2, 2, 2, 2, 2}));  // [20, 40]
    f.feed(voltages({2, 2, 2, 2, 2, 2}));
    f.feed(voltages({2, 2, 7, 2, 7, 7}));  // [40, 60]: 5 % and the hysteresis of 2 %
    f.feed(kQuiet);
    auto const all = f.events();
    BOOST_REQUIRE_EQUAL(all.size(), 2U);  // each kind is judged by itself
    BOOST_TEST((all[0].kind == EventKind::dip));
    BOOST_TEST((all[1].kind == EventKind::interruption));
    BOOST_TEST((all[1].start == Instant{20ms}));
    BOOST_TEST((*all[1].end == Instant{60ms}));
    BOOST_TEST(channel_list(all[1].end_channels) == "V3");
    BOOST_TEST(channel_list(all[1].start_channels) == "V1 V2 V3 U12 U23 U31");
}

BOOST_AUTO_TEST_CASE(a_voltage_between_phases_that_remains_is_no_interruption) {
    // All phases at 4.9 %, V1 opposite to V2 and V3: U12 and U31 are 9.8 % of V, which is 5.66 % of U.
    Feeder f;
    f.feed(kQuiet);
    f.feed(voltages({4.9, 4.9, 4.9, 5.66, 0, 5.66}), 5);
    BOOST_REQUIRE_EQUAL(f.events().size(), 1U);
    BOOST_TEST((f.events()[0].kind == EventKind::dip));
}

BOOST_AUTO_TEST_CASE(a_value_that_is_not_finite_neither_begins_nor_ends_nor_extends_an_event) {
    double const nan = std::nan("");
    double const infinity = std::numeric_limits<double>::infinity();
    Feeder f;
    f.feed(kQuiet, 2);
    for (double const bad : {nan, -infinity, infinity}) f.feed(voltages({bad, bad, bad, bad, bad, bad}), 2);
    BOOST_TEST(f.events().empty());
    f.v1(60.0);
    f.v1(nan, 3);
    f.v1(infinity);
    BOOST_TEST(f.monitor.running());
    f.v1(100.0);
    BOOST_REQUIRE_EQUAL(f.events().size(), 1U);
    BOOST_TEST(std::abs(f.events()[0].extreme_percent() - 60.0) < 1e-9);
    f.feed(voltages({2, 2, nan, 2, 2, 2}));
    BOOST_TEST(f.events().size() == 2U);  // a dip; V3 was last seen at 100 %, so this is no interruption
}

BOOST_AUTO_TEST_CASE(the_currents_are_recorded_along_with_a_voltage_event_and_do_not_judge_it) {
    Feeder f;
    f.feed(kQuiet);
    f.feed({60, 100, 100, 100, 100, 100, 90, 50, 20, 70});
    f.feed({60, 100, 100, 100, 100, 100, 110, 50, 30, 5});
    f.feed({100, 100, 100, 100, 100, 100, 0, 0, 0, 0});
    Event const e = f.events().at(0);
    BOOST_TEST(e.end.has_value());
    BOOST_TEST(channel_list(e.channels) == "V1");
    for (std::size_t c = 6; c < 10; ++c) BOOST_TEST(e.reference[c] == 100.0);
    BOOST_TEST(std::abs(e.extreme[6] - 110.0) < 1e-9);
    BOOST_TEST(e.extreme[7] == 50.0);
    BOOST_TEST(e.extreme[8] == 50.0);  // V1 reports first: 50 A stood when the dip began
    BOOST_TEST(std::abs(e.extreme[9] - 70.0) < 1e-9);
}

BOOST_AUTO_TEST_CASE(a_channel_that_was_never_heard_has_no_extreme) {
    QualityMonitor monitor{Nominal{}, QualitySettings{}};
    monitor.update(0, 100.0, Instant{}, Instant{20ms});
    BOOST_REQUIRE_EQUAL(monitor.events().size(), 1U);
    BOOST_TEST(monitor.events()[0].extreme[0] == 100.0);
    BOOST_TEST(std::isnan(monitor.events()[0].extreme[1]));
    monitor.update(1, 225.0, Instant{10ms}, Instant{30ms});
    BOOST_TEST(monitor.events()[0].extreme[1] == 225.0);
}

BOOST_AUTO_TEST_SUITE_END()
