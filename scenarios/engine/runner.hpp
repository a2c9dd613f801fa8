// SPDX-License-Identifier: GPL-3.0-or-later
/// Runs scenarios: setup, timeline, checks. Black-box: all that is known of the meter comes through its public registers. Nothing
/// here asks the time; a simulated second passes when the target is told to let it pass.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "core/catalogue/register_map.hpp"
#include "scenarios/engine/check.hpp"
#include "scenarios/engine/meter_view.hpp"
#include "scenarios/engine/scenario.hpp"
#include "scenarios/engine/target.hpp"

namespace mb {

/// A rule of communication faults while it was in force.
struct CommFaultSpell {
    Place place;
    std::string rule;
    Instant from{};
    Instant to{};
    std::uint64_t spoilt = 0;  ///< replies
};

struct ScenarioResult {
    Scenario scenario;
    Verdict verdict = Verdict::not_set;
    std::string ended;                ///< "finished", or why it did not
    std::vector<std::string> notes;   ///< what limits the result without spoiling it
    std::vector<CheckResult> checks;  ///< all of the scenario, those not reached too
    std::vector<SeenEvent> events;
    std::vector<CommFaultSpell> comm_faults;  ///< in the order in which they came into force
    std::vector<Reading> readings;            ///< at the end; only those that the meter had
    Duration simulated{};
    std::uint64_t requests = 0;
    std::uint64_t digest = 0;  ///< of all register replies
};

struct RunReport {
    std::string target;
    std::string map;
    std::vector<std::pair<std::string, std::string>> environment;  ///< for the reader of a report: program, date, …
    std::vector<ScenarioResult> scenarios;
    Verdict verdict = Verdict::not_set;  ///< the worst
    std::uint64_t digest = 0;            ///< of the scenarios' digests in order
};

/// Called after every step of simulated time, with the caller's own scenario.
using Progress = std::function<void(Scenario const&, Instant)>;
/// A fresh target for one scenario, with the meter set to its nominal values.
using TargetMaker = std::function<Result<std::unique_ptr<Target>>(RatedValues const&)>;

/// Never fails as a call: what goes wrong is a verdict with a reason.
ScenarioResult run_scenario(Scenario const& scenario, Target& target, RegisterMap const& map, Progress const& progress = {});

/// `map_name` is for the report. A target that cannot be made is an error of its scenario.
RunReport run_all(std::span<Scenario const> scenarios, TargetMaker const& make_target, RegisterMap const& map, std::string map_name,
                  Progress const& progress = {});

/// Of the programs: the worst of the scenarios' own. A scenario that checked nothing gives 1 beside others that passed.
int exit_status(RunReport const& report);

}  // namespace mb
