// SPDX-License-Identifier: GPL-3.0-or-later
#include <boost/test/unit_test.hpp>

#include <cmath>
#include <filesystem>
#include <numbers>
#include <string>

#include "scenarios/engine/language.hpp"
#include "scenarios/engine/meter_setup.hpp"

using namespace mb;
using namespace std::chrono_literals;

namespace {

/// A scenario that is right but for what a test puts in.
std::string whole(std::string const& setup, std::string const& steps, std::string const& checks) {
    return "name: t\nsetup:\n  nominal: {voltage: 230 V}\n" + setup + "timeline:\n  - wait: 1 s\n" + steps + "expect:\n" + checks;
}
std::string const kCheck = "  - {quantity: load1.inst.v1, value: 230 V, tolerance: 0.1 %}\n";

Scenario good(std::string const& text) {
    auto const scenario = parse_scenario(text, "t.yaml");
    if (!scenario) BOOST_FAIL(scenario.error().sentence);
    return *scenario;
}

std::string refusal(std::string const& text) {
    auto const scenario = parse_scenario(text, "t.yaml");
    if (scenario) return "accepted";
    BOOST_TEST((scenario.error().kind == ErrorKind::input));
    return scenario.error().sentence;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(language)

BOOST_AUTO_TEST_CASE(a_whole_scenario_becomes_plain_structs) {
    Scenario const s = good(R"(name: Everything
description: uses every key
tags: [a, b]
setup:
  nominal: {voltage: 120 V, current: 50 A, frequency: 60 Hz}
  network: 3P+N
  source:
    frequency: 60 Hz
    voltage: {rms: [120 V, 90 %, 0.12 kV], angle: [0 deg, -120 deg, 120 deg], harmonics: [{order: 5, ratio: 6 %, phase: 180 deg}]}
    current: {rms: 20 %, pf: 0.5, nature: lead}
    channels:
      I4: {rms: 1 A, phase: 10 deg}
timeline:
  - wait: 12 cycles
  - dip: {phases: [L1, L3], residual: 40 %, duration: 10 cycles, at: 90 deg}
  - wait: 0.5 s
  - set: {frequency: 50 Hz, voltage: {harmonics: []}}
  - swell: {residual: 120 %, duration: 100 ms}
  - interruption: {duration: 1 s}
  - expect:
      - {events: 1, kind: dip}
expect:
  - {quantity: load1.inst.p, min: 1 kW, max: 2 kW}
  - {event: dip, number: 1, residual: 40 %, tolerance: 0.2 %, duration: 200 ms, duration_tolerance: 1 cycle, channels: [V1, U31]}
  - {no_event: true}
)");
    BOOST_TEST(s.name == "Everything");
    BOOST_TEST(s.tags.size() == 2U);
    BOOST_TEST((s.rated == RatedValues{120.0, 50.0, 60}));
    BOOST_TEST(s.start.frequency_hz == 60.0);
    BOOST_TEST(s.start[Channel::va].rms == 120.0);
    BOOST_TEST(s.start[Channel::vb].rms == 108.0);  // 90 % of nominal
    BOOST_TEST(s.start[Channel::vc].rms == 120.0, boost::test_tools::tolerance(1e-12));
    BOOST_TEST((s.start[Channel::va].harmonics == std::vector<Harmonic>{{5, 0.06, 180.0}}));
    BOOST_TEST(s.start[Channel::i4].rms == 1.0);
    BOOST_TEST(s.start[Channel::i4].phase_deg == 10.0);
    BOOST_TEST(s.start[Channel::i1].rms == 10.0);
    BOOST_TEST(s.start[Channel::i1].phase_deg == 60.0, boost::test_tools::tolerance(1e-12));  // leads by acos 0.5
    BOOST_TEST(s.start[Channel::i2].phase_deg == -60.0, boost::test_tools::tolerance(1e-12));
    BOOST_REQUIRE(s.timeline.size() == 8U);
    BOOST_TEST((std::get<Wait>(s.timeline[0].what).duration == Duration{200ms}));  // 12 cycles of 60 Hz
    VoltageEvent const dip = *std::get<Apply>(s.timeline[1].what).stimulus.event;
    BOOST_TEST((dip == VoltageEvent{0b101, 0.4, nearest_duration(10.0 / 60.0), 90.0}));
    Stimulus const set = std::get<Apply>(s.timeline[3].what).stimulus;
    BOOST_TEST(set.frequency_hz == 50.0);
    BOOST_TEST(set[Channel::vb].rms == 108.0);  // what `set` does not name stays
    BOOST_TEST(set[Channel::va].harmonics.empty());
    BOOST_TEST(!set.event);
    BOOST_TEST((*std::get<Apply>(s.timeline[4].what).stimulus.event == VoltageEvent{0b111, 1.2, 100ms, {}}));
    BOOST_TEST((*std::get<Apply>(s.timeline[5].what).stimulus.event == VoltageEvent{0b111, 0.0, 1s, {}}));
    auto const& checks = std::get<Expect>(s.timeline[7].what).checks;
    BOOST_REQUIRE(checks.size() == 3U);
    BOOST_TEST(*std::get<QuantityCheck>(checks[0].what).min == 1000.0);
    auto const& event = std::get<EventCheck>(checks[1].what);
    BOOST_TEST((*event.duration_min == 180ms && *event.duration_max == 220ms));  // a cycle is one of 50 Hz by then
    BOOST_TEST(int{*event.channels} == 0b100001);
    BOOST_TEST(checks[1].place.text() == "t.yaml:24:5");
    BOOST_TEST(std::get<EventCountCheck>(checks[2].what).count == 0);
    BOOST_TEST((s.length() == 700ms));
    BOOST_TEST(s.check_count() == 4U);
}

BOOST_AUTO_TEST_CASE(a_current_that_lags_is_behind_its_own_voltage) {
    Scenario const s = good(whole("  source: {current: {rms: 10 A, angle: 30 deg}}\n", "", kCheck));
    BOOST_TEST(s.start[Channel::i1].phase_deg == -30.0);
    BOOST_TEST(s.start[Channel::i2].phase_deg == -150.0);
    BOOST_TEST(s.start[Channel::i3].phase_deg == 90.0);
}

// IEC 61557-12 and core/dsp/power.hpp: lagging is quadrant I (import) and III (export), leading IV and II. With Q = Im(V·I*), the
// current lags its voltage by the angle of P + jQ: cos = pf, and a sine with the sign of Q.
BOOST_AUTO_TEST_CASE(power_factor_and_nature_name_the_quadrant) {
    struct Quadrant {
        char const* written;
        double lag_deg;
    };
    double const acute = std::acos(0.8) * 180.0 / std::numbers::pi;
    for (Quadrant const& q : {Quadrant{"pf: 0.8, nature: lag", acute},              // I
                              Quadrant{"pf: -0.8, nature: lead", 180.0 - acute},    // II
                              Quadrant{"pf: -0.8, nature: lag", -(180.0 - acute)},  // III
                              Quadrant{"pf: 0.8, nature: lead", -acute}}) {         // IV
        Scenario const s = good(whole("  source: {current: {rms: 10 A, " + std::string{q.written} + "}}\n", "", kCheck));
        BOOST_TEST(s.start[Channel::i1].phase_deg == -q.lag_deg, q.written << ": " << s.start[Channel::i1].phase_deg);
    }
}

BOOST_AUTO_TEST_CASE(an_empty_channel_takes_its_override_back) {
    Scenario const s = good(whole("  source: {channels: {Va: {rms: 10 V}}}\n", "  - set: {channels: {Va: }}\n", kCheck));
    BOOST_TEST(s.start[Channel::va].rms == 10.0);
    BOOST_TEST(std::get<Apply>(s.timeline[1].what).stimulus[Channel::va].rms == 230.0);
}

BOOST_AUTO_TEST_CASE(percent_of_a_percentage_means_points) {
    Scenario const s = good(whole("", "", "  - {quantity: net_inst.v_nb, value: 3 %, tolerance: 0.1 %}\n" + kCheck));
    auto const& checks = std::get<Expect>(s.timeline.back().what).checks;
    BOOST_TEST(std::get<QuantityCheck>(checks[0].what).tolerance.of(3.0) == 0.1);
    BOOST_TEST(std::get<QuantityCheck>(checks[1].what).tolerance.of(230.0) == 0.23, boost::test_tools::tolerance(1e-12));
}

BOOST_AUTO_TEST_CASE(every_mistake_has_its_place_and_its_sentence) {
    struct Case {
        std::string text;
        std::string sentence;
    };
    std::string const steps = "  - ";
    for (Case const& c : {
             Case{"", "t.yaml: the file is empty; a scenario begins with 'name: …'"},
             Case{"- a", "t.yaml:1:1: 'scenario' must hold keys and values: name, description, tags, setup, timeline, expect"},
             Case{"name: t\nexpext: []", "t.yaml:2:1: unknown key 'expext' in 'scenario', did you mean 'expect'?"},
             Case{"timeline: []", "t.yaml:1:1: 'scenario' needs the key 'name'"},
             Case{"name: t", "t.yaml:1:1: the scenario has no 'expect': it would prove nothing"},
             Case{"name: t\nexpect:\n" + kCheck, "t.yaml:1:1: the scenario has no 'wait': no time would pass for the meter to measure"},
             Case{"name: t\nname: u", "t.yaml:2:1: key 'name' stands twice, first in line 1"},
             Case{whole("", "", "  - {quantity: load1.inst.vq, value: 1 V, tolerance: 1 %}\n"),
                  "t.yaml:7:16: unknown quantity 'load1.inst.vq', did you mean 'load1.inst.v1'?"},
             Case{whole("", "", "  - {quantity: cmd.demand_sync, min: 1}\n"),
                  "t.yaml:7:16: 'cmd.demand_sync' is a command; what can be checked is what the meter tells"},
             Case{whole("", "", "  - {quantity: load1.inst.v1, value: 230 A, tolerance: 1 %}\n"),
                  "t.yaml:7:38: '230 A' is not a voltage (V)"},
             Case{whole("", "", "  - {quantity: load1.inst.v1, value: 230, tolerance: 1 %}\n"),
                  "t.yaml:7:38: '230' needs a unit: write '230 V'"},
             Case{whole("", "", "  - {quantity: load1.inst.v1, value: 230 V}\n"), "t.yaml:7:5: 'quantity check' needs the key 'tolerance'"},
             Case{whole("", "", "  - {quantity: load1.inst.v1}\n"),
                  "t.yaml:7:5: a quantity needs 'value' and 'tolerance', or 'min', or 'max'"},
             Case{whole("", "", "  - {quantity: load1.inst.v1, min: 2 V, max: 1 V}\n"),
                  "t.yaml:7:5: 'min' is above 'max': nothing can meet that"},
             Case{whole("", "", "  - {quantity: load1.inst.v1, value: nan V, tolerance: 1 %}\n"),
                  "t.yaml:7:38: 'nan V' is not a number with a unit; write it as '230 V', '200 ms' or '5 %'"},
             Case{whole("", "", "  - {quantitty: load1.inst.v1}\n"),
                  "t.yaml:7:5: a check begins with 'quantity', 'event', 'events', 'no_event', 'reply' or 'pulse_error', did you mean "
                  "'quantity'?"},
             Case{whole("", "", "  - {event: dipp}\n"),
                  "t.yaml:7:13: unknown event 'dipp', did you mean 'dip'?; known are swell, dip, interruption, inrush"},
             Case{whole("", "", "  - {event: dip, channels: [L1]}\n"),
                  "t.yaml:7:29: unknown channel 'L1', did you mean 'V1'?; known are V1, V2, V3, U12, U23, U31, I1, I2, I3, In"},
             Case{whole("", "", "  - {event: dip, tolerance: 1 %}\n"), "t.yaml:7:29: 'tolerance' belongs to 'residual', which is missing"},
             Case{whole("", "", "  - {events: -1}\n"), "t.yaml:7:14: '-1' must be a whole number from 0 to 1000"},
             Case{whole("", "", "  - {no_event: false}\n"), "t.yaml:7:16: 'no_event' can only be true; say how many with 'events: 1'"},
             Case{whole("", "", "  []\n"), "t.yaml:7:3: an 'expect' without checks proves nothing"},
             Case{whole("", steps + "wait: 9601 h\n", kCheck), "t.yaml:6:11: '9601 h' is longer than 400 days"},
             Case{whole("", steps + "wait: 1e300 s\n", kCheck), "t.yaml:6:11: '1e300 s' is longer than 400 days"},
             Case{whole("", steps + "wait: 9600 h\n", kCheck), "t.yaml:6:11: with this step the scenario lasts longer than 400 days"},
             Case{whole("", steps + "wait: -1 s\n", kCheck), "t.yaml:6:11: '-1 s' is not a time that can pass; the least is 1/48000 s"},
             Case{whole("", steps + "wait: 5 V\n", kCheck), "t.yaml:6:11: '5 V' is not a time; write '200 ms', '1.5 s' or '10 cycles'"},
             Case{whole("", steps + "{wait: 1 s, set: {}}\n", kCheck),
                  "t.yaml:6:5: a step is one of: set, dip, swell, interruption, inrush, motor_start, profile, fault, arm, clear, write, "
                  "comm_fault, wait, expect; this one has 2 keys"},
             Case{whole("", steps + "dip: {phases: [L4], residual: 4 %, duration: 1 s}\n", kCheck),
                  "t.yaml:6:20: unknown phase 'L4', did you mean 'L1'?; known are L1, L2, L3"},
             Case{whole("", steps + "dip: {residual: 120 %, duration: 1 s}\n", kCheck),
                  "t.yaml:6:21: a dip has a residual voltage of at most 100 %"},
             Case{whole("", steps + "swell: {residual: 20 %, duration: 1 s}\n", kCheck),
                  "t.yaml:6:23: a swell has a residual voltage above 100 %"},
             Case{whole("", steps + "dip: {duration: 1 s}\n", kCheck), "t.yaml:6:10: a dip needs 'residual', for example 'residual: 40 %'"},
             Case{whole("  network: 4P\n", "", kCheck),
                  "t.yaml:4:12: unknown network '4P', did you mean '2P'?; known are 1P+N, 2P, 2P+N, 3P, 3P+N, 3P+HL"},
             Case{whole("  source: {voltage: {rms: [1 V, 2 V]}}\n", "", kCheck),
                  "t.yaml:4:27: one value for all phases or a list of 3, one for each phase, not of 2"},
             Case{whole("  source: {voltage: {rms: 5 MV}}\n", "", kCheck), "t.yaml:4:27: '5 MV' is outside 0 V … 1000000 V"},
             Case{whole("  source: {current: {pf: 0.5, angle: 1 deg}}\n", "", kCheck),
                  "t.yaml:4:38: 'pf' and 'angle' say the same thing; write one of them"},
             Case{whole("  source: {current: {pf: 1.5}}\n", "", kCheck), "t.yaml:4:26: '1.5' is outside -1 … 1"},
             Case{whole("  source: {current: {nature: lag}}\n", "", kCheck), "t.yaml:4:30: 'nature' belongs to 'pf', which is missing"},
             Case{whole("  source: {voltage: {harmonics: [{order: 64, ratio: 1 %}]}}\n", "", kCheck),
                  "t.yaml:4:42: '64' must be a whole number from 2 to 63"},
             Case{whole("  source: {channels: {Vx: {rms: 1 V}}}\n", "", kCheck),
                  "t.yaml:4:23: unknown key 'Vx' in 'channels', did you mean 'Va'?"},
             Case{whole("  nominall: 1\n", "", kCheck), "t.yaml:4:3: unknown key 'nominall' in 'setup', did you mean 'nominal'?"},
         })
        BOOST_TEST(refusal(c.text) == c.sentence);
}

BOOST_AUTO_TEST_CASE(settings_and_commands_are_written_with_their_units) {
    Scenario const s = good(whole("  settings: {cfg_meas.win_avg: 10 min, cfg_en50160.dip: 85 %}\n",
                                  "  - write: {load1.cmd.reset_partial_energy: 63, own.fast_cycles: 2}\n", kCheck));
    BOOST_REQUIRE(s.settings.size() == 2U);
    BOOST_TEST((s.settings[0].symbol == find_symbol("cfg_meas.win_avg")));
    BOOST_TEST(s.settings[0].value == 600.0);
    BOOST_TEST(s.settings[0].place.text() == "t.yaml:4:14");
    BOOST_TEST(s.settings[1].value == 85.0);
    auto const* write = std::get_if<Write>(&s.timeline[1].what);
    BOOST_REQUIRE(write != nullptr);
    BOOST_REQUIRE(write->writes.size() == 2U);
    BOOST_TEST(write->writes[0].value == 63.0);
}

BOOST_AUTO_TEST_CASE(what_cannot_be_written_is_refused_with_its_place) {
    auto const setting = [](std::string const& one) { return refusal(whole("  settings: {" + one + "}\n", "", kCheck)); };
    BOOST_TEST(setting("cfg_meas.win_avgg: 10 min") ==
               "t.yaml:4:14: unknown setting 'cfg_meas.win_avgg', did you mean 'cfg_meas.win_avg'?");
    BOOST_TEST(setting("net_inst.f: 50 Hz") == "t.yaml:4:14: 'net_inst.f' is read-only; 'meterbench registers' lists what can be written");
    BOOST_TEST(setting("clock.day: 1") == "t.yaml:4:14: 'clock.day' is part of the clock and not written by itself");
    BOOST_TEST(setting("cmd.demand_sync: 1") == "t.yaml:4:14: 'cmd.demand_sync' is a command: write it in a step, 'write: {…}'");
    BOOST_TEST(setting("cfg_meas.win_avg: 90 s") == "t.yaml:4:32: cfg_meas.win_avg is 60 to 3600 s in steps of 60, not 90");
    BOOST_TEST(setting("cfg_meas.win_avg: 60") == "t.yaml:4:32: '60' needs a unit: write '60 s'");
    BOOST_TEST(setting("cfg_meas.win_avg: 60 V") == "t.yaml:4:32: '60 V' is not a time (s, ms, min, h)");
    BOOST_TEST(refusal(whole("", "  - write: {cmd.demand_sync: -1}\n", kCheck)) ==
               "t.yaml:6:30: cmd.demand_sync takes a whole number from 0 to 65535, not -1");
}

BOOST_AUTO_TEST_CASE(what_could_exhaust_something_is_refused) {
    BOOST_TEST(refusal("name: " + std::string(1'000'001, 'x')).find("bytes are too many for a scenario") != std::string::npos);
    BOOST_TEST(refusal("name: &a t") == "t.yaml:1:7: anchors ('&name') are not part of the scenario language");
    BOOST_TEST(refusal("a: &a [*a]") == "t.yaml:1:4: anchors ('&name') are not part of the scenario language");
    BOOST_TEST(refusal("name: " + std::string(5000, '[')).starts_with("t.yaml:1:"));
    BOOST_TEST(refusal("name: " + std::string(21, '[') + std::string(21, ']')).find("nested deeper than 20 levels") != std::string::npos);
    std::string many = "tags: [";
    for (int i = 0; i < 100'001; ++i) many += "a,";
    BOOST_TEST(refusal(many + "]").find("more than 100000 values") != std::string::npos);
    BOOST_TEST(refusal("[a]: b") == "t.yaml:1:1: a key must be a plain text");
    BOOST_TEST(refusal("name: t\n---\nname: u").find("a second document begins here") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(broken_yaml_is_told_with_line_and_column) {
    BOOST_TEST(refusal("name: [t\nsetup: 1").starts_with("t.yaml:2:6: not valid YAML: "));
    BOOST_TEST(refusal("name: *nobody").starts_with("t.yaml:1:7: not valid YAML: "));
    BOOST_TEST(refusal("\tname: t").starts_with("t.yaml:1:"));
}

BOOST_AUTO_TEST_CASE(a_file_that_is_not_there_or_is_a_folder_is_named) {
    auto const missing = load_scenario("no/such/file.yaml");
    BOOST_REQUIRE(!missing);
    BOOST_TEST(missing.error().sentence == "no/such/file.yaml: no such file");
    auto const folder = load_scenario(MB_SOURCE_DIR "/scenarios");
    BOOST_REQUIRE(!folder);
    BOOST_TEST(folder.error().sentence.find("is a folder") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(network_and_loads_are_told_to_the_meter_and_shape_the_source) {
    Scenario const s = good(
        "name: t\nsetup:\n  nominal: {voltage: 400 V}\n  network: 3P\n  loads: [{type: 3P-2CT, current: 50 A}]\n"
        "  inputs: {I2: {voltage: V2, direction: P2-P1}}\n  source: {voltage: {line: 400 V}}\ntimeline:\n  - wait: 1 s\nexpect:\n" +
        kCheck);
    auto const written = [writes = setup_writes(s.installation, s.rated)](std::string_view symbol) {
        for (SetupWrite const& w : writes)
            if (w.symbol == symbol) return w.value;
        BOOST_FAIL(symbol);
        return 0.0;
    };
    BOOST_TEST(written("cfg_network.net_type") == 4);
    BOOST_TEST(written("cfg_network.v_nom") == 400);
    BOOST_TEST(written("cfg_sensors.ct2_phase") == 1);
    BOOST_TEST(written("cfg_sensors.ct2_way") == 1);
    BOOST_TEST(written("load1.cfg_load.i_nom") == 50);
    BOOST_TEST(std::abs(s.start.channels[0].rms - 400.0 / std::numbers::sqrt3) < 1e-9);
    Scenario const plain = good(whole("", "", kCheck));
    BOOST_TEST(setup_writes(plain.installation, plain.rated).empty());  // nothing was said: nothing is told

    Scenario const high_leg = good(whole("  network: 3P+HL\n", "", kCheck));
    BOOST_TEST(std::abs(high_leg.start.channels[2].rms - 230.0 * std::numbers::sqrt3) < 1e-9);
    BOOST_TEST(high_leg.start.channels[2].phase_deg == 90);
    BOOST_TEST(good(whole("  network: 2P+N\n", "", kCheck)).start.channels[2].rms == 0);
    BOOST_TEST(good(whole("  rotation: 1-3-2\n", "", kCheck)).start.channels[1].phase_deg == 120);
}

BOOST_AUTO_TEST_CASE(faults_begin_and_end_when_the_steps_say) {
    std::string const faults = "  faults: {cable: {kind: open_ct, inputs: [I2]}, turned: {kind: reversed_ct, inputs: [I1]}}\n";
    Scenario const s = good(whole(faults,
                                  "  - arm: {fault: cable, after: 200 ms, for: 300 ms}\n  - wait: 1 s\n  - fault: turned\n  - wait: 1 s\n  "
                                  "- clear: all\n  - wait: 1 s\n",
                                  kCheck));
    BOOST_TEST(s.length() == Duration{4s});
    // wait, then wait-apply-wait-apply-wait, apply, wait, apply, wait, expect
    std::vector<std::pair<Duration, std::vector<FaultKind>>> at;
    Duration now{};
    for (Step const& step : s.timeline) {
        if (auto const* wait = std::get_if<Wait>(&step.what)) now += wait->duration;
        if (auto const* apply = std::get_if<Apply>(&step.what)) {
            at.push_back({now, {}});
            for (Fault const& f : apply->stimulus.faults) at.back().second.push_back(f.kind);
        }
    }
    BOOST_REQUIRE(at.size() == 4U);
    BOOST_TEST((at[0] == std::pair{Duration{1200ms}, std::vector{FaultKind::open_ct}}));
    BOOST_TEST((at[1] == std::pair{Duration{1500ms}, std::vector<FaultKind>{}}));
    BOOST_TEST((at[2] == std::pair{Duration{2s}, std::vector{FaultKind::reversed_ct}}));
    BOOST_TEST((at[3] == std::pair{Duration{3s}, std::vector<FaultKind>{}}));
    std::vector<std::string> changes;
    for (FaultTransition const& c : s.fault_log)
        changes.push_back(fmt::format("{} {} {:.1f}", c.fault, name(c.to), seconds(c.at.time_since_epoch())));
    std::vector<std::string> const expected{"cable armed 1.0",  "cable active 1.2",  "cable cleared 1.5",
                                            "turned armed 2.0", "turned active 2.0", "turned cleared 3.0"};
    BOOST_TEST(changes == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(what_a_network_cannot_have_is_refused_by_name) {
    auto const with = [](std::string const& setup) { return refusal(whole(setup, "", kCheck)); };
    BOOST_TEST(with("  network: 3P\n  loads: [{type: 1P+N-1CT}]\n") ==
               "t.yaml:5:18: load 1: 1P+N-1CT cannot exist on a 3P network; possible there: 3P-1CT, 3P-2CT, 3P-3CT");
    BOOST_TEST(with("  loads: [{type: 3P+N-3CT}, {type: 3P-2CT}]\n") ==
               "t.yaml:4:36: load 2: 3P-2CT takes 2 current inputs, the loads before it leave 1 of 4");
    BOOST_TEST(with("  loads: [{type: 3P+N-5CT}]\n").starts_with("t.yaml:4:18: unknown type of load '3P+N-5CT', did you mean '3P+N-1CT'?"));
    BOOST_TEST(with("  network: 3P\n  faults: {n: {kind: neutral_loss}}\n") ==
               "t.yaml:5:22: neutral_loss: a 3P network has no neutral to lose");
    BOOST_TEST(with("  faults: {n: {kind: open_cd, inputs: [I1]}}\n")
                   .starts_with("t.yaml:4:22: unknown kind of fault 'open_cd', did you mean 'open_ct'?"));
    BOOST_TEST(with("  faults: {n: {kind: open_ct, inputs: [I5]}}\n") ==
               "t.yaml:4:40: unknown current input 'I5', did you mean 'I1'?; known are I1, I2, I3, I4");
    BOOST_TEST(with("  faults: {n: {kind: swapped_currents, inputs: [I1]}}\n") ==
               "t.yaml:4:22: swapped_currents: takes 2 current inputs, 1 named");
}

BOOST_AUTO_TEST_SUITE_END()
