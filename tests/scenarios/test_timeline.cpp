// SPDX-License-Identifier: GPL-3.0-or-later
// Ramps, profiles and faults on the time axis: what a target is asked to apply, and when.
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cmath>
#include <complex>
#include <filesystem>
#include <fstream>
#include <numbers>
#include <string>
#include <utility>
#include <vector>

#include <unistd.h>

#include "core/signal/spectra.hpp"
#include "scenarios/engine/language.hpp"
#include "scenarios/engine/ramp.hpp"

using namespace mb;
using namespace std::chrono_literals;

namespace {

std::string const kCheck = "expect:\n  - {no_event: true}\n";

Scenario good(std::string const& text, std::string const& file = "t.yaml") {
    auto const scenario = parse_scenario(text, file);
    if (!scenario) BOOST_FAIL(scenario.error().sentence);
    return *scenario;
}

using Applied = std::pair<Duration, Stimulus>;

/// What is applied and when, the start first.
std::vector<Applied> applied(Scenario const& scenario) {
    std::vector<Applied> all{{Duration{}, scenario.start}};
    Duration now{};
    for (Step const& step : scenario.timeline) {
        if (auto const* wait = std::get_if<Wait>(&step.what)) now += wait->duration;
        if (auto const* apply = std::get_if<Apply>(&step.what)) all.push_back({now, apply->stimulus});
    }
    return all;
}

/// I1 as a target makes it from these stimuli: its phasor in straight lines.
std::complex<double> phasor_at(std::vector<Applied> const& all, Duration at) {
    std::complex<double> from = spectrum_of(all[0].second[Channel::i1])[1];
    for (std::size_t k = 1; k < all.size() && all[k].first <= at; ++k) {
        auto const to = spectrum_of(all[k].second[Channel::i1])[1];
        Duration const ramp = all[k].second.ramp;
        Duration const until = k + 1 < all.size() ? std::min(at, all[k + 1].first) : at;
        double const part = ramp > Duration{} ? std::min(1.0, seconds(until - all[k].first) / seconds(ramp)) : 1.0;
        from += (to - from) * part;
    }
    return from;
}

double degrees(std::complex<double> z) { return std::arg(z) * 180.0 / std::numbers::pi; }

/// A folder of this process for a profile beside its scenario, gone with the object.
struct Folder {
    std::filesystem::path path = std::filesystem::temp_directory_path() / ("meterbench_profile_" + std::to_string(::getpid()));
    Folder() { std::filesystem::create_directories(path); }
    ~Folder() {
        std::error_code ignored;
        std::filesystem::remove_all(path, ignored);
    }
    std::string scenario() const { return (path / "t.yaml").string(); }
    void write(std::string const& text) const { std::ofstream{path / "p.csv"} << text; }
};

std::string with_profile(std::string const& more, std::string const& source = "{voltage: {rms: 230 V}}") {
    return "name: t\nsetup:\n  source: " + source + "\ntimeline:\n  - profile: {file: p.csv" + more + "}\n  - wait: 1 s\n" + kCheck;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(timeline)

BOOST_AUTO_TEST_CASE(a_ramp_of_an_angle_keeps_the_amplitude_on_its_way) {
    auto const all = applied(
        good("name: t\nsetup:\n  source: {current: {rms: 10 A, angle: 0 deg}}\ntimeline:\n  - set: {current: {angle: 120 deg}, over: 2 s}\n"
             "  - wait: 3 s\n" +
             kCheck));
    for (int ms = 0; ms <= 2000; ms += 37) {
        auto const i = phasor_at(all, std::chrono::milliseconds{ms});
        BOOST_TEST(std::abs(std::abs(i) - 10.0) < 0.01);  // a chord of 5 degrees is 0.1 % short in the middle
        BOOST_TEST(std::abs(degrees(i) + 120.0 * ms / 2000.0) < 0.05, ms);
    }
    BOOST_TEST(std::abs(degrees(phasor_at(all, 3s)) + 120.0) < 1e-9);
    BOOST_TEST(all.size() == 25U);
}

BOOST_AUTO_TEST_CASE(a_ramp_of_amplitude_and_frequency_is_one_stimulus) {
    auto const all =
        applied(good("name: t\ntimeline:\n  - set: {voltage: {rms: 200 V}, frequency: 51 Hz, over: 2 s}\n  - wait: 3 s\n" + kCheck));
    BOOST_REQUIRE(all.size() == 2U);
    BOOST_TEST((all[1].second.ramp == Duration{2s}));
    BOOST_TEST(all[1].second.frequency_hz == 51.0);
}

BOOST_AUTO_TEST_CASE(what_happens_during_a_ramp_lets_it_go_on) {
    Scenario const s = good(
        "name: t\nsetup:\n  source: {current: {rms: 0 A}}\n  faults: {f: {kind: open_ct, inputs: [I3]}}\ntimeline:\n"
        "  - set: {current: {rms: 10 A}, over: 2 s}\n  - arm: {fault: f, after: 500 ms, for: 500 ms}\n  - wait: 1.5 s\n"
        "  - dip: {residual: 50 %, duration: 100 ms}\n  - wait: 1.5 s\n" +
        kCheck);
    auto const all = applied(s);
    BOOST_REQUIRE(all.size() == 5U);  // start, ramp, fault, cleared, dip
    for (int ms = 0; ms <= 2000; ms += 250)
        BOOST_TEST(std::abs(std::abs(phasor_at(all, std::chrono::milliseconds{ms})) - ms / 200.0) < 1e-9);
    BOOST_TEST((all[2].first == Duration{500ms}));
    BOOST_TEST(all[2].second.faults.size() == 1U);
    BOOST_TEST(all[3].second.faults.empty());
    BOOST_TEST((all[4].second.ramp == Duration{500ms}));
    BOOST_TEST(all[4].second.event.has_value());
}

BOOST_AUTO_TEST_CASE(a_new_set_ends_a_ramp_where_it_stands) {
    auto const all = applied(
        good("name: t\nsetup:\n  source: {current: {rms: 0 A, angle: 0 deg}}\ntimeline:\n  - set: {current: {rms: 10 A}, over: 2 s}\n"
             "  - wait: 1 s\n  - set: {frequency: 50 Hz}\n  - wait: 2 s\n" +
             kCheck));
    BOOST_TEST(std::abs(std::abs(phasor_at(all, 999ms)) - 4.995) < 1e-6);
    BOOST_TEST(std::abs(phasor_at(all, 1s)) == 10.0);  // a set without `over` is at once
}

BOOST_AUTO_TEST_CASE(an_inrush_and_an_event_with_edge_and_jump_carry_their_numbers) {
    auto const all = applied(
        good("name: t\ntimeline:\n  - inrush: {inputs: [I1, I3], multiple: 8, decay: 100 ms, dc: -0.8, dc_decay: 60 ms, at: 90 deg}\n"
             "  - wait: 1 s\n  - swell: {phases: [L2], residual: 120 %, duration: 200 ms, edge: 1 cycles, phase_jump: -10 deg, at: 5 deg}\n"
             "  - set: {phase_jump: 30 deg}\n  - wait: 1 s\n" +
             kCheck));
    BOOST_REQUIRE(all.size() == 4U);
    BOOST_TEST((all[1].second.inrush == CurrentEvent{0b0101, 8.0, 100ms, -0.8, 60ms, 90.0}));
    BOOST_TEST((all[2].second.event == VoltageEvent{0b010, 1.2, 200ms, 5.0, 20ms, -10.0}));
    BOOST_TEST(!all[2].second.inrush.has_value());
    BOOST_TEST(all[3].second.phase_jump_deg == 30.0);
}

BOOST_AUTO_TEST_CASE(a_motor_starts_and_comes_back_by_itself) {
    auto const all = applied(
        good("name: t\nsetup:\n  source: {current: {rms: 10 A, pf: 1}}\ntimeline:\n  - motor_start: {multiple: 6, duration: 2 s, pf: 0.5}\n"
             "  - wait: 3 s\n" +
             kCheck));
    BOOST_TEST(std::abs(std::abs(phasor_at(all, 1400ms)) - 60.0) < 1e-9);
    BOOST_TEST(std::abs(degrees(phasor_at(all, 1400ms)) + 60.0) < 1e-9);
    BOOST_TEST((all[2].first == Duration{1500ms}));
    BOOST_TEST(std::abs(std::abs(phasor_at(all, 2s)) - 10.0) < 1e-9);
}

BOOST_AUTO_TEST_CASE(an_armed_fault_without_a_time_waits_for_its_step) {
    Scenario const s = good(
        "name: t\nsetup:\n  faults: {f: {kind: open_ct, inputs: [I1]}}\ntimeline:\n  - arm: {fault: f, for: 1 s}\n  - wait: 5 s\n  - "
        "fault: f\n"
        "  - wait: 2 s\n  - fault: {kind: phase_loss, phases: [L1]}\n  - wait: 1 s\n  - clear: all\n  - wait: 1 s\n" +
        kCheck);
    std::vector<std::string> log;
    for (FaultTransition const& t : s.fault_log)
        log.push_back(fmt::format("{} {} {}", t.fault, name(t.to), seconds(t.at.time_since_epoch())));
    std::vector<std::string> const wanted{"f armed 0",          "f active 5",          "f cleared 6",
                                          "phase_loss armed 7", "phase_loss active 7", "phase_loss cleared 8"};
    BOOST_TEST(log == wanted, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_profile_is_held_or_ramped_row_by_row) {
    Folder const folder;
    folder.write("\xEF\xBB\xBF# load of a morning\r\ntime, p, pf ,v2\r\n0,3 kW,0.8,\t230\r\n\r\n1 min,6000,1,231\r\n90 s,0,1,230\r\n");
    // 'v2' alone is the second phase without the first.
    auto const odd = parse_scenario(with_profile(""), folder.scenario());
    BOOST_REQUIRE(!odd);
    BOOST_TEST(odd.error().sentence.ends_with("p.csv:3: columns of 'v' are v1, v2 … in order"));

    folder.write("time,p,pf\n0,3 kW,0.8\n1 min,6000,1\n90 s,0,1\n");
    auto const held = applied(good(with_profile(""), folder.scenario()));
    BOOST_REQUIRE(held.size() == 4U);
    std::vector<Duration> const times{0s, 60s, 90s};
    for (std::size_t k = 0; k < 3; ++k) BOOST_TEST((held[k + 1].first == times[k]));
    BOOST_TEST(std::abs(held[1].second[Channel::i1].rms - 1250.0 / 230.0) < 1e-9);
    BOOST_TEST(std::abs(held[2].second[Channel::i1].rms - 2000.0 / 230.0) < 1e-9);
    BOOST_TEST((good(with_profile(""), folder.scenario()).length() == Duration{121s}));  // the last row stands as long as the one before

    folder.write("i1,i2,i3,f\n10,20,30,50\n12,24,36,50.5\n");
    auto const moved = applied(good(with_profile(", step: 15 min, interpolate: linear"), folder.scenario()));
    BOOST_REQUIRE(moved.size() == 3U);
    BOOST_TEST((moved[2].second.ramp == Duration{15min}));
    BOOST_TEST(moved[2].second[Channel::i3].rms == 36.0);
    BOOST_TEST(moved[2].second.frequency_hz == 50.5);
}

BOOST_AUTO_TEST_CASE(a_mistake_in_a_profile_has_its_line) {
    Folder const folder;
    auto const refused = [&](std::string const& table, std::string const& more = "") {
        folder.write(table);
        auto const scenario = parse_scenario(with_profile(more), folder.scenario());
        if (scenario) return std::string{"accepted"};
        std::string const& sentence = scenario.error().sentence;
        BOOST_TEST(sentence.starts_with(folder.scenario() + ":5:14: "), sentence);
        auto const at = sentence.find("p.csv:");
        return at == std::string::npos ? sentence : sentence.substr(at);
    };
    BOOST_TEST(refused("time,w\n0,1\n").starts_with("p.csv:1: unknown column 'w'"));
    BOOST_TEST(refused("time,i\n0,1\n1,2,3\n") == "p.csv:3: 3 fields, the columns are 2");
    BOOST_TEST(refused("time,i\n0,1\n1,2 V\n") == "p.csv:3: '2 V' is not a current (A)");
    BOOST_TEST(refused("time,i\n0,1\n1,-2\n").starts_with("p.csv:3: '-2 A' is outside 0 A"));
    BOOST_TEST(refused("time,i\n0,1\n0,2\n") == "p.csv:3: '0' is not later than the row before");
    BOOST_TEST(refused("time,i\n0,1\nsoon,2\n") == "p.csv:3: 'soon' is not a time (s, min, h)");
    BOOST_TEST(refused("time,i\n0,\n1,2\n") == "p.csv:2: column 'i' is empty");
    BOOST_TEST(refused("i\n1\n").starts_with("p.csv:1: the file has no column 'time'"));
    BOOST_TEST(refused("time,i\n0,1\n", ", step: 1 s").starts_with("p.csv:1: the file has a column 'time' and the step says 'step'"));
    BOOST_TEST(refused("time,i,i\n0,1,1\n") == "p.csv:1: column 'i' stands twice");
    BOOST_TEST(refused("time,i\n0,1\n") == "p.csv: one row does not say how long it stands; write more or say 'step'");
    BOOST_TEST(refused("time,i\n") == "p.csv: has no rows");
    BOOST_TEST(refused("i\n1\n2\n", ", step: 9000 h").find("with this profile the scenario lasts longer than 400 days") !=
               std::string::npos);
    std::filesystem::remove(folder.path / "p.csv");
    auto const gone = parse_scenario(with_profile(""), folder.scenario());
    BOOST_REQUIRE(!gone);
    BOOST_TEST(gone.error().sentence.ends_with("p.csv: no such file"));
}

BOOST_AUTO_TEST_CASE(a_year_of_quarter_hours_is_a_scenario, *boost::unit_test::label("hours")) {
    Folder const folder;
    std::string table = "p,pf\n";
    for (int n = 0; n < 4 * 24 * 365; ++n) table += n % 2 == 0 ? "1 kW,1\n" : "2 kW,0.9\n";
    folder.write(table);
    Scenario const s = good(with_profile(", step: 15 min"), folder.scenario());
    BOOST_TEST((s.length() == Duration{24h * 365 + 1s}));
}

BOOST_AUTO_TEST_CASE(a_small_file_cannot_ask_for_stimuli_without_end, *boost::unit_test::label("hours")) {
    std::string spectrum;
    for (int order = 2; order <= 63; ++order) spectrum += fmt::format("{}{{order: {}, ratio: 1 %}}", order > 2 ? ", " : "", order);
    std::string text = "name: t\nsetup:\n  source: {current: {rms: 1 A, harmonics: [" + spectrum + "]}}\ntimeline:\n";
    for (int n = 0; n < 200; ++n)
        text += fmt::format("  - set: {{current: {{angle: {} deg}}, over: 20 s}}\n  - wait: 20 s\n", n % 2 == 0 ? 179 : 0);
    auto const scenario = parse_scenario(text + kCheck, "t.yaml");
    BOOST_REQUIRE(!scenario);
    BOOST_TEST(scenario.error().sentence.find("with this step the stimuli of the scenario take more than 256 MB") != std::string::npos,
               scenario.error().sentence);
}

BOOST_AUTO_TEST_SUITE_END()
