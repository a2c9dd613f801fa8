// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/engine/report_faults.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace mb {
namespace {

NamedFault const* named(Scenario const& scenario, std::string const& name) {
    auto const found =
        std::find_if(scenario.faults.begin(), scenario.faults.end(), [&](NamedFault const& fault) { return fault.name == name; });
    return found == scenario.faults.end() ? nullptr : &*found;
}

}  // namespace

std::vector<FaultChange> fault_changes(ScenarioResult const& result) {
    std::vector<FaultChange> all;
    for (FaultTransition const& change : result.scenario.fault_log) {
        if (change.at.time_since_epoch() > result.simulated) continue;  // a run that was stopped did not come to it
        if (NamedFault const* fault = named(result.scenario, change.fault))
            all.push_back({fault, change.from, change.to, seconds(change.at.time_since_epoch())});
    }
    return all;
}

std::string describe(CommFaultSpell const& spell) {
    return fmt::format("{}: {} {} spoilt, from {:.3f} s to {:.3f} s", spell.rule, spell.spoilt, spell.spoilt == 1 ? "reply" : "replies",
                       seconds(spell.from.time_since_epoch()), seconds(spell.to.time_since_epoch()));
}

std::vector<FaultSpan> fault_spans(ScenarioResult const& result) {
    std::vector<FaultSpan> all;
    for (FaultChange const& change : fault_changes(result)) {
        if (change.to == FaultState::active) all.push_back({change.fault, change.time_s, seconds(result.simulated)});
        if (change.from != FaultState::active) continue;
        auto const open = std::find_if(all.rbegin(), all.rend(), [&](FaultSpan const& span) { return span.fault == change.fault; });
        if (open != all.rend()) open->end_s = change.time_s;
    }
    return all;
}

}  // namespace mb
