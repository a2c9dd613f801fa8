// SPDX-License-Identifier: GPL-3.0-or-later
/// What the source makes: straight ramps and powers in closed form.
#include <boost/test/unit_test.hpp>

#include <cmath>
#include <numbers>

#include "hil/virtual_rig/source_model.hpp"

namespace {

using namespace mb;
using namespace mb::virtual_rig;

SourceSettings at(double volts, double amperes = 0.0) {
    SourceSettings s;
    s.output = true;
    for (std::size_t p = 0; p < kPhases; ++p) {
        s.voltage[p].rms = volts;
        s.current[p].rms = amperes;
    }
    return s;
}

bool near(double value, double expected, double relative) { return std::abs(value - expected) <= std::abs(expected) * relative + 2e-3; }
constexpr double kNoise = 6e-5;  // of a reading: beyond it the generator gives no number

}  // namespace

BOOST_AUTO_TEST_SUITE(source_model)

BOOST_AUTO_TEST_CASE(a_voltage_goes_up_in_a_straight_line_at_the_slew_rate) {
    SourceModel source{RigTruth{}, 1};
    BOOST_TEST(source.change(at(200.0, 4.0)));
    auto const stimulus = source.take(10.0);
    BOOST_TEST_REQUIRE(stimulus.has_value());
    BOOST_TEST(seconds(stimulus->ramp) == 1.0);
    for (double const t : {0.0, 0.25, 0.5, 1.0, 2.0}) {
        double const part = std::min(1.0, t);
        auto const readings = source.read(10.0 + t);
        BOOST_TEST(near(readings.voltage[2], 200.0 * part, kNoise));
        BOOST_TEST(near(readings.current[0], 4.0 * part, kNoise));
        BOOST_TEST(near(readings.power[1], 800.0 * part * part, kNoise));
    }
    BOOST_TEST(!source.settled(11.04));
    BOOST_TEST(source.settled(11.06));
    BOOST_TEST(!source.take(12.0));
}

BOOST_AUTO_TEST_CASE(a_ramp_that_is_changed_goes_on_from_where_it_stands) {
    SourceModel source{RigTruth{}, 1};
    source.change(at(200.0));
    source.take(0.0);
    auto down = at(200.0);
    down.voltage[0].rms = 40.0;
    source.change(down);
    auto const stimulus = source.take(0.5);  // all at 100 V: phase 1 has 60 V to go, the others 100 V
    BOOST_TEST(seconds(stimulus->ramp) == 0.5);
    auto const readings = source.read(0.75);
    BOOST_TEST(near(readings.voltage[0], 70.0, kNoise));
    BOOST_TEST(near(readings.voltage[1], 150.0, kNoise));
}

BOOST_AUTO_TEST_CASE(what_is_no_voltage_changes_at_once_and_the_relay_opens_at_once) {
    SourceModel source{RigTruth{}, 1};
    source.change(at(230.0, 5.0));
    source.take(0.0);
    auto next = at(230.0, 10.0);
    next.frequency_hz = 51.0;
    source.change(next);
    auto const stimulus = source.take(5.0);
    BOOST_TEST(stimulus->ramp.count() == 0);
    BOOST_TEST(near(source.read(5.0).current[0], 10.0, kNoise));
    BOOST_TEST(near(source.read(5.0).frequency_hz, 51.0, kNoise));
    next.output = false;
    source.change(next);
    BOOST_TEST(source.take(6.0)->ramp.count() == 0);
    BOOST_TEST(source.read(6.0).voltage[0] == 0.0);
    BOOST_TEST(source.read(6.0).power[0] == 0.0);
}

BOOST_AUTO_TEST_CASE(powers_are_those_of_the_orders_that_voltage_and_current_share) {
    SourceModel source{RigTruth{}, 1};
    auto s = at(200.0, 5.0);
    s.slew = 10'000.0;
    s.current[0].degrees = -60.0;
    s.voltage[0].harmonics = {{5, 10.0, 0.0}};
    s.current[0].harmonics = {{5, 20.0, 0.0}, {7, 30.0, 0.0}};
    BOOST_TEST(source.change(s));
    source.take(0.0);
    auto const r = source.read(1.0);
    double const fundamental = 1000.0 * std::cos(std::numbers::pi / 3.0);
    double const fifth = 20.0 * 1.0 * std::cos(5.0 * std::numbers::pi / 3.0);
    BOOST_TEST(near(r.power[0], fundamental + fifth, 2 * kNoise));
    BOOST_TEST(near(r.voltage[0], 200.0 * std::sqrt(1.01), kNoise));
    BOOST_TEST(near(r.current[0], 5.0 * std::sqrt(1.0 + 0.04 + 0.09), kNoise));
}

BOOST_AUTO_TEST_CASE(its_own_errors_are_in_what_it_makes_and_the_readings_have_more) {
    RigTruth truth;
    truth.source_voltage_percent = {1.0, 0.0, -1.0};
    truth.source_current_degrees = {5.0, 0.0, 0.0};
    truth.source_frequency_millihertz = 100.0;
    truth.source_read_voltage_percent = {2.0, 0.0, 0.0};
    SourceModel source{truth, 1};
    source.change(at(200.0, 5.0));
    auto const s = source.take(0.0);
    BOOST_TEST(std::abs((*s)[Channel::va].rms - 202.0) < 1e-9);
    BOOST_TEST(std::abs((*s)[Channel::vc].rms - 198.0) < 1e-9);
    BOOST_TEST((*s)[Channel::i1].phase_deg == 5.0);
    BOOST_TEST(s->frequency_hz == 50.1);
    BOOST_TEST(near(source.read(9.0).voltage[0], 202.0 * 1.02, kNoise));
}

BOOST_AUTO_TEST_CASE(a_transient_is_the_event_that_was_set) {
    SourceModel source{RigTruth{}, 1};
    auto s = at(230.0);
    s.transient = {5.0, 40.0, 0.25, 90.0};
    source.change(s);
    source.take(0.0);
    BOOST_TEST(!source.take(5.0));
    BOOST_TEST(source.trigger());
    auto const stimulus = source.take(5.0);
    BOOST_TEST_REQUIRE(stimulus->event.has_value());
    BOOST_TEST(int{stimulus->event->phases} == 5);
    BOOST_TEST(stimulus->event->level == 0.4);
    BOOST_TEST(seconds(stimulus->event->duration) == 0.25);
    BOOST_TEST(*stimulus->event->point_on_wave_deg == 90.0);
    BOOST_TEST(near(source.read(5.1).voltage[0], 92.0, kNoise));
    BOOST_TEST(near(source.read(5.1).voltage[1], 230.0, kNoise));
    BOOST_TEST(near(source.read(5.3).voltage[0], 230.0, kNoise));
}

BOOST_AUTO_TEST_SUITE_END()
