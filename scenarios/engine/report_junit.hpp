// SPDX-License-Identifier: GPL-3.0-or-later
/// JUnit XML, the form that build servers read: a suite per scenario, a test case per check with its file and line.
#pragma once

#include <string>

#include "scenarios/engine/runner.hpp"

namespace mb {

/// A fail and an inconclusive check are failures, an aborted one an error, a not applicable one is skipped with its reason. A run that
/// broke after its last check has a case of its own, "the run", with the error. Times are simulated seconds. Shape:
/// tests/scenarios/junit.xsd.
std::string report_junit(RunReport const& report);

}  // namespace mb
