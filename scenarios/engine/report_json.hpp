// SPDX-License-Identifier: GPL-3.0-or-later
/// The results for programs: docs/readings.schema.json, with the scenarios' verdicts beside the readings.
#pragma once

#include <string>

#include "scenarios/engine/runner.hpp"

namespace mb {

/// `readings` and `events` are those of the last scenario that finished. Holds no date: equal runs give equal bytes.
std::string report_json(RunReport const& report);

}  // namespace mb
