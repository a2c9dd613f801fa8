// SPDX-License-Identifier: GPL-3.0-or-later
#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>
#include <string>

#include <unistd.h>

#include "scenarios/engine/language.hpp"
#include "scenarios/engine/report_html.hpp"
#include "scenarios/engine/report_json.hpp"
#include "scenarios/engine/report_junit.hpp"
#include "scenarios/engine/report_markup.hpp"
#include "scenarios/engine/report_text.hpp"
#include "scenarios/engine/runner.hpp"
#include "tests/scenarios/fake_target.hpp"

using namespace mb;

namespace {

/// A name that hurts wherever it is not escaped: markup, quotes, a control character, half a UTF-8 sequence.
std::string const kEvil = "<b>&\"'\x01\xC3";

/// One scenario that passes and fails and lacks something, one that breaks.
RunReport mixed() {
    std::string const text =
        "name: \"" + std::string{"<b>&\\\"'"} +
        "\"\ntimeline:\n  - wait: 1 s\n  - dip: {phases: [L1], residual: 40 %, duration: 200 ms}\n  - wait: 1 s\nexpect:\n"
        "  - {quantity: load1.inst.v1, value: 230 V, tolerance: 0.1 %}\n"
        "  - {quantity: load1.inst.v2, value: 231 V, tolerance: 0.1 %}\n"
        "  - {event: dip, residual: 40 %, tolerance: 0.1 %}\n";
    auto const scenario = parse_scenario(text, "dir/<x>.yaml");
    if (!scenario) BOOST_FAIL(scenario.error().sentence);
    test::FakeTarget good{test::a200()};
    test::FakeTarget lost{test::a200()};
    test::FakeTarget refusing{test::a200()};
    lost.lost_after = std::chrono::seconds{1};
    refusing.refuse_events = true;
    RunReport report;
    report.target = "fake";
    report.map = "a200";
    report.verdict = Verdict::error;
    report.environment = {{"program", "meterbench <test>"}};
    for (auto* target : {&lost, &refusing, &good}) report.scenarios.push_back(run_scenario(*scenario, *target, test::a200()));
    report.scenarios[0].scenario.name = kEvil;
    return report;
}

std::size_t count(std::string const& text, std::string const& what) {
    std::size_t n = 0;
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) ++n;
    return n;
}

/// A file of this process in the folder for temporary files, gone with the object.
struct TemporaryFile {
    std::string path = (std::filesystem::temp_directory_path() / ("meterbench_report_" + std::to_string(::getpid()))).string();
    explicit TemporaryFile(std::string const& content) { std::ofstream{path} << content; }
    ~TemporaryFile() { std::filesystem::remove(path); }
};

bool have(char const* program) { return std::system((std::string{"command -v "} + program + " >/dev/null 2>&1").c_str()) == 0; }

}  // namespace

BOOST_AUTO_TEST_SUITE(reports)

BOOST_AUTO_TEST_CASE(text_for_markup_holds_nothing_that_markup_could_obey) {
    BOOST_TEST(escaped("a<b>&\"'") == "a&lt;b&gt;&amp;&quot;&#39;");
    BOOST_TEST(escaped("\xC2\xB1 \xE2\x8A\x95") == "\xC2\xB1 \xE2\x8A\x95");
    BOOST_TEST(escaped("\x01") == "\xEF\xBF\xBD");
    BOOST_TEST(escaped("\xC3") == "\xEF\xBF\xBD");
    BOOST_TEST(escaped("\xED\xA0\x80") == "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");  // a lone surrogate
    BOOST_TEST(escaped("\xC0\xAF") == "\xEF\xBF\xBD\xEF\xBF\xBD");                  // '/' made longer than it is
    BOOST_TEST(escaped("\xEF\xBF\xBF") == "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");  // U+FFFF
}

BOOST_AUTO_TEST_CASE(junit_has_a_case_per_check_with_file_line_and_message) {
    std::string const xml = report_junit(mixed());
    BOOST_TEST(count(xml, "<testcase ") == 9U);
    BOOST_TEST(count(xml, "<failure ") == 2U);
    BOOST_TEST(count(xml, "<error ") == 3U);
    BOOST_TEST(count(xml, "<skipped ") == 1U);
    BOOST_TEST(count(xml, "<testsuites name=\"meterbench\" tests=\"9\" failures=\"2\" errors=\"3\" skipped=\"1\"") == 1U);
    BOOST_TEST(count(xml, "file=\"dir/&lt;x&gt;.yaml\" line=\"8\"") == 3U);
    BOOST_TEST(count(xml,
                     "<failure message=\"fail: load1.inst.v2, expected 231 V, actual 230.00 V, limit ± 0.2311 V (tolerance 0.231 V ⊕ "
                     "resolution 0.005 V)\"") == 2U);
}

/// All checks pass; the target falls silent at the last request, in the final readings.
RunReport lost_at_the_end() {
    auto const scenario = parse_scenario(
        "name: t\ntimeline:\n  - wait: 1 s\nexpect:\n  - {quantity: load1.inst.v1, value: 230 V, tolerance: 1 %}\n", "t.yaml");
    if (!scenario) BOOST_FAIL(scenario.error().sentence);
    test::FakeTarget good{test::a200()};
    test::FakeTarget lost{test::a200()};
    lost.lost_after_replies = run_scenario(*scenario, good, test::a200()).requests - 1;
    RunReport report;
    report.target = "fake";
    report.map = "a200";
    report.scenarios.push_back(run_scenario(*scenario, lost, test::a200()));
    report.verdict = report.scenarios[0].verdict;
    return report;
}

BOOST_AUTO_TEST_CASE(a_target_lost_after_the_last_check_is_an_error_in_junit) {
    RunReport const report = lost_at_the_end();
    BOOST_REQUIRE((report.verdict == Verdict::error));
    BOOST_REQUIRE(report.scenarios[0].checks.size() == 1U);
    BOOST_REQUIRE((report.scenarios[0].checks[0].verdict == Verdict::pass));
    std::string const xml = report_junit(report);
    BOOST_TEST(count(xml, "<testsuites name=\"meterbench\" tests=\"2\" failures=\"0\" errors=\"1\" skipped=\"0\"") == 1U);
    BOOST_TEST(count(xml, "<testsuite name=\"t\" tests=\"2\" failures=\"0\" errors=\"1\" skipped=\"0\"") == 1U);
    BOOST_TEST(count(xml, "<testcase ") == 2U);
    BOOST_TEST(count(xml, "<error message=\"stopped at 1.000 s: reading the final values: the fake fell silent\" type=\"error\">") == 1U);
}

BOOST_AUTO_TEST_CASE(junit_is_valid_by_its_schema) {
    if (!have("xmllint")) {
        BOOST_TEST_MESSAGE("skipped: no xmllint");
        return;
    }
    for (RunReport const& report : {mixed(), lost_at_the_end()}) {
        TemporaryFile const file{report_junit(report)};
        std::string const command =
            "xmllint --noout --nonet --schema '" MB_SOURCE_DIR "/tests/scenarios/junit.xsd' '" + file.path + "' 2>&1";
        BOOST_TEST(std::system(command.c_str()) == 0);
    }
}

BOOST_AUTO_TEST_CASE(json_holds_readings_events_verdicts_and_the_digest) {
    RunReport const report = mixed();
    auto const json = nlohmann::json::parse(report_json(report));
    BOOST_TEST(json["readings"]["load1.inst.v1"]["value"].get<double>() == 230.0, boost::test_tools::tolerance(1e-9));
    BOOST_TEST(json["readings"]["load1.inst.v1"]["unit"].get<std::string>() == "V");
    BOOST_REQUIRE(json["events"].size() == 1U);
    auto const& event = json["events"][0];
    BOOST_TEST(event["kind"].get<std::string>() == "dip");
    BOOST_TEST(event["channels"].dump() == "[\"V1\"]");
    BOOST_TEST(event["start_s"].get<double>() == 1.0);
    BOOST_TEST(event["duration_s"].get<double>() == 0.2, boost::test_tools::tolerance(1e-9));
    BOOST_TEST(event["residual_percent"].get<double>() == 40.0, boost::test_tools::tolerance(1e-9));
    BOOST_TEST(event["per_channel"]["V1"]["extreme"].get<double>() == 92.0, boost::test_tools::tolerance(1e-9));
    BOOST_REQUIRE(json["scenarios"].size() == 3U);
    BOOST_TEST(json["scenarios"][0]["verdict"].get<std::string>() == "error");
    BOOST_TEST(json["scenarios"][2]["verdict"].get<std::string>() == "fail");
    BOOST_TEST(json["scenarios"][2]["checks"][1]["findings"][0]["actual_value"].get<double>() == 230.0);
    BOOST_TEST(json["scenarios"][2]["checks"][1]["line"].get<int>() == 8);
    BOOST_TEST(json["scenarios"][2]["digest"].get<std::string>() == hex(report.scenarios[2].digest));
}

// Every name of the schema that play --json follows must hold here as well.
BOOST_AUTO_TEST_CASE(json_events_have_the_members_of_the_readings_schema) {
    std::ifstream stream{MB_SOURCE_DIR "/docs/readings.schema.json"};
    BOOST_REQUIRE(stream);
    auto const schema = nlohmann::json::parse(stream);
    auto const event = nlohmann::json::parse(report_json(mixed()))["events"][0];
    auto const& definition = schema["definitions"]["event"];
    for (auto const& required : definition["required"]) BOOST_TEST(event.contains(required.get<std::string>()), required);
    for (auto const& [key, value] : event.items()) BOOST_TEST(definition["properties"].contains(key), key);
}

BOOST_AUTO_TEST_CASE(html_is_one_file_that_loads_nothing_runs_nothing_and_promises_nothing) {
    std::string const html = report_html(mixed());
    for (char const* bad : {"<script", "http:", "https:", "src=", "href=", "url(", "@import", "certified", "<b>", "\x01"})
        BOOST_TEST(count(html, bad) == 0U, bad);
    BOOST_TEST(count(html, "prefers-color-scheme: dark") == 1U);
    BOOST_TEST(count(html, "&lt;b&gt;&amp;&quot;") >= 3U);
    BOOST_TEST(count(html, "stopped at 1.000 s") >= 1U);
    BOOST_TEST(count(html, "231 V") >= 2U);
    BOOST_TEST(count(html, "230.00 V") >= 2U);
    BOOST_TEST(count(html, "<svg class=\"timeline\"") == 3U);
    BOOST_TEST(count(html, "class=\"mark bad\"") == 6U);  // two fails, three aborted, one not applicable
    BOOST_TEST(count(html, "<section>") == count(html, "</section>"));
    BOOST_TEST(count(html, "<table>") == count(html, "</table>"));
    if (have("xmllint")) {  // what a strict parser accepts, no browser has to guess; xmllint does not know the elements of HTML 5
        TemporaryFile const file{html};
        BOOST_TEST(
            std::system(("xmllint --noout --html --nonet '" + file.path + "' 2>&1 | grep -v 'Tag .* invalid' | grep -q error").c_str()) !=
            0);
    }
}

BOOST_AUTO_TEST_CASE(html_draws_the_voltages_to_neutral_whatever_the_neutral_carries) {
    auto const curves = [](std::string const& source) {
        auto const scenario = parse_scenario("name: t\n" + source +
                                                 "timeline:\n  - wait: 1 s\n  - dip: {phases: [L1], residual: 40 %, duration: 200 ms}\n"
                                                 "  - wait: 1 s\nexpect:\n  - {events: 1}\n",
                                             "t.yaml");
        if (!scenario) BOOST_FAIL(scenario.error().sentence);
        test::FakeTarget target{test::a200()};
        RunReport report;
        report.scenarios.push_back(run_scenario(*scenario, target, test::a200()));
        std::string const html = report_html(report);
        auto const begin = html.find("<polyline");
        return html.substr(begin, html.find("</svg>") - begin);
    };
    std::string const at_earth = curves("");
    BOOST_TEST(at_earth.size() > 100U);
    BOOST_TEST(curves("setup: {source: {channels: {Vn: {rms: 10 V, phase: 0 deg}}}}\n") == at_earth);
}

BOOST_AUTO_TEST_CASE(counts_say_that_they_count_checks) {
    BOOST_TEST(print(Tally{{Verdict::pass, 4}}) == "4 checks pass");
    BOOST_TEST(print(Tally{{Verdict::pass, 1}}) == "1 check passes");
    BOOST_TEST(print(Tally{{Verdict::not_applicable, 2}, {Verdict::fail, 1}}) == "2 checks not applicable, 1 fails");
    BOOST_TEST(print(Tally{}) == "no checks");
}

BOOST_AUTO_TEST_CASE(a_scenario_that_checked_nothing_is_told_in_the_last_line) {
    RunReport report = mixed();
    BOOST_TEST(count(report_text(report, false), "checked nothing") == 0U);
    report.scenarios[1].verdict = Verdict::not_applicable;
    BOOST_TEST(count(report_text(report, false), "; 1 scenario checked nothing; target fake") == 1U);
}

BOOST_AUTO_TEST_CASE(html_says_which_limits_were_met) {
    RunReport report = mixed();
    report.scenarios[2].verdict = Verdict::pass;
    BOOST_TEST(count(report_html(report), "meets the limits of") == 1U);
    BOOST_TEST(count(report_html(mixed()), "meets the limits of") == 0U);
}

BOOST_AUTO_TEST_CASE(the_terminal_table_is_aligned_and_coloured_only_where_asked) {
    RunReport report = mixed();
    report.scenarios.erase(report.scenarios.begin(), report.scenarios.begin() + 2);
    std::string const plain = report_text(report, false);
    BOOST_TEST(count(plain, "\x1b") == 0U);
    BOOST_TEST(count(report_text(report, true), "\x1b[1;31mfail") == 2U);
    BOOST_TEST(plain.find("  verdict     time  quantity       expected    actual  limit\n"
                          "  pass     2.000 s  load1.inst.v1  230 V     230.00 V  ± 0.2301 V (tolerance 0.23 V ⊕ resolution 0.005 V)\n"
                          "  fail     2.000 s  load1.inst.v2  231 V     230.00 V  ± 0.2311 V (tolerance 0.231 V ⊕ resolution 0.005 V)\n") !=
                   std::string::npos,
               plain);
    BOOST_TEST(count(plain, "  fail: 2 checks pass, 1 fails; ") == 1U, plain);  // a check may have several rows
    report.scenarios[0].scenario.name = "\x1b]0;evil\x07";
    BOOST_TEST(count(report_text(report, false), "\x1b") == 0U);
}

/// One fault that came and went, one that stayed, one that was never at work; the run stopped before the last change.
RunReport with_faults() {
    auto const scenario = parse_scenario(
        "name: t\nsetup:\n  faults: {\"<b>\": {kind: open_ct, inputs: [I2]}, idle: {kind: neutral_loss}}\ntimeline:\n"
        "  - arm: {fault: \"<b>\", after: 500 ms, for: 1 s}\n  - wait: 2 s\n  - fault: {kind: gain_error, inputs: [I1, I3], value: 5 %}\n"
        "  - wait: 2 s\n  - clear: all\nexpect:\n  - {quantity: load1.inst.v1, value: 230 V, tolerance: 1 %}\n",
        "t.yaml");
    if (!scenario) BOOST_FAIL(scenario.error().sentence);
    test::FakeTarget good{test::a200()};
    test::FakeTarget lost{test::a200()};
    lost.lost_after = std::chrono::seconds{3};
    RunReport report;
    report.target = "fake";
    report.map = "a200";
    report.verdict = Verdict::error;
    for (auto* target : {&good, &lost}) report.scenarios.push_back(run_scenario(*scenario, *target, test::a200()));
    return report;
}

BOOST_AUTO_TEST_CASE(every_report_tells_what_became_of_each_fault) {
    RunReport const report = with_faults();
    std::string const text = report_text(report, false);
    BOOST_TEST(count(text, "  fault <b> (open_ct I2): armed at 0.000 s\n") == 2U);
    BOOST_TEST(count(text, "  fault <b> (open_ct I2): active at 0.500 s\n") == 2U);
    BOOST_TEST(count(text, "  fault <b> (open_ct I2): cleared at 1.500 s\n") == 2U);
    BOOST_TEST(count(text, "  fault gain_error (gain_error I1 I3 5 %): active at 2.000 s\n") == 2U);
    BOOST_TEST(count(text, "  fault gain_error (gain_error I1 I3 5 %): cleared at 4.000 s\n") == 1U);  // the other run did not come to it

    auto const json = nlohmann::json::parse(report_json(report));
    auto const& faults = json["scenarios"][0]["faults"];
    BOOST_REQUIRE(faults.size() == 3U);
    BOOST_TEST(faults[0]["name"] == "<b>");
    BOOST_TEST(faults[0]["kind"] == "open_ct");
    BOOST_REQUIRE(faults[0]["changes"].size() == 3U);
    BOOST_TEST(faults[0]["changes"][1]["time_s"] == 0.5);
    BOOST_TEST(faults[0]["changes"][1]["to"] == "active");
    BOOST_TEST(faults[1]["changes"].empty());

    std::string const html = report_html(report);
    BOOST_TEST(count(html, "&lt;b&gt;") >= 2U);
    BOOST_TEST(count(html, "<b>") == 0U);
    BOOST_TEST(count(html, "class=\"fault\"") == 4U);
}

BOOST_AUTO_TEST_SUITE_END()
