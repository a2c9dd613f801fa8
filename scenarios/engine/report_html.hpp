// SPDX-License-Identifier: GPL-3.0-or-later
/// The report for people: one self-contained HTML file with verdicts, evidence, pictures of what was applied and how it ended.
#pragma once

#include <string>

#include "scenarios/engine/runner.hpp"

namespace mb {

/// No script, no outside resource; light or dark as the reader's system is. Says "meets the limits of …", never "certified".
std::string report_html(RunReport const& report);

/// Inside of the report: the voltages that the scenario applied over its time, with the events that the meter told and the checks.
std::string timeline_svg(ScenarioResult const& result);

}  // namespace mb
