// SPDX-License-Identifier: GPL-3.0-or-later
// Communication faults in scenarios: what the language takes, what the runner's client makes of spoilt replies, what the reports tell.
#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include <chrono>
#include <string>

#include "scenarios/engine/language.hpp"
#include "scenarios/engine/report_html.hpp"
#include "scenarios/engine/report_json.hpp"
#include "scenarios/engine/report_junit.hpp"
#include "scenarios/engine/report_text.hpp"
#include "scenarios/engine/runner.hpp"
#include "tests/scenarios/fake_target.hpp"

using namespace mb;
using namespace std::chrono_literals;

namespace {

std::string whole(std::string const& steps) { return "name: t\ntimeline:\n  - wait: 1 s\n" + steps; }

Scenario good(std::string const& steps) {
    auto const scenario = parse_scenario(whole(steps), "t.yaml");
    if (!scenario) BOOST_FAIL(scenario.error().sentence);
    return *scenario;
}

std::string refusal(std::string const& steps) {
    auto const scenario = parse_scenario(whole(steps), "t.yaml");
    return scenario ? "accepted" : scenario.error().sentence;
}

ScenarioResult run(std::string const& steps, test::FakeTarget& target) { return run_scenario(good(steps), target, test::a200()); }
ScenarioResult run(std::string const& steps) {
    test::FakeTarget target{test::a200()};
    return run(steps, target);
}

std::string reply(std::string const& is) { return "  - expect: [{reply: net_inst.f, is: " + is + "}]\n"; }
std::string const kFrequency = "  - expect: [{quantity: net_inst.f, value: 50 Hz, tolerance: 1 mHz}]\n";

}  // namespace

BOOST_AUTO_TEST_SUITE(comm_faults_in_scenarios)

BOOST_AUTO_TEST_CASE(the_step_takes_a_rule_a_list_of_rules_or_none) {
    Scenario const s =
        good("  - comm_fault: exception=4 fc=3 first=2\n  - comm_fault: [no-reply, \"delay=1s p=0.5\"]\n  - comm_fault: none\n" +
             reply("none, within: 250 ms"));
    std::vector<std::vector<std::string>> rules;
    for (Step const& step : s.timeline) {
        auto const* faults = std::get_if<CommFaults>(&step.what);
        if (faults == nullptr) continue;
        rules.emplace_back();
        for (auto const& rule : faults->rules) rules.back().push_back(modbus::text(rule));
    }
    BOOST_TEST((rules == std::vector<std::vector<std::string>>{{"exception=4 fc=3 first=2"}, {"no-reply", "delay=1s p=0.5"}, {}}));
    auto const& check = std::get<ReplyCheck>(std::get<Expect>(s.timeline.back().what).checks.front().what);
    BOOST_TEST((check.outcome == ReplyCheck::Outcome::none));
    BOOST_TEST((check.within == 250ms));
}

BOOST_AUTO_TEST_CASE(what_is_no_rule_or_no_outcome_is_refused_with_its_place) {
    BOOST_TEST(refusal("  - comm_fault: exeption=4\n" + kFrequency)
                   .starts_with("t.yaml:4:17: 'exeption=4': unknown fault 'exeption', did you mean 'exception'?"));
    BOOST_TEST(refusal("  - comm_fault:\n      - no-reply\n      - delay=fast\n" + kFrequency)
                   .starts_with("t.yaml:6:9: 'delay=fast': a delay is"));
    BOOST_TEST(refusal("  - comm_fault: [no-reply, none]\n" + kFrequency) == "t.yaml:4:28: 'none' stands alone: 'comm_fault: none'");
    BOOST_TEST(refusal("  - comm_fault: []\n" + kFrequency).starts_with("t.yaml:4:17: an empty list says nothing"));
    BOOST_TEST(refusal("  - comm_fault: {kind: busy}\n" + kFrequency).starts_with("t.yaml:4:17: "));
    BOOST_TEST(refusal(reply("god")) ==
               "t.yaml:4:38: unknown outcome 'god', did you mean 'good'?; a reply is good, none, wrong, or an exception: 'exception 4'");
    for (std::string const wrong : {"exception 0", "exception 256", "exception four", "none 4", "'exception '"})
        BOOST_TEST(refusal(reply(wrong)).find("behind 'exception' stands its code, 1 to 255") != std::string::npos, wrong);
    BOOST_TEST(refusal("  - expect: [{reply: net_inst.f}]\n") == "t.yaml:4:14: 'reply check' needs the key 'is'");
    BOOST_TEST(refusal("  - expect: [{reply: net_inst.g, is: good}]\n").starts_with("t.yaml:4:22: unknown quantity 'net_inst.g'"));
    BOOST_TEST(refusal("  - expect: [{reply: load1.cmd.reset_partial_energy, is: good}]\n").find("is a command") != std::string::npos);
    BOOST_TEST(refusal(reply("good, within: 3 V")).starts_with("t.yaml:4:"));
}

BOOST_AUTO_TEST_CASE(only_what_the_scenario_asks_counts_for_a_rule) {
    // A second of polls for events lies between the rule and the checks.
    auto const result =
        run("  - comm_fault: exception=2 first=2\n  - wait: 1 s\n" + reply("exception 2") + reply("exception") + reply("good"));
    BOOST_TEST((result.verdict == Verdict::pass));
    BOOST_REQUIRE(result.comm_faults.size() == 1U);
    BOOST_TEST(result.comm_faults[0].spoilt == 2U);
    BOOST_TEST((result.comm_faults[0].from == Instant{1s} && result.comm_faults[0].to == Instant{2s}));
    BOOST_TEST(!result.readings.empty());  // a rule that still is in force does not spoil the bench's own readings
}

BOOST_AUTO_TEST_CASE(a_spoilt_reply_is_asked_for_again_three_times_and_then_the_run_is_aborted) {
    auto const thrice = run("  - comm_fault: no-reply first=3\n" + kFrequency);
    BOOST_TEST((thrice.verdict == Verdict::pass));
    BOOST_REQUIRE(thrice.notes.size() == 1U);
    BOOST_TEST(thrice.notes[0] == "3 requests were asked again because of communication faults");

    auto const lost = run("  - comm_fault: no-reply first=4\n" + kFrequency);
    BOOST_TEST((lost.verdict == Verdict::error));
    BOOST_TEST((lost.checks[0].verdict == Verdict::aborted));
    BOOST_TEST(lost.ended == "stopped at 1.000 s: reading net_inst.f: asked 4 times; the communication faults left: no reply within 1 s");

    // An exception that a rule made is no answer of the meter: the register is there.
    auto const busy = run("  - comm_fault: busy\n" + kFrequency);
    BOOST_TEST((busy.checks[0].verdict == Verdict::aborted));
    BOOST_TEST(busy.ended.find("exception 6") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_target_that_is_gone_is_not_asked_again) {
    test::FakeTarget before{test::a200()};
    auto const requests = run("  - comm_fault: no-reply fc=6\n" + kFrequency, before).requests;
    test::FakeTarget target{test::a200()};
    target.lost_after_replies = 110;  // while it is watched for events
    auto const result = run("  - comm_fault: no-reply fc=6\n" + kFrequency, target);
    BOOST_TEST((result.verdict == Verdict::error));
    BOOST_TEST(result.requests < requests);
    BOOST_TEST(result.requests == 111U);
}

BOOST_AUTO_TEST_CASE(a_write_whose_reply_is_lost_is_carried_out_and_written_again) {
    test::FakeTarget target{test::a200()};
    auto const result = run("  - comm_fault: no-reply fc=16 first=1\n  - write: {cfg_meas.power_method: 1}\n" + kFrequency, target);
    BOOST_TEST((result.verdict == Verdict::pass));
    BOOST_TEST(target.settings.at(34818) == 1U);
    BOOST_TEST(result.notes.size() == 1U);
}

BOOST_AUTO_TEST_CASE(times_of_rules_count_from_the_scenarios_zero) {
    auto const result = run("  - comm_fault: no-reply from=2s to=3s\n" + reply("good") + "  - wait: 999 ms\n" + reply("good") +
                            "  - wait: 1 ms\n" + reply("none") + "  - wait: 999 ms\n" + reply("none") + "  - wait: 1 ms\n" + reply("good"));
    BOOST_TEST((result.verdict == Verdict::pass));
}

BOOST_AUTO_TEST_CASE(the_same_seed_spoils_the_same_replies) {
    std::string steps = "  - comm_fault: no-reply p=0.5\n";
    for (int k = 0; k < 40; ++k) steps += reply("good");
    auto const pattern = [&](std::string const& seed) {
        auto const scenario =
            parse_scenario("name: t\nsetup:\n  source: {seed: " + seed + "}\ntimeline:\n  - wait: 1 s\n" + steps, "t.yaml");
        if (!scenario) BOOST_FAIL(scenario.error().sentence);
        test::FakeTarget target{test::a200()};
        std::string all;
        for (CheckResult const& check : run_scenario(*scenario, target, test::a200()).checks)
            all += check.verdict == Verdict::pass ? 'g' : 'n';
        return all;
    };
    BOOST_TEST(pattern("1") == pattern("1"));
    BOOST_TEST(pattern("1") != pattern("2"));
    std::string const all = pattern("1");
    auto const lost = std::count(all.begin(), all.end(), 'n');
    BOOST_TEST((lost > 8 && lost < 32));  // 40 throws of a coin; outside of it once in ten thousand
}

BOOST_AUTO_TEST_CASE(each_outcome_is_told_with_its_reason) {
    auto const actual = [](std::string const& rule) {
        auto const result = run("  - comm_fault: " + rule + "\n" + reply("good"));
        BOOST_REQUIRE(result.checks.size() == 1U && result.checks[0].findings.size() == 1U);
        BOOST_TEST((result.checks[0].verdict == Verdict::fail) == (result.checks[0].findings[0].actual.find("good") != 0));
        return result.checks[0].findings[0].actual;
    };
    BOOST_TEST(actual("no-reply") == "none: no reply within 1 s");
    BOOST_TEST(actual("disconnect") == "none: the connection was closed");
    BOOST_TEST(actual("delay=1001ms") == "none: no reply within 1 s");
    BOOST_TEST(actual("delay=1s") == "good, after 1 s");
    BOOST_TEST(actual("truncate=0") == "none: no reply within 1 s");
    BOOST_TEST(actual("wrong-unit=9") == "wrong: from unit 9 instead of 1");
    BOOST_TEST(actual("wrong-function=6") == "wrong: to function 6 instead of 3");
    BOOST_TEST(actual("wrong-length=3").starts_with("wrong: the length field says"));
    BOOST_TEST(actual("exception=4") == "exception 4 (device failure)");
}

BOOST_AUTO_TEST_CASE(the_reports_tell_the_rules_and_how_many_replies_they_spoilt) {
    RunReport report;
    report.scenarios.push_back(
        run("  - comm_fault: no-reply first=1\n" + reply("none") + "  - wait: 1 s\n  - comm_fault: none\n" + kFrequency));
    report.verdict = report.scenarios[0].verdict;
    BOOST_TEST((report.verdict == Verdict::pass));
    std::string const line = "no-reply first=1: 1 reply spoilt, from 1.000 s to 2.000 s";
    BOOST_TEST(report_text(report, false).find("comm fault " + line) != std::string::npos);
    BOOST_TEST(report_junit(report).find("<property name=\"comm fault\" value=\"" + line + "\"/>") != std::string::npos);
    BOOST_TEST(report_html(report).find("<td><code>no-reply first=1</code></td><td class=\"n\">1.000 s</td><td class=\"n\">2.000 s</td><td "
                                        "class=\"n\">1</td>") != std::string::npos);
    auto const json = nlohmann::json::parse(report_json(report))["scenarios"][0]["comm_faults"];
    BOOST_REQUIRE(json.size() == 1U);
    BOOST_TEST(json[0]["rule"] == "no-reply first=1");
    BOOST_TEST(json[0]["line"] == 4);
    BOOST_TEST(json[0]["spoilt"] == 1);
    BOOST_TEST(json[0]["to_s"] == 2.0);
}

BOOST_AUTO_TEST_SUITE_END()
