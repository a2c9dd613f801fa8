// SPDX-License-Identifier: GPL-3.0-or-later
/// What the reports tell of the faults of a run.
#pragma once

#include <string>
#include <vector>

#include "scenarios/engine/fault_text.hpp"
#include "scenarios/engine/runner.hpp"

namespace mb {

/// A change of state that the run came to.
struct FaultChange {
    NamedFault const* fault = nullptr;  ///< in the result's scenario
    FaultState from{};
    FaultState to{};
    double time_s = 0.0;
};
std::vector<FaultChange> fault_changes(ScenarioResult const& result);

/// "no-reply first=2: 2 replies spoilt, from 1.000 s to 2.500 s".
std::string describe(CommFaultSpell const& spell);

/// While a fault was active [s]; one that was not cleared ends with the run.
struct FaultSpan {
    NamedFault const* fault = nullptr;
    double begin_s = 0.0;
    double end_s = 0.0;
};
std::vector<FaultSpan> fault_spans(ScenarioResult const& result);

}  // namespace mb
