// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/meter/quality_settings.hpp"

#include <boost/test/unit_test.hpp>

#include <cmath>

#include "tests/core/meter/half_cycles.hpp"

using namespace mb;
using namespace mb::half_cycles;
using namespace std::chrono_literals;

namespace {

/// The sliding reference of a channel that stood at `volts` for so many windows: closed form of Usr(n) = 0.9967·Usr(n-1) + 0.0033·U.
double slid(double from, double volts, int windows) { return volts + (from - volts) * std::pow(0.9967, windows); }

constexpr int kWindows = 303;  // about a minute
constexpr double kLow = 0.935;

/// A minute at 93.5 %.
void sink(Feeder& f, bool flagged) {
    std::array<double, 6> low{};
    for (std::size_t c = 0; c < 6; ++c) low[c] = kLow * nominal(c);
    for (int k = 0; k < kWindows; ++k) f.monitor.window(low, flagged);
}

QualitySettings sliding() {
    QualitySettings s;
    s.sliding_reference = true;
    return s;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(quality_of_settings)

BOOST_AUTO_TEST_CASE(the_table_of_settings_and_the_defaults_say_the_same) {
    BOOST_TEST((quality_settings(SettingValues{}) == QualitySettings{}));
}

BOOST_AUTO_TEST_CASE(every_setting_of_events_arrives) {
    SettingValues values;
    auto const set = [&](SettingId id, double value, int load = 0) { BOOST_REQUIRE(values.set(id, value, load)); };
    set(SettingId::dip, 85);
    set(SettingId::dip_hyst, 3);
    set(SettingId::swell, 115);
    set(SettingId::swell_hyst, 4);
    set(SettingId::interruption, 10);
    set(SettingId::interruption_hyst, 1);
    set(SettingId::inrush_threshold, 150, 1);
    set(SettingId::inrush_hyst, 10, 1);
    set(SettingId::inrush_threshold, 400, 4);
    set(SettingId::en50160_reference, 1);
    set(SettingId::event_stamp, 1);
    QualitySettings const q = quality_settings(values);
    BOOST_TEST((q.dip == EventThreshold{85, 3}));
    BOOST_TEST((q.swell == EventThreshold{115, 4}));
    BOOST_TEST((q.interruption == EventThreshold{10, 1}));
    BOOST_TEST((q.inrush[0] == EventThreshold{150, 10}));
    BOOST_TEST((q.inrush[1] == EventThreshold{120, 2}));
    BOOST_TEST((q.inrush[3] == EventThreshold{400, 2}));
    BOOST_TEST(q.sliding_reference);
    BOOST_TEST((q.stamp == EventStamp::window_ends));
}

BOOST_AUTO_TEST_CASE(hysteresis_points_back_from_the_threshold_and_never_under_zero) {
    BOOST_TEST((EventThreshold{90, 2}.release(EventKind::dip)) == 92.0);
    BOOST_TEST((EventThreshold{5, 2}.release(EventKind::interruption)) == 7.0);
    BOOST_TEST((EventThreshold{110, 2}.release(EventKind::swell)) == 108.0);
    BOOST_TEST((EventThreshold{10, 100}.release(EventKind::inrush)) == 0.0);
}

BOOST_AUTO_TEST_CASE(a_running_event_keeps_the_thresholds_with_which_it_began) {
    Feeder f;
    f.v1(100.0, 3);
    f.v1(85.0, 2);
    QualitySettings changed;
    changed.dip = {80.0, 5.0};
    changed.stamp = EventStamp::window_ends;
    f.monitor.set(changed);
    f.v1(86.0);
    BOOST_TEST(f.monitor.running());  // 85 % would be back by the new ones
    f.v1(92.0, 3);
    BOOST_TEST(!f.monitor.running());
    f.v1(81.0, 3);
    BOOST_TEST(f.events().size() == 1U);
    f.v1(79.0);  // window 12: [120, 140] ms
    f.v1(85.0);
    BOOST_REQUIRE_EQUAL(f.events().size(), 2U);
    BOOST_TEST(f.events()[0].threshold_percent == 90.0);
    BOOST_TEST((f.events()[0].start == Instant{30ms}));
    BOOST_TEST(f.events()[1].threshold_percent == 80.0);
    BOOST_TEST(f.events()[1].release_percent == 85.0);
    BOOST_TEST((f.events()[1].start == Instant{140ms}));
    BOOST_TEST(f.events()[1].end.has_value());
}

BOOST_AUTO_TEST_CASE(the_thresholds_of_an_inrush_are_those_of_its_load) {
    QualitySettings settings;
    settings.inrush[0] = {200.0, 50.0};
    Feeder f{settings};
    f.feed(with(6, 190.0), 3);
    BOOST_TEST(f.events().empty());
    f.feed(with(6, 210.0));
    f.feed(with(6, 151.0));
    BOOST_TEST(f.monitor.running());
    f.feed(with(6, 150.0));
    BOOST_TEST(!f.monitor.running());
}

BOOST_AUTO_TEST_CASE(a_dip_against_the_sliding_reference_follows_the_voltage_of_the_last_minute) {
    double const reference = slid(230.0, kLow * 230.0, kWindows);
    Feeder f{sliding()};
    sink(f, false);
    double const edge = 100.0 * 0.9 * reference / 230.0;
    f.v1(edge + 0.001, 3);  // 86.9 %: a dip against the nominal voltage
    BOOST_TEST(f.events().empty());
    f.v1(edge - 0.001);
    BOOST_REQUIRE_EQUAL(f.events().size(), 1U);
    BOOST_TEST(std::abs(f.events()[0].reference[0] - reference) < 1e-9);  // the recursion's rounding
    BOOST_TEST(f.events()[0].reference[6] == 100.0);
    // What the event began with stays with it.
    sink(f, false);
    BOOST_TEST(std::abs(f.events()[0].reference[0] - reference) < 1e-9);
}

BOOST_AUTO_TEST_CASE(a_flagged_window_does_not_move_the_sliding_reference) {
    Feeder f{sliding()};
    sink(f, true);
    f.v1(89.9);
    BOOST_REQUIRE_EQUAL(f.events().size(), 1U);
    BOOST_TEST(f.events()[0].reference[0] == 230.0);
}

BOOST_AUTO_TEST_CASE(a_channel_without_a_value_keeps_its_sliding_reference) {
    Feeder f{sliding()};
    std::array<double, 6> none{};
    none.fill(std::nan(""));
    f.monitor.window(none, false);
    f.v1(89.9);
    BOOST_TEST(f.events().at(0).reference[0] == 230.0);
}

BOOST_AUTO_TEST_CASE(an_interruption_is_always_judged_against_the_nominal_voltage) {
    Feeder f{sliding()};
    sink(f, false);
    f.feed(voltages({4.9, 4.9, 4.9, 4.9, 4.9, 4.9}));  // 5.1 % of the sliding reference
    BOOST_REQUIRE_EQUAL(f.events().size(), 2U);
    BOOST_TEST((f.events()[1].kind == EventKind::interruption));
    BOOST_TEST(f.events()[1].reference[0] == 230.0);
}

BOOST_AUTO_TEST_SUITE_END()
