// SPDX-License-Identifier: GPL-3.0-or-later
#include <boost/test/unit_test.hpp>

#include <cmath>
#include <numbers>
#include <string>

#include "scenarios/engine/language.hpp"
#include "scenarios/engine/report_markup.hpp"
#include "scenarios/engine/runner.hpp"
#include "scenarios/engine/source.hpp"
#include "sim/builtin/builtin_target.hpp"

using namespace mb;

namespace {

double radians(double degrees) { return degrees * std::numbers::pi / 180.0; }

/// The waveform as core/signal/stimulus.hpp defines it, at the angle `wt` of the common time axis.
double wave(ChannelSignal const& signal, double wt) {
    double sum = std::sin(wt + radians(signal.phase_deg));
    for (Harmonic const& h : signal.harmonics) sum += h.ratio * std::sin(h.order * (wt + radians(signal.phase_deg)) + radians(h.phase_deg));
    return std::numbers::sqrt2 * signal.rms * sum;
}

Stimulus made(Source const& source) {
    auto const stimulus = stimulus_of(source);
    if (!stimulus) BOOST_FAIL(stimulus.error().sentence);
    return *stimulus;
}

/// What the meter calls V1, V2, V3 is the phase's lane less the neutral's: it must be `wanted` over the whole cycle.
void expect_to_neutral(Stimulus const& made, Stimulus const& wanted) {
    for (std::size_t phase = 0; phase < 3; ++phase)
        for (int degree = 0; degree < 360; ++degree) {
            double const wt = radians(degree);
            double const seen = wave(made.channels[phase], wt) - wave(made[Channel::vn], wt);
            // A nanovolt is far below the finest count of a voltage register, 10 mV.
            BOOST_REQUIRE_SMALL(seen - wave(wanted.channels[phase], wt), 1e-9);
        }
}

Source with_neutral(double rms, double phase_deg, std::vector<Harmonic> harmonics) {
    Source source;
    source.voltage_extras.harmonics = {{5, 0.06, 20.0}, {7, 0.02, 0.0}};
    source.overrides[index(Channel::vn)] = {rms, phase_deg, std::move(harmonics), {}, {}, {}};
    return source;
}

Source without_neutral() {
    Source source = with_neutral(0.0, 0.0, {});
    source.overrides = {};
    return source;
}

/// The scenario's verdict on the built-in meter; what did not pass is told.
Verdict on_the_builtin_meter(std::string const& source, std::string const& checks) {
    auto const scenario =
        parse_scenario("name: t\nsetup:\n  source:\n" + source + "timeline:\n  - wait: 2 s\nexpect:\n" + checks, "t.yaml");
    if (!scenario) BOOST_FAIL(scenario.error().sentence);
    auto const map = open_map("a200");
    BOOST_REQUIRE(map);
    BuiltinTarget target{MeterSettings{}, *map};
    ScenarioResult const result = run_scenario(*scenario, target, *map);
    for (CheckResult const& check : result.checks)
        BOOST_TEST((check.verdict == Verdict::pass), check.place.text() << ": " << why_not(check));
    return result.verdict;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(source)

BOOST_AUTO_TEST_CASE(a_neutral_that_is_not_at_earth_leaves_the_voltages_to_neutral_as_they_were_written) {
    Stimulus const wanted = made(without_neutral());
    for (double const phase : {0.0, 30.0, -120.0, 180.0}) {
        expect_to_neutral(made(with_neutral(10.0, phase, {})), wanted);
        expect_to_neutral(made(with_neutral(10.0, phase, {{3, 0.5, 0.0}, {5, 0.2, 40.0}})), wanted);
    }
    // 10 V in phase with L1, and at 120 degrees to L2: the law of cosines.
    Stimulus const s = made(with_neutral(10.0, 0.0, {}));
    BOOST_TEST(s[Channel::va].rms == 240.0, boost::test_tools::tolerance(1e-12));
    BOOST_TEST(s[Channel::vb].rms == std::sqrt(230.0 * 230.0 + 10.0 * 10.0 - 230.0 * 10.0), boost::test_tools::tolerance(1e-12));
}

BOOST_AUTO_TEST_CASE(a_neutral_that_cancels_a_phase_leaves_its_harmonics) {
    expect_to_neutral(made(with_neutral(230.0, 180.0, {})), made(without_neutral()));
    Source zero = with_neutral(10.0, 0.0, {{3, 0.5, 0.0}});
    zero.voltage = {0.0, 0.0, 0.0};
    Source wanted = without_neutral();
    wanted.voltage = zero.voltage;
    expect_to_neutral(made(zero), made(wanted));
}

BOOST_AUTO_TEST_CASE(a_phase_that_channels_names_stays_as_written_to_earth) {
    Source source = with_neutral(10.0, 0.0, {});
    source.overrides[index(Channel::va)].rms = 200.0;
    Stimulus const s = made(source);
    BOOST_TEST(s[Channel::va].rms == 200.0);
    BOOST_TEST((s[Channel::va].harmonics == source.voltage_extras.harmonics));
    BOOST_TEST(s[Channel::vb].rms != 230.0);
}

BOOST_AUTO_TEST_CASE(a_neutral_at_earth_changes_nothing) {
    Stimulus const s = made(with_neutral(0.0, 30.0, {{3, 0.5, 0.0}}));
    Stimulus const wanted = made(without_neutral());
    for (std::size_t phase = 0; phase < 3; ++phase) BOOST_TEST((s.channels[phase] == wanted.channels[phase]));
}

BOOST_AUTO_TEST_CASE(the_meter_reads_the_voltages_to_neutral_of_the_scenario) {
    // 230 V · sqrt(1 + 0.06²) = 230.4136 V; the neutral's own third harmonic is in no voltage to neutral and in none between phases.
    BOOST_TEST((on_the_builtin_meter("    voltage: {rms: 230 V, harmonics: [{order: 5, ratio: 6 %}]}\n"
                                     "    channels: {Vn: {rms: 10 V, phase: 0 deg, harmonics: [{order: 3, ratio: 50 %}]}}\n",
                                     "  - {quantity: load1.inst.v1, value: 230.4136 V, tolerance: 0.02 %}\n"
                                     "  - {quantity: load1.inst.v2, value: 230.4136 V, tolerance: 0.02 %}\n"
                                     "  - {quantity: load1.inst.v3, value: 230.4136 V, tolerance: 0.02 %}\n") == Verdict::pass));
    BOOST_TEST((on_the_builtin_meter("    voltage: {rms: 230 V}\n    channels: {Vn: {rms: 10 V, phase: 0 deg}}\n",
                                     "  - {quantity: load1.inst.v1, value: 230 V, tolerance: 0.02 %}\n"
                                     "  - {quantity: load1.inst.u12, value: 398.372 V, tolerance: 0.02 %}\n") == Verdict::pass));
}

// P = 3 · 230 V · 10 A · pf = 5520 W, |Q| = 4140 var; lagging (2) in quadrants I and III, leading (1) in II and IV (core/dsp/power.hpp).
BOOST_AUTO_TEST_CASE(the_meter_finds_the_quadrant_that_pf_and_nature_name) {
    struct Quadrant {
        char const *pf, *p, *q, *type;
    };
    for (Quadrant const& x : {Quadrant{"0.8, nature: lag", "5520", "4140", "2"}, Quadrant{"-0.8, nature: lead", "-5520", "4140", "1"},
                              Quadrant{"-0.8, nature: lag", "-5520", "-4140", "2"}, Quadrant{"0.8, nature: lead", "5520", "-4140", "1"}})
        BOOST_TEST(
            (on_the_builtin_meter(std::string{"    current: {rms: 10 A, pf: "} + x.pf + "}\n",
                                  std::string{"  - {quantity: load1.inst.p, value: "} + x.p + " W, tolerance: 0.02 %}\n" +
                                      "  - {quantity: load1.inst.q, value: " + x.q + " var, tolerance: 0.05 %}\n" +
                                      "  - {quantity: load1.inst.pf_type, value: " + x.type + ", tolerance: 0}\n") == Verdict::pass));
}

BOOST_AUTO_TEST_SUITE_END()
