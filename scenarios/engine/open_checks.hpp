// SPDX-License-Identifier: GPL-3.0-or-later
/// Results of checks that have not been judged: every check of a scenario has one from the start, whatever becomes of the run.
#pragma once

#include <string>
#include <vector>

#include "scenarios/engine/check.hpp"
#include "scenarios/engine/scenario.hpp"

namespace mb {

/// A result for every check of the scenario, none of them reached yet.
std::vector<CheckResult> waiting_checks(Scenario const& scenario);

/// Those that were not reached come to `verdict`.
void close_open(std::vector<CheckResult>& checks, Verdict verdict, std::string const& why, Instant now);

}  // namespace mb
