// SPDX-License-Identifier: GPL-3.0-or-later
#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include "scenarios/engine/comparison.hpp"
#include "scenarios/engine/language.hpp"
#include "scenarios/engine/report_json.hpp"
#include "scenarios/engine/runner.hpp"
#include "tests/scenarios/fake_target.hpp"

using namespace mb;

namespace {

constexpr double kTolerancePercent = 0.05;

RunRecord record(test::FakeTarget& target, std::string const& name, std::string const& checks) {
    auto const scenario = parse_scenario("name: voltages\ntimeline:\n  - wait: 1 s\nexpect:\n" + checks, "voltages.yaml");
    if (!scenario) BOOST_FAIL(scenario.error().sentence);
    RunReport report;
    report.target = name;
    report.map = "a200";
    report.scenarios.push_back(run_scenario(*scenario, target, test::a200()));
    report.digest = report.scenarios[0].digest;
    auto parsed = parse_record(report_json(report), "report.json");
    if (!parsed) BOOST_FAIL(parsed.error().sentence);
    return *std::move(parsed);
}

std::string const kTwo =
    "  - {quantity: load1.inst.v1, value: 230 V, tolerance: 0.1 %}\n  - {quantity: net_inst.f, value: 50 Hz, tolerance: 1 mHz}\n";

/// A build whose voltages are off by so much.
RunRecord build(double error_percent, std::string const& checks = kTwo) {
    test::FakeTarget target{test::a200()};
    target.error_percent = error_percent;
    return record(target, fmt::format("build with {} %", error_percent), checks);
}

std::vector<std::string> lines(Comparison const& comparison, bool of_checks) {
    std::vector<std::string> all;
    for (Difference const& d : comparison.differences)
        if (d.of_a_check == of_checks) all.push_back(fmt::format("{} {}", name(d.change), d.what));
    return all;
}

using Lines = std::vector<std::string>;

}  // namespace

BOOST_AUTO_TEST_SUITE(comparison)

BOOST_AUTO_TEST_CASE(the_same_build_twice_is_identical_to_the_last_reply) {
    auto const same = compare(build(0.02), build(0.02), kTolerancePercent);
    BOOST_TEST(same.identical);
    BOOST_TEST(same.differences.empty());
    BOOST_TEST(same.checks == 2U);
    BOOST_TEST(same.readings > 5U);  // V1 V2 V3, I1 I2 I3, f …
    BOOST_TEST(!same.worse());
}

BOOST_AUTO_TEST_CASE(a_check_that_fails_now_has_regressed_and_the_other_way_round_it_is_fixed) {
    auto const worse = compare(build(0.0), build(0.2), kTolerancePercent);
    BOOST_TEST(lines(worse, true) == Lines{"regressed load1.inst.v1 = 230 V"}, boost::test_tools::per_element());
    BOOST_TEST(worse.worse());
    BOOST_TEST(worse.differences[0].before == "pass 230.00 V");
    BOOST_TEST(worse.differences[0].after == "fail 230.46 V");  // 230 V + 0.2 %
    BOOST_TEST(worse.differences[0].where == "voltages.yaml:5");
    auto const better = compare(build(0.2), build(0.0), kTolerancePercent);
    BOOST_TEST(lines(better, true) == Lines{"fixed load1.inst.v1 = 230 V"}, boost::test_tools::per_element());
    BOOST_TEST(!better.worse());
}

// 0.09 % is within the check's 0.1 % and beyond the comparison's 0.05 %; 0.04 % is within both.
BOOST_AUTO_TEST_CASE(a_figure_that_moved_inside_its_limits_is_told_and_is_no_fault) {
    auto const moved = compare(build(0.0), build(0.09), kTolerancePercent);
    BOOST_TEST(lines(moved, true) == Lines{"moved load1.inst.v1 = 230 V"}, boost::test_tools::per_element());
    BOOST_TEST(lines(moved, false) == (Lines{"moved load1.inst.v1", "moved load1.inst.v2", "moved load1.inst.v3", "moved net_inst.v1",
                                             "moved net_inst.v2", "moved net_inst.v3"}),
               boost::test_tools::per_element());
    BOOST_TEST(!moved.worse());
    BOOST_TEST(compare(build(0.0), build(0.04), kTolerancePercent).differences.empty());
}

BOOST_AUTO_TEST_CASE(one_count_of_the_register_is_the_same_figure_however_small_the_tolerance) {
    auto a = build(0.0);
    auto b = a;
    for (auto& reading : b.scenarios[0].readings)
        if (reading.symbol == "load1.inst.v1") reading.value += 0.01;  // told with two decimal places
    BOOST_TEST(compare(a, b, 0.0).differences.empty());
    for (auto& reading : b.scenarios[0].readings)
        if (reading.symbol == "load1.inst.v1") reading.value += 0.01;
    BOOST_TEST(compare(a, b, 0.0).differences.size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_check_that_is_not_judged_any_more_is_lost_and_that_is_worse) {
    std::string const event = "  - {no_event: true}\n";
    test::FakeTarget whole{test::a200()};
    test::FakeTarget lacking{test::a200()};
    lacking.refuse_events = true;
    auto const lost = compare(record(whole, "whole", event), record(lacking, "lacking", event), kTolerancePercent);
    BOOST_TEST(lines(lost, true) == Lines{"lost 0 events"}, boost::test_tools::per_element());
    BOOST_TEST(lost.worse());
    test::FakeTarget again{test::a200()};
    test::FakeTarget still{test::a200()};
    still.refuse_events = true;
    auto const added = compare(record(still, "lacking", event), record(again, "whole", event), kTolerancePercent);
    BOOST_TEST(lines(added, true) == Lines{"added 0 events"}, boost::test_tools::per_element());
    BOOST_TEST(!added.worse());
}

BOOST_AUTO_TEST_CASE(a_crash_is_worse_than_a_failure_and_the_note_says_how_it_ended) {
    test::FakeTarget dead{test::a200()};
    dead.lost_after = std::chrono::milliseconds{500};
    auto const crash = compare(build(0.2), record(dead, "dead", kTwo), kTolerancePercent);
    BOOST_TEST(lines(crash, true) == (Lines{"regressed load1.inst.v1 = 230 V", "regressed net_inst.f = 50 Hz"}),
               boost::test_tools::per_element());
    BOOST_REQUIRE(crash.notes.size() == 1U);
    BOOST_TEST(crash.notes[0].find("the fake was told to get lost") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_scenario_that_only_one_run_has_is_told_and_its_checks_are_lost) {
    auto const a = build(0.0);
    auto b = build(0.0);
    b.scenarios[0].name = "another";
    auto const apart = compare(a, b, kTolerancePercent);
    BOOST_TEST(apart.notes.size() == 2U);
    BOOST_TEST(apart.count(Change::lost) == 2U);
    BOOST_TEST(apart.worse());
}

BOOST_AUTO_TEST_CASE(the_table_names_the_worst_first_and_the_junit_file_fails_what_got_worse) {
    auto const worse = compare(build(0.0), build(0.2), kTolerancePercent);
    auto const text = comparison_text(worse);
    BOOST_TEST(text.find("regressed  voltages: load1.inst.v1 = 230 V (voltages.yaml:5)") != std::string::npos);
    BOOST_TEST(text.find("regressed") < text.find("moved"));
    BOOST_TEST(text.find("worse: 2 checks and ") != std::string::npos);
    auto const junit = comparison_junit(worse);
    BOOST_TEST(junit.find("failures=\"1\"") != std::string::npos);
    BOOST_TEST(junit.find("<failure message=\"regressed: before pass 230.00 V, after fail 230.46 V\"") != std::string::npos);
    auto const json = nlohmann::json::parse(comparison_json(worse));
    BOOST_TEST(json["worse"] == true);
    BOOST_TEST(json["differences"][0]["what"] == "load1.inst.v1 = 230 V");
}

BOOST_AUTO_TEST_CASE(what_is_no_report_is_refused_with_what_to_do) {
    auto const sentence = [](std::string const& text) {
        auto const parsed = parse_record(text, "a.json");
        return parsed ? std::string{} : parsed.error().sentence;
    };
    BOOST_TEST(sentence("").find("a.json: no JSON") == 0U);
    BOOST_TEST(sentence("{\"target\": ").find("a.json: no JSON") == 0U);
    BOOST_TEST(sentence("[1, 2]").find("write one with run --json") != std::string::npos);
    BOOST_TEST(sentence(R"({"readings": {}})").find("write one with run --json") != std::string::npos);
    BOOST_TEST(sentence(R"({"target": "x", "scenarios": [{"verdict": "splendid"}]})").find("scenario 1 has no verdict") !=
               std::string::npos);
    BOOST_TEST(sentence(R"({"target": "x", "scenarios": []})").empty());
    BOOST_TEST(load_record("/nowhere/a.json").error().sentence == "/nowhere/a.json: cannot be read: No such file or directory");
}

BOOST_AUTO_TEST_SUITE_END()
