// SPDX-License-Identifier: GPL-3.0-or-later
// Scenarios one after the other, each on a target of its own.
#include <algorithm>

#include "scenarios/engine/open_checks.hpp"
#include "scenarios/engine/runner.hpp"

namespace mb {
namespace {

ScenarioResult without_target(Scenario const& scenario, std::string const& why) {
    ScenarioResult result;
    result.scenario = scenario;
    result.verdict = Verdict::error;
    result.ended = why;
    result.checks = waiting_checks(scenario);
    close_open(result.checks, Verdict::aborted, why, Instant{});
    return result;
}

}  // namespace

RunReport run_all(std::span<Scenario const> scenarios, TargetMaker const& make_target, RegisterMap const& map, std::string map_name,
                  Progress const& progress) {
    RunReport report;
    report.map = std::move(map_name);
    report.verdict = Verdict::not_applicable;
    Digest digest;
    for (Scenario const& scenario : scenarios) {
        auto target = make_target(scenario.rated);
        if (target) {
            if (report.target.empty()) report.target = (*target)->capabilities().name;
            report.scenarios.push_back(run_scenario(scenario, **target, map, progress));
        } else {
            report.scenarios.push_back(without_target(scenario, target.error().sentence));
        }
        report.verdict = worse(report.verdict, report.scenarios.back().verdict);
        digest.add(report.scenarios.back().digest);
    }
    report.digest = digest.value();
    return report;
}

int exit_status(RunReport const& report) {
    int status = exit_status(report.verdict);
    for (ScenarioResult const& result : report.scenarios) status = std::max(status, exit_status(result.verdict));
    return status;
}

}  // namespace mb
