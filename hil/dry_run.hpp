// SPDX-License-Identifier: GPL-3.0-or-later
/// What a run on a rig would send, line by line, with no link opened.
#pragma once

#include <span>

#include "hil/bench_file.hpp"
#include "hil/controller/rig_port.hpp"
#include "scenarios/engine/scenario.hpp"

namespace mb::hil {

/// Every line to source and rig controller in order, under a heading for each scenario; waits and what is asked of the meter as remarks. An
/// error: a limit or a dialect refuses something.
Result<void> dry_run(std::span<Scenario const> scenarios, Bench const& bench, Say const& say);

}  // namespace mb::hil
