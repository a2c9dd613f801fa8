// SPDX-License-Identifier: GPL-3.0-or-later
#include <boost/test/unit_test.hpp>

#include <cmath>
#include <numbers>

#include "scenarios/engine/language.hpp"
#include "scenarios/engine/pulses.hpp"
#include "scenarios/engine/runner.hpp"
#include "tests/scenarios/fake_target.hpp"

using namespace mb;

namespace {
auto const kClose = boost::test_tools::tolerance(1e-12);

/// 230 V, 10 A: 6900 W, 19 pulses of 0.1 Wh a second.
ScenarioResult run(test::FakeTarget& target, std::string const& check, std::string const& step = "") {
    auto const scenario =
        parse_scenario("name: pulses\nsetup:\n  source: {voltage: {rms: 230 V}, current: {rms: 10 A, pf: 1}}\ntimeline:\n" + step +
                           "  - wait: 11 s\nexpect:\n  - {" + check + "}\n",
                       "p.yaml");
    if (!scenario) BOOST_FAIL(scenario.error().sentence);
    return run_scenario(*scenario, target, test::a200());
}

test::FakeTarget telling(double error_percent) {
    test::FakeTarget target{test::a200()};
    target.can.pulse_resolution_s = 0.0001;
    target.pulse_error_percent = error_percent;
    return target;
}
}  // namespace

BOOST_AUTO_TEST_SUITE(pulses)

// 230 V x 10 A x 3, and half of it at 60 deg.
BOOST_AUTO_TEST_CASE(the_power_at_the_terminals_is_that_of_the_phasors) {
    BOOST_TEST(power_at_terminals(balanced(230.0, 10.0, 0.0, 50.0), {}) == 6'900.0, kClose);
    BOOST_TEST(power_at_terminals(balanced(230.0, 10.0, 60.0, 50.0), {}) == 3'450.0, kClose);
    BOOST_TEST(power_at_terminals(balanced(230.0, 10.0, 180.0, 50.0), {}) == -6'900.0, kClose);
}

// A fifth harmonic of 10 % in V1 and of 20 % in I1, in phase: 23 V x 2 A more; in quadrature: nothing.
BOOST_AUTO_TEST_CASE(harmonics_count_where_both_have_them) {
    auto stimulus = balanced(230.0, 10.0, 0.0, 50.0);
    stimulus[Channel::va].harmonics = {{5, 0.1, 0.0}};
    stimulus[Channel::i1].harmonics = {{5, 0.2, 0.0}, {7, 0.3, 0.0}};
    BOOST_TEST(power_at_terminals(stimulus, {}) == 6'946.0, kClose);
    stimulus[Channel::i1].harmonics[0].phase_deg = 90.0;
    BOOST_TEST(power_at_terminals(stimulus, {}) == 6'900.0, kClose);
}

// Voltages are to earth; a shifted neutral takes from one phase what it gives to the others only where the currents are balanced.
BOOST_AUTO_TEST_CASE(voltages_count_against_the_neutral) {
    auto stimulus = balanced(230.0, 10.0, 0.0, 50.0);
    stimulus[Channel::vn] = stimulus[Channel::va];
    stimulus[Channel::vn].rms = 30.0;
    BOOST_TEST(power_at_terminals(stimulus, {}) == 6'900.0, kClose);
    stimulus[Channel::i2].rms = 0.0;
    stimulus[Channel::i3].rms = 0.0;
    BOOST_TEST(power_at_terminals(stimulus, {}) == 2'000.0, kClose);
}

BOOST_AUTO_TEST_CASE(a_load_between_two_phases_has_the_voltage_between_them) {
    WiringSettings wiring;
    wiring.network = Network::two_phase;
    wiring.loads = {LoadType::two_phase_1ct};
    auto stimulus = balanced(230.0, 10.0, 0.0, 50.0);
    stimulus[Channel::i1].phase_deg = 30.0;  // U12 leads V1 by 30 deg
    BOOST_TEST(power_at_terminals(stimulus, wiring) == 230.0 * std::numbers::sqrt3 * 10.0, kClose);
}

// Two sensors, on phases 1 and 3: the two wattmeters of Aron tell all three phases' power.
BOOST_AUTO_TEST_CASE(two_sensors_tell_the_power_of_three_phases) {
    WiringSettings wiring;
    wiring.network = Network::delta;
    wiring.loads = {LoadType::delta_2ct};
    wiring.partner = usual_partners(wiring.loads);
    auto stimulus = balanced(230.0, 10.0, 25.0, 50.0);
    stimulus[Channel::i2] = stimulus[Channel::i3];  // the second input is on phase 3
    stimulus[Channel::i3] = {};
    BOOST_TEST(power_at_terminals(stimulus, wiring) == 6'900.0 * std::cos(25.0 * std::numbers::pi / 180.0), kClose);
}

BOOST_AUTO_TEST_CASE(one_sensor_on_a_balanced_load_speaks_for_three) {
    WiringSettings wiring;
    wiring.loads = {LoadType::wye_1ct};
    BOOST_TEST(power_at_terminals(balanced(230.0, 10.0, 60.0, 50.0), wiring) == 3'450.0, kClose);
}

// 0.1 Wh each 0.36 s is 1000 W.
BOOST_AUTO_TEST_CASE(pulses_tell_the_power_between_the_first_and_the_last) {
    std::vector<Pulse> list;
    for (int n = 0; n < 11; ++n) list.push_back({100.0 + 0.36 * n});
    auto const power = power_of(list, 0.1, 0.001);
    BOOST_REQUIRE(power.has_value());
    BOOST_TEST(power->watts == 1'000.0, boost::test_tools::tolerance(1e-9));
    BOOST_TEST(power->resolution_percent == 100.0 * 0.001 / 3.6, boost::test_tools::tolerance(1e-9));
    BOOST_TEST(!power_of(std::span{list}.first(1), 0.1, 0.001).has_value());
    BOOST_TEST(!power_of({}, 0.1, 0.001).has_value());
}

BOOST_AUTO_TEST_CASE(pulses_travel_to_the_nanosecond_and_backwards_ones_are_refused) {
    std::vector<Pulse> const list{{0.0}, {1.000000001}, {31'536'000.25}};
    auto const back = parse_pulses(pulse_bytes(list));
    BOOST_REQUIRE(static_cast<bool>(back));
    BOOST_REQUIRE(back->size() == 3U);
    for (std::size_t i = 0; i < 3; ++i) BOOST_TEST(std::abs((*back)[i].time_s - list[i].time_s) < 1e-8);
    BOOST_TEST(!parse_pulses(Bytes(7, 0)));
    std::vector<Pulse> const turned{{2.0}, {1.0}};
    BOOST_TEST(parse_pulses(pulse_bytes(turned)).error().sentence.find("pulse 2 as earlier") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(the_error_of_the_pulses_is_held_against_the_power_at_the_terminals) {
    auto target = telling(0.3);
    auto const good = run(target, "pulse_error: 0.3 %, tolerance: 0.01 %, weight: 0.1 Wh");
    BOOST_TEST((good.verdict == Verdict::pass), good.ended);
    BOOST_TEST(good.checks[0].title == "pulse error = 0.3 %");
    BOOST_TEST(std::abs(*good.checks[0].findings[0].actual_value - 0.3) < 0.001);
    auto again = telling(0.3);
    auto const bad = run(again, "pulse_error: 0 %, tolerance: 0.1 %, weight: 0.1 Wh");
    BOOST_TEST((bad.verdict == Verdict::fail));
}

// A ten times heavier pulse would be ten times the energy.
BOOST_AUTO_TEST_CASE(the_weight_is_the_checks) {
    auto target = telling(0.0);
    auto const result = run(target, "pulse_error: 900 %, tolerance: 0.1 %, weight: 1 Wh");
    BOOST_TEST((result.verdict == Verdict::pass));
}

BOOST_AUTO_TEST_CASE(the_uncertainty_of_the_sources_power_widens_the_limit) {
    auto target = telling(0.3);
    target.can.source.power_percent = 0.4;
    auto const result = run(target, "pulse_error: 0 %, tolerance: 0.1 %, weight: 0.1 Wh");
    BOOST_TEST((result.verdict == Verdict::inconclusive));
    BOOST_TEST(result.checks[0].findings[0].limit.find("source 0.4 %") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(what_cannot_be_judged_by_pulses_is_not_applicable_with_the_reason) {
    auto const reason = [](test::FakeTarget target, std::string const& check, std::string const& step = "") {
        auto const result = run(target, check, step);
        BOOST_TEST((result.verdict == Verdict::not_applicable));
        return result.checks[0].reason;
    };
    std::string const check = "pulse_error: 0 %, tolerance: 0.1 %, weight: 0.1 Wh";
    BOOST_TEST(reason(test::FakeTarget{test::a200()}, check) == "fake tells no energy pulses");
    BOOST_TEST(reason(telling(0.0), check, "  - dip: {residual: 40 %, duration: 1 s}\n").find("not steady") != std::string::npos);
    BOOST_TEST(reason(telling(0.0), check, "  - set: {current: {rms: 10 A, pf: 0}}\n").find("no active power") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(too_few_pulses_fail) {
    auto target = telling(0.0);
    auto const result = run(target, "pulse_error: 0 %, tolerance: 0.1 %, weight: 0.1 Wh", "  - set: {current: {rms: 10 mA, pf: 1}}\n");
    BOOST_TEST((result.verdict == Verdict::fail));
    BOOST_TEST(result.checks[0].findings[0].actual == "0 pulses: two are needed");  // 6.9 W: one in 52 s
}

BOOST_AUTO_TEST_SUITE_END()
