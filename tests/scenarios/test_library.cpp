// SPDX-License-Identifier: GPL-3.0-or-later
// The shipped scenarios on the built-in meter: all pass, and each can fail.
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "scenarios/engine/language.hpp"
#include "scenarios/engine/report_markup.hpp"
#include "scenarios/engine/runner.hpp"
#include "sim/builtin/builtin_target.hpp"
#include "sim/builtin/phasor_target.hpp"

using namespace mb;

namespace {

std::vector<std::string> library() {
    std::vector<std::string> files;
    for (auto const& entry : std::filesystem::recursive_directory_iterator{MB_SOURCE_DIR "/scenarios/library"})
        if (entry.path().extension() == ".yaml") files.push_back(entry.path().string());
    std::sort(files.begin(), files.end());
    return files;
}

std::string content(std::string const& file) {
    std::ifstream stream{file};
    return {std::istreambuf_iterator<char>{stream}, {}};
}

template <class Kind = BuiltinTarget>
ScenarioResult run(std::string const& text, std::string const& file) {
    auto const scenario = parse_scenario(text, file);
    if (!scenario) BOOST_FAIL(scenario.error().sentence);
    MeterSettings settings;
    settings.nominal = {scenario->rated.voltage, scenario->rated.current, scenario->rated.frequency_hz};
    auto const map = open_map("a200");
    BOOST_REQUIRE(map);
    Kind target{settings, *map, scenario->rated.network};
    return run_scenario(*scenario, target, *map);
}

/// The first `from` after `after` becomes `to`.
std::string changed(std::string text, std::string const& after, std::string const& from, std::string const& to) {
    auto const at = text.find(from, text.find(after));
    BOOST_REQUIRE_MESSAGE(at != std::string::npos, from);
    return text.replace(at, from.size(), to);
}

std::string const kSmoke = MB_SOURCE_DIR "/scenarios/library/smoke/";
std::string const kLibrary = MB_SOURCE_DIR "/scenarios/library/";

}  // namespace

BOOST_AUTO_TEST_SUITE(library_on_the_builtin_meter)

BOOST_AUTO_TEST_CASE(every_scenario_of_the_library_passes) {
    BOOST_TEST(library().size() >= 6U);
    for (std::string const& file : library()) {
        ScenarioResult const result = run(content(file), file);
        for (CheckResult const& check : result.checks)
            BOOST_TEST((check.verdict == Verdict::pass), check.place.text() << ": " << why_not(check));
        BOOST_TEST((result.verdict == Verdict::pass), file);
    }
}

// What it cannot make is not applicable; whatever it can make reads as on the waveform.
BOOST_AUTO_TEST_CASE(no_scenario_of_the_library_fails_on_phasors) {
    std::size_t passed = 0;
    for (std::string const& file : library()) {
        ScenarioResult const result = run<PhasorTarget>(content(file), file);
        for (CheckResult const& check : result.checks)
            BOOST_TEST((check.verdict == Verdict::pass || check.verdict == Verdict::not_applicable), check.place.text()
                                                                                                         << ": " << why_not(check));
        BOOST_TEST((result.verdict == Verdict::pass || result.verdict == Verdict::not_applicable), file << ": " << result.ended);
        passed += result.verdict == Verdict::pass ? 1 : 0;
    }
    BOOST_TEST(passed >= library().size() / 2);
}

BOOST_AUTO_TEST_CASE(the_same_scenario_twice_gives_the_same_digest) {
    std::string const file = kSmoke + "dip.yaml";
    ScenarioResult const first = run(content(file), file);
    ScenarioResult const second = run(content(file), file);
    BOOST_TEST(first.digest == second.digest);
    BOOST_TEST(first.digest != run(changed(content(file), "dip:", "residual: 40 %", "residual: 41 %"), file).digest);
}

BOOST_AUTO_TEST_CASE(each_scenario_fails_where_its_stimulus_is_not_what_it_expects) {
    struct Break {
        std::string file, after, from, to, fails;
    };
    for (Break const& b : {Break{"smoke/nominal.yaml", "source:", "rms: 230 V", "rms: 229.9 V", "load1.inst.v1"},
                           Break{"smoke/nominal.yaml", "source:", "pf: 0.8", "pf: 0.79", "load1.inst.pf"},
                           Break{"smoke/dip.yaml", "dip:", "residual: 40 %", "residual: 40.5 %", "dip.residual"},
                           Break{"smoke/dip.yaml", "dip:", "duration: 10 cycles", "duration: 12 cycles", "dip.duration"},
                           Break{"smoke/dip.yaml", "dip:", "[L1]", "[L2]", "dip.channels"},
                           Break{"smoke/swell.yaml", "swell:", "residual: 120 %", "residual: 109 %", "events"},
                           Break{"smoke/harmonics.yaml", "source:", "order: 5, ratio: 6 %", "order: 5, ratio: 7 %", "load1.inst.v1"},
                           Break{"smoke/unbalance.yaml", "set:", "225 V", "226 V", "net_inst.v_nb"},
                           Break{"smoke/frequency_step.yaml", "set:", "49.3 Hz", "49.31 Hz", "net_inst.f"},
                           Break{"metrology/harmonics.yaml", "voltage:", "ratio: 6 %", "ratio: 6.1 %", "net_harm_v.h5_v1"},
                           Break{"metrology/power_conventions.yaml", "timeline:", "power_method: 1", "power_method: 0", "load1.inst.s"},
                           Break{"metrology/energy.yaml", "settings:", "0.1 Wh", "0.2 Wh", "pulse.count"},
                           Break{"metrology/averages.yaml", "set:", "220 V", "221 V", "load1.avg.v1"},
                           Break{"metrology/inrush.yaml", "set:", "150 %", "152 %", "inrush.residual"},
                           Break{"metrology/demand.yaml", "settings:", "1 min", "2 min", "load1.demand.n1_p_pos"},
                           Break{"comm/exception.yaml", "comm_fault:", "exception=4", "exception=3", "reply to net_inst.f"},
                           Break{"comm/silence.yaml", "comm_fault:", "no-reply", "wrong-unit", "reply to net_inst.v1"},
                           Break{"comm/wrong_frames.yaml", "comm_fault:", "first=1", "first=2", "reply to load1.inst.p"},
                           Break{"comm/delay.yaml", "comm_fault:", "200ms", "201ms", "reply to net_inst.f"}}) {
        ScenarioResult const result = run(changed(content(kLibrary + b.file), b.after, b.from, b.to), b.file);
        BOOST_TEST((result.verdict == Verdict::fail), b.file);
        bool found = false;
        for (CheckResult const& check : result.checks)
            for (Finding const& f : check.findings) found = found || (f.quantity == b.fails && f.verdict == Verdict::fail);
        BOOST_TEST(found, b.file << ": " << b.fails << " did not fail");
    }
}

BOOST_AUTO_TEST_CASE(a_broken_limit_is_told_with_quantity_expected_actual_and_limit) {
    std::string const text = changed(content(kSmoke + "nominal.yaml"), "load1.inst.v1", "value: 230 V", "value: 231 V");
    ScenarioResult const result = run(text, "nominal.yaml");
    BOOST_TEST((result.verdict == Verdict::fail));
    auto const failed =
        std::find_if(result.checks.begin(), result.checks.end(), [](CheckResult const& c) { return c.verdict == Verdict::fail; });
    BOOST_REQUIRE((failed != result.checks.end()));
    BOOST_TEST(why_not(*failed) ==
               "fail: load1.inst.v1, expected 231 V, actual 230.00 V, limit ± 0.04647 V (tolerance 0.0462 V ⊕ resolution 0.005 V)");
    BOOST_TEST(failed->place.file == "nominal.yaml");
    BOOST_TEST(failed->place.line == 19);
}

BOOST_AUTO_TEST_CASE(every_kind_of_fault_stands_in_the_table_and_has_its_scenario) {
    std::string const table = content(MB_SOURCE_DIR "/docs/faults.md");
    for (FaultRow const& row : faults()) {
        BOOST_TEST((table.find(fmt::format("| `{}` |", row.name)) != std::string::npos), row.name);
        BOOST_TEST(std::filesystem::exists(fmt::format("{}faults/{}.yaml", kLibrary, row.name)), row.name);
    }
}

BOOST_AUTO_TEST_SUITE_END()
