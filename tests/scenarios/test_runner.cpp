// SPDX-License-Identifier: GPL-3.0-or-later
#include <boost/test/unit_test.hpp>

#include <fstream>
#include <numeric>

#include "scenarios/engine/language.hpp"
#include "scenarios/engine/runner.hpp"
#include "tests/scenarios/fake_target.hpp"

using namespace mb;
using namespace std::chrono_literals;

namespace {

Scenario scenario(std::string const& steps, std::string const& checks) {
    auto const parsed = parse_scenario("name: t\ntimeline:\n  - wait: 1 s\n" + steps + "expect:\n" + checks, "t.yaml");
    if (!parsed) BOOST_FAIL(parsed.error().sentence);
    return *parsed;
}
std::string const kV1 = "  - {quantity: load1.inst.v1, value: 230 V, tolerance: 0.1 %}\n";

/// The meter's own map without its blocks of overcurrents.
RegisterMap voltage_events_only() {
    std::ifstream file{MB_SOURCE_DIR "/resources/maps/a200.csv"};
    std::string text;
    for (std::string line; std::getline(file, line);)
        if (!line.starts_with("event_inrush")) text += line + '\n';
    auto map = RegisterMap::parse(text, "voltages.csv");
    if (!map) BOOST_FAIL(map.error().sentence);
    return *map;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(runner)

BOOST_AUTO_TEST_CASE(a_reading_within_its_limit_passes_and_one_beyond_fails_with_evidence) {
    test::FakeTarget target{test::a200()};
    ScenarioResult good = run_scenario(scenario("", kV1), target, test::a200());
    BOOST_TEST((good.verdict == Verdict::pass));
    BOOST_TEST(good.ended == "finished");
    BOOST_TEST((good.simulated == 1s));

    test::FakeTarget off{test::a200()};
    off.error_percent = 0.2;
    ScenarioResult const bad = run_scenario(scenario("", kV1), off, test::a200());
    BOOST_TEST((bad.verdict == Verdict::fail));
    BOOST_REQUIRE(bad.checks.size() == 1U);
    CheckResult const& check = bad.checks.front();
    BOOST_TEST(check.place.text() == "t.yaml:5:5");
    BOOST_TEST((check.time == Instant{1s}));
    BOOST_REQUIRE(check.findings.size() == 1U);
    Finding const& f = check.findings.front();
    BOOST_TEST(f.quantity == "load1.inst.v1");
    BOOST_TEST(f.expected == "230 V");
    BOOST_TEST(f.actual == "230.46 V");  // 230 V + 0.2 %
    BOOST_TEST(f.limit == "± 0.2301 V (tolerance 0.23 V ⊕ resolution 0.005 V)");
}

BOOST_AUTO_TEST_CASE(the_uncertainty_of_the_source_makes_a_near_miss_inconclusive) {
    test::FakeTarget target{test::a200()};
    target.error_percent = 0.2;
    target.can.source.voltage_percent = 0.3;
    BOOST_TEST((run_scenario(scenario("", kV1), target, test::a200()).verdict == Verdict::inconclusive));
}

BOOST_AUTO_TEST_CASE(a_set_step_changes_what_is_read_from_then_on) {
    test::FakeTarget target{test::a200()};
    auto const result = run_scenario(
        scenario(
            "  - expect:\n      - {quantity: net_inst.f, value: 50 Hz, tolerance: 1 mHz}\n  - set: {frequency: 49.3 Hz}\n  - wait: 1 s\n",
            "  - {quantity: net_inst.f, value: 49.3 Hz, tolerance: 1 mHz}\n"),
        target, test::a200());
    BOOST_TEST((result.verdict == Verdict::pass));
    BOOST_TEST((result.checks[0].time == Instant{1s}));
    BOOST_TEST((result.checks[1].time == Instant{2s}));
}

BOOST_AUTO_TEST_CASE(an_event_is_found_in_the_registers_with_times_of_the_bench) {
    test::FakeTarget target{test::a200()};
    auto const result = run_scenario(scenario("  - dip: {phases: [L1], residual: 40 %, duration: 300 ms}\n  - wait: 1 s\n",
                                              "  - {event: dip, residual: 40 %, tolerance: 0.1 %, duration: 300 ms, duration_tolerance: 1 "
                                              "ms, channels: [V1]}\n  - events: 1\n"),
                                     target, test::a200());
    BOOST_TEST((result.verdict == Verdict::pass));
    BOOST_REQUIRE(result.events.size() == 1U);
    BOOST_TEST((result.events[0].event.start == Instant{1s}));
    BOOST_TEST((*result.events[0].event.end == Instant{1300ms}));
    BOOST_TEST(result.events[0].event.extreme_percent() == 40.0, boost::test_tools::tolerance(1e-9));
    BOOST_TEST((target.clock == std::vector<std::uint16_t>{1, 1, 2024, 0, 0, 0}));
}

BOOST_AUTO_TEST_CASE(two_dips_in_turn_are_two_events_and_the_meters_old_one_is_none) {
    test::FakeTarget target{test::a200()};
    std::string const dips =
        "  - dip: {phases: [L1], residual: 40 %, duration: 200 ms}\n  - wait: 1 s\n  - dip: {phases: [L1], residual: 70 %, duration: 200 "
        "ms}\n  - wait: 1 s\n";
    auto const first =
        run_scenario(scenario(dips, "  - {events: 2, kind: dip}\n  - {event: dip, number: 2, residual: 70 %, tolerance: 0.1 %}\n"), target,
                     test::a200());
    BOOST_TEST((first.verdict == Verdict::pass));
    auto const next = run_scenario(scenario("", "  - {no_event: true}\n"), target, test::a200());
    BOOST_TEST((next.verdict == Verdict::pass));
}

BOOST_AUTO_TEST_CASE(time_passes_in_pieces_that_end_at_the_polls) {
    test::FakeTarget target{test::a200()};
    target.can.exact_time = false;
    auto const result = run_scenario(scenario("  - wait: 250 ms\n  - wait: 75 ms\n", kV1), target, test::a200());
    BOOST_TEST((std::accumulate(target.pieces.begin(), target.pieces.end(), Duration{}) == 1325ms));
    BOOST_REQUIRE(target.pieces.size() == 15U);  // ten, then 100 100 50, 50 25
    BOOST_TEST((target.pieces[12] == 50ms && target.pieces[13] == 50ms && target.pieces[14] == 25ms));
    BOOST_TEST((result.simulated == 1325ms));
    test::FakeTarget exact{test::a200()};
    run_scenario(scenario("  - wait: 25 ms\n", kV1), exact, test::a200());
    BOOST_REQUIRE(exact.pieces.size() == 103U);  // a hundred, then 10 10 5
    BOOST_TEST((exact.pieces[101] == 10ms && exact.pieces[102] == 5ms));
}

BOOST_AUTO_TEST_CASE(where_time_is_exact_two_dips_forty_milliseconds_apart_are_two) {
    std::string const dip = "  - dip: {phases: [L1], residual: 40 %, duration: 20 ms}\n";
    Scenario const twice = scenario(dip + "  - wait: 40 ms\n" + dip + "  - wait: 1 s\n", "  - {events: 2, kind: dip}\n");
    test::FakeTarget exact{test::a200()};
    BOOST_TEST((run_scenario(twice, exact, test::a200()).verdict == Verdict::pass));
    test::FakeTarget rig{test::a200()};
    rig.can.exact_time = false;
    BOOST_TEST((run_scenario(twice, rig, test::a200()).verdict == Verdict::fail));
}

// Bits 0 to 5 are V1 V2 V3 U12 U23 U31 (docs/registers.md), 6 to 9 the currents, which do not judge a dip; what else a foreign meter may
// set is not ours to read.
BOOST_AUTO_TEST_CASE(of_the_channel_bits_of_a_dip_only_the_six_voltages_count) {
    test::FakeTarget target{test::a200()};
    target.lines = 0xFFC1;
    auto const result = run_scenario(
        scenario("  - dip: {phases: [L1], residual: 40 %, duration: 300 ms}\n  - wait: 1 s\n", "  - {event: dip, channels: [V1]}\n"),
        target, test::a200());
    BOOST_TEST((result.verdict == Verdict::pass));
    BOOST_REQUIRE(result.events.size() == 1U);
    BOOST_TEST(int{result.events[0].event.channels} == 1);
    BOOST_TEST(int{result.events[0].event.start_channels} == 1);
    BOOST_TEST(int{result.events[0].event.end_channels} == 1);
}

BOOST_AUTO_TEST_CASE(the_same_scenario_gives_the_same_digest_and_another_one_another) {
    auto const digest = [](double error) {
        test::FakeTarget target{test::a200()};
        target.error_percent = error;
        return run_scenario(scenario("", kV1), target, test::a200()).digest;
    };
    BOOST_TEST(digest(0.0) == digest(0.0));
    BOOST_TEST(digest(0.0) != digest(0.01));  // 0.02 V is two counts
}

BOOST_AUTO_TEST_CASE(a_lost_target_is_an_error_and_the_rest_is_aborted) {
    test::FakeTarget target{test::a200()};
    target.lost_after = 1500ms;
    auto const result = run_scenario(scenario("  - expect:\n    " + kV1 + "  - wait: 1 s\n", kV1), target, test::a200());
    BOOST_TEST((result.verdict == Verdict::error));
    BOOST_TEST(exit_status(result.verdict) == 3);
    BOOST_TEST((result.checks[0].verdict == Verdict::pass));
    BOOST_TEST((result.checks[1].verdict == Verdict::aborted));
    BOOST_TEST(result.ended == "stopped at 1.500 s: t.yaml:6:5: the fake was told to get lost");
    BOOST_TEST(result.checks[1].reason == result.ended);
}

BOOST_AUTO_TEST_CASE(a_target_that_does_not_answer_or_talks_nonsense_is_an_error) {
    test::FakeTarget mute{test::a200()};
    mute.mute = true;
    auto const silent = run_scenario(scenario("", kV1), mute, test::a200());
    BOOST_TEST((silent.verdict == Verdict::error));
    BOOST_TEST(silent.ended == "stopped at 0.000 s: setting the meter's clock: the fake is mute");
    test::FakeTarget babble{test::a200()};
    babble.babble = true;
    BOOST_TEST((run_scenario(scenario("", kV1), babble, test::a200()).verdict == Verdict::error));
}

BOOST_AUTO_TEST_CASE(what_the_meter_or_the_map_lacks_is_not_applicable_with_its_reason) {
    test::FakeTarget refusing{test::a200()};
    refusing.refuse_events = true;
    auto const events = run_scenario(scenario("", kV1 + "  - {no_event: true}\n"), refusing, test::a200());
    BOOST_TEST((events.checks[0].verdict == Verdict::pass));
    BOOST_TEST((events.checks[1].verdict == Verdict::not_applicable));
    BOOST_TEST(events.checks[1].reason.find("exception 2") != std::string::npos);
    BOOST_TEST((events.verdict == Verdict::pass));

    auto const small = RegisterMap::parse(
        "block,address,words,type,scale,unit,access,symbol,repeat,stride\ninst,18444,2,U32,0.01,V,R,load1.inst.v1,1,0\n", "small.csv");
    if (!small) BOOST_FAIL(small.error().sentence);
    test::FakeTarget whole{test::a200()};
    auto const lacking = run_scenario(scenario("", kV1 + "  - {quantity: load1.inst.i1, min: 1 A}\n  - {no_event: true}\n"), whole, *small);
    BOOST_TEST((lacking.checks[0].verdict == Verdict::pass));
    BOOST_TEST((lacking.checks[1].verdict == Verdict::not_applicable));
    BOOST_TEST(lacking.checks[1].reason == "the register map has no load1.inst.i1");
    BOOST_TEST(lacking.checks[2].reason == "the register map has no event_en50160_1.active");

    // A meter that tells no overcurrents is still asked for its voltage events.
    auto const voltages_only = voltage_events_only();
    test::FakeTarget dipping{voltages_only};
    auto const inrush = run_scenario(scenario("  - dip: {phases: [L1], residual: 40 %, duration: 300 ms}\n  - wait: 1 s\n",
                                              "  - {event: dip, channels: [V1]}\n  - {event: inrush, channels: [I1, I2]}\n"
                                              "  - {events: 0, kind: inrush}\n  - {events: 1}\n"),
                                     dipping, voltages_only);
    BOOST_TEST((inrush.checks[0].verdict == Verdict::pass));
    for (std::size_t n : {1U, 2U}) {
        BOOST_TEST((inrush.checks[n].verdict == Verdict::not_applicable));
        BOOST_TEST(inrush.checks[n].reason == "the register map has no event_inrush_1.active");
    }
    BOOST_TEST((inrush.checks[3].verdict == Verdict::pass));
    BOOST_REQUIRE(lacking.notes.size() == 1U);
    BOOST_TEST(lacking.notes[0] ==
               "the meter's clock was not set: the register map has no clock.day; event times count from the meter's own zero");
}

BOOST_AUTO_TEST_CASE(what_the_source_cannot_make_is_not_applicable_and_not_run) {
    test::FakeTarget target{test::a200()};
    target.can.lacks = {Ability::voltage_events};
    auto const dip = run_scenario(scenario("  - dip: {residual: 40 %, duration: 1 s}\n", kV1), target, test::a200());
    BOOST_TEST((dip.verdict == Verdict::not_applicable));
    BOOST_TEST(dip.checks[0].reason == "fake cannot make dips, swells and interruptions (t.yaml:4:5)");
    BOOST_TEST(target.pieces.empty());
    target.can.lacks.clear();
    target.can.highest_harmonic = 40;
    auto const high = run_scenario(scenario("  - set: {voltage: {harmonics: [{order: 41, ratio: 1 %}]}}\n", kV1), target, test::a200());
    BOOST_TEST((high.verdict == Verdict::not_applicable));
    BOOST_TEST(exit_status(high.verdict) == 1);
}

BOOST_AUTO_TEST_CASE(a_zero_register_without_a_window_is_no_reading) {
    test::FakeTarget target{test::a200()};
    target.windows = false;
    std::string const zero = "  - {quantity: load1.inst.i1, value: 0 A, tolerance: 1 A}\n";
    auto const result = run_scenario(scenario("", zero + "  - {quantity: load2.inst.i1, max: 1 A}\n"), target, test::a200());
    BOOST_TEST((result.verdict == Verdict::fail));
    BOOST_TEST(result.checks[0].findings[0].actual == "no reading yet: the first window is not over");
    BOOST_TEST(result.checks[1].findings[0].actual == "no reading: this load is not in use");
    BOOST_TEST(result.readings.empty());
}

BOOST_AUTO_TEST_CASE(all_readings_of_the_meter_are_kept_at_the_end) {
    test::FakeTarget target{test::a200()};
    auto const result = run_scenario(scenario("", kV1), target, test::a200());
    std::map<std::string, double> values;
    for (Reading const& r : result.readings) values[symbol_info(r.symbol).name] = r.value;
    BOOST_TEST(values.at("net_inst.v2") == 230.0, boost::test_tools::tolerance(1e-9));
    BOOST_TEST(values.at("load1.inst.f") == 50.0, boost::test_tools::tolerance(1e-9));
    BOOST_TEST(!values.contains("load2.inst.v1"));
}

BOOST_AUTO_TEST_CASE(settings_are_written_to_the_registers_of_the_map) {
    Scenario s = scenario("  - write: {cfg_meas.power_method: 1}\n", kV1);
    s.settings = {{{}, *find_symbol("cfg_meas.win_avg"), 600.0}};
    test::FakeTarget target{test::a200()};
    BOOST_TEST((run_scenario(s, target, test::a200()).verdict == Verdict::pass));
    BOOST_TEST(target.settings.at(34817) == 10U);  // counts of 60 s
    BOOST_TEST(target.settings.at(34818) == 1U);

    test::FakeTarget stubborn{test::a200()};
    stubborn.refuse_settings = true;
    ScenarioResult const refused = run_scenario(s, stubborn, test::a200());
    BOOST_TEST((refused.verdict == Verdict::error));
    BOOST_TEST(refused.ended.find("writing 600 s to cfg_meas.win_avg: register 34817") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_scenario_is_not_applicable_where_the_map_lacks_what_it_writes) {
    auto const map = voltage_events_only();
    test::FakeTarget target{map};
    auto const result = run_scenario(scenario("  - write: {own.fast_cycles: 2}\n", kV1), target, map);
    BOOST_TEST((result.verdict == Verdict::not_applicable));
    BOOST_TEST(result.ended == "the register map has no own.fast_cycles, which the scenario writes (t.yaml:4:13)");
}

BOOST_AUTO_TEST_CASE(a_target_without_half_cycles_is_not_polled_and_knows_no_events) {
    test::FakeTarget target{test::a200()};
    target.can.half_cycles = false;
    auto const result = run_scenario(scenario("  - wait: 10 s\n", "  - {no_event: true}\n" + kV1), target, test::a200());
    BOOST_TEST((result.verdict == Verdict::pass));
    BOOST_TEST((result.checks[0].verdict == Verdict::not_applicable));
    BOOST_TEST(result.checks[0].reason == "fake has no half cycles, so its meter knows no events");
    BOOST_TEST(std::count(target.pieces.begin(), target.pieces.end(), Duration{10s}) == 1);  // in one piece
}

BOOST_AUTO_TEST_CASE(a_target_that_cannot_be_made_is_an_error_of_its_scenario_only) {
    int made = 0;
    TargetMaker const maker = [&](RatedValues const&) -> Result<std::unique_ptr<Target>> {
        if (made++ == 0) return infrastructure_error("no such rig");
        return std::unique_ptr<Target>{std::make_unique<test::FakeTarget>(test::a200())};
    };
    std::vector<Scenario> const both{scenario("", kV1), scenario("", kV1)};
    RunReport const report = run_all(both, maker, test::a200(), "a200");
    BOOST_TEST((report.scenarios[0].verdict == Verdict::error));
    BOOST_TEST((report.scenarios[0].checks[0].verdict == Verdict::aborted));
    BOOST_TEST((report.scenarios[1].verdict == Verdict::pass));
    BOOST_TEST((report.verdict == Verdict::error));
    BOOST_TEST(report.target == "fake");
}

BOOST_AUTO_TEST_CASE(a_scenario_that_checked_nothing_spoils_the_exit_status_of_a_run_that_passed) {
    auto const maker = [](RatedValues const&) -> Result<std::unique_ptr<Target>> {
        auto target = std::make_unique<test::FakeTarget>(test::a200());
        target->can.lacks = {Ability::voltage_events};
        return std::unique_ptr<Target>{std::move(target)};
    };
    Scenario const steady = scenario("", kV1);
    Scenario const dip = scenario("  - dip: {residual: 40 %, duration: 1 s}\n", kV1);
    auto const status = [&](std::vector<Scenario> const& all) { return exit_status(run_all(all, maker, test::a200(), "a200")); };
    BOOST_TEST(status({steady}) == 0);
    BOOST_TEST(status({dip}) == 1);
    BOOST_TEST(status({dip, steady}) == 1);
    BOOST_TEST(status({}) == 1);
}

BOOST_AUTO_TEST_CASE(a_scenario_with_a_pass_and_something_not_applicable_ends_with_status_0) {
    auto const maker = [](RatedValues const&) -> Result<std::unique_ptr<Target>> {
        auto target = std::make_unique<test::FakeTarget>(test::a200());
        target->refuse_events = true;
        return std::unique_ptr<Target>{std::move(target)};
    };
    std::vector<Scenario> const both{scenario("", kV1 + "  - {no_event: true}\n")};
    BOOST_TEST(exit_status(run_all(both, maker, test::a200(), "a200")) == 0);
}

// So that a caller knows which one of its list is running, however short it is.
BOOST_AUTO_TEST_CASE(progress_tells_the_callers_own_scenario) {
    std::vector<Scenario> const both{scenario("", kV1), scenario("", kV1)};
    std::vector<Scenario const*> seen;
    auto const maker = [](RatedValues const&) -> Result<std::unique_ptr<Target>> {
        return std::unique_ptr<Target>{std::make_unique<test::FakeTarget>(test::a200())};
    };
    run_all(both, maker, test::a200(), "a200", [&](Scenario const& s, Instant) { seen.push_back(&s); });
    BOOST_REQUIRE(!seen.empty());
    BOOST_TEST(seen.front() == &both[0]);
    BOOST_TEST(seen.back() == &both[1]);
}

BOOST_AUTO_TEST_SUITE_END()
