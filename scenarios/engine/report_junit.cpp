// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/engine/report_junit.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "scenarios/engine/report_faults.hpp"
#include "scenarios/engine/report_markup.hpp"

namespace mb {
namespace {

struct Counts {
    std::size_t tests = 0;
    std::size_t failures = 0;
    std::size_t errors = 0;
    std::size_t skipped = 0;
};

void count(Counts& counts, CheckResult const& check) {
    ++counts.tests;
    switch (check.verdict) {
        case Verdict::pass:
            break;
        case Verdict::fail:
        case Verdict::inconclusive:
            ++counts.failures;
            break;
        case Verdict::aborted:
        case Verdict::error:
            ++counts.errors;
            break;
        case Verdict::not_applicable:
        case Verdict::not_set:
            ++counts.skipped;
            break;
    }
}

std::string attributes(Counts const& c) {
    return fmt::format("tests=\"{}\" failures=\"{}\" errors=\"{}\" skipped=\"{}\"", c.tests, c.failures, c.errors, c.skipped);
}

std::string outcome(CheckResult const& check) {
    std::string const why = escaped(why_not(check));
    switch (check.verdict) {
        case Verdict::pass:
            return "";
        case Verdict::fail:
        case Verdict::inconclusive:
            return fmt::format("      <failure message=\"{}\" type=\"{}\">{}: {}</failure>\n", why, name(check.verdict),
                               escaped(check.place.text()), why);
        case Verdict::aborted:
        case Verdict::error:
            return fmt::format("      <error message=\"{}\" type=\"{}\">{}: {}</error>\n", why, name(check.verdict),
                               escaped(check.place.text()), why);
        case Verdict::not_applicable:
        case Verdict::not_set:
            return fmt::format("      <skipped message=\"{}: {}\"/>\n", name(check.verdict), why);
    }
    return "";
}

std::string evidence(CheckResult const& check) {
    std::string lines;
    for (Finding const& f : check.findings)
        lines += fmt::format("{}: {}, expected {}, actual {}, limit {}\n", name(f.verdict), f.quantity, f.expected, f.actual, f.limit);
    return lines.empty() ? "" : fmt::format("      <system-out>{}</system-out>\n", escaped(lines));
}

std::string test_case(ScenarioResult const& result, CheckResult const& check) {
    std::string const name = fmt::format("{} at {:.3f} s, line {}", check.title, seconds(check.time.time_since_epoch()), check.place.line);
    return fmt::format("    <testcase classname=\"{}\" name=\"{}\" file=\"{}\" line=\"{}\" time=\"{:.3f}\">\n{}{}    </testcase>\n",
                       escaped(result.scenario.name), escaped(name), escaped(check.place.file), check.place.line,
                       seconds(check.time.time_since_epoch()), outcome(check), evidence(check));
}

/// The scenario is in error and no check says so: the target was lost after the last one.
bool error_without_a_check(ScenarioResult const& result) {
    return result.verdict == Verdict::error && std::none_of(result.checks.begin(), result.checks.end(), [](CheckResult const& check) {
               return check.verdict == Verdict::aborted || check.verdict == Verdict::error;
           });
}

/// The error of the run itself, in the form of a check.
CheckResult the_run(ScenarioResult const& result) {
    CheckResult run;
    run.place = {result.scenario.file, 1, 1};
    run.title = "the run";
    run.verdict = Verdict::error;
    run.reason = result.ended;
    run.time = Instant{result.simulated};
    return run;
}

std::string property(std::string_view name, std::string_view value) {
    return fmt::format("      <property name=\"{}\" value=\"{}\"/>\n", escaped(name), escaped(value));
}

}  // namespace

std::string report_junit(RunReport const& report) {
    Counts total;
    double time = 0.0;
    std::string suites;
    for (ScenarioResult const& result : report.scenarios) {
        Counts counts;
        std::string cases;
        auto const add = [&](CheckResult const& check) {
            count(counts, check);
            count(total, check);
            cases += test_case(result, check);
        };
        for (CheckResult const& check : result.checks) add(check);
        if (error_without_a_check(result)) add(the_run(result));
        time += seconds(result.simulated);
        suites += fmt::format("  <testsuite name=\"{}\" {} time=\"{:.3f}\">\n    <properties>\n", escaped(result.scenario.name),
                              attributes(counts), seconds(result.simulated));
        suites += property("file", result.scenario.file) + property("verdict", name(result.verdict)) + property("ended", result.ended) +
                  property("target", report.target) + property("map", report.map) + property("digest", hex(result.digest));
        for (CommFaultSpell const& spell : result.comm_faults) suites += property("comm fault", describe(spell));
        for (std::string const& note : result.notes) suites += property("note", note);
        for (auto const& [key, value] : report.environment) suites += property(key, value);
        suites += "    </properties>\n" + cases + "  </testsuite>\n";
    }
    return fmt::format("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"meterbench\" {} time=\"{:.3f}\">\n{}</testsuites>\n",
                       attributes(total), time, suites);
}

}  // namespace mb
