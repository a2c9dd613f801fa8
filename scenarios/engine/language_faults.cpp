// SPDX-License-Identifier: GPL-3.0-or-later
// What the language says about faults: key `setup.faults` and an inline step `fault`.
#include "scenarios/engine/language_parts.hpp"

namespace mb::language {
namespace {

FaultKind kind_of(YamlNode const& node) {
    std::vector<std::string_view> names;
    for (FaultRow const& row : faults()) names.push_back(row.name);
    return faults()[one_of(node, "kind of fault", names)].kind;
}

/// The value in the unit of the fault table.
double value_of(YamlNode const& node, FaultRow const& row) {
    constexpr double kAny = 1e9;  // check(Fault) knows the limits of each kind
    FaultUnit const unit = fault_unit(row);
    return number(node, unit.unit, -kAny, kAny) * unit.counts;
}

}  // namespace

Fault fault(YamlNode const& node, Installation const& installation, RatedValues const& rated) {
    Fields const f{node, "fault"};
    YamlNode const& kind = f.require("kind");
    Fault made;
    made.kind = kind_of(kind);
    FaultRow const& row = info(made.kind);
    auto const* inputs = f.find("inputs");
    auto const* phases = f.find("phases");
    auto const* value = f.find("value");
    if (inputs != nullptr) {
        if (row.most_inputs == 0) refuse(*inputs, "{} takes no inputs", row.name);
        made.inputs = bits_of(*inputs, "current input", kCurrentInputNames);
    }
    if (phases != nullptr) {
        if (row.most_phases == 0) refuse(*phases, "{} takes no phases", row.name);
        made.phases = bits_of(*phases, "phase", kPhaseNames);
    }
    if (value != nullptr) {
        if (row.unit.empty()) refuse(*value, "{} takes no value", row.name);
        made.value = value_of(*value, row);
    } else if (!row.unit.empty()) {
        refuse(node, "a {} needs 'value'", row.name);
    }
    Network const network = installation.wiring.network;
    // A phase that is not there is refused below, by its name.
    if (made.kind == FaultKind::earth_leakage) made.reference = leakage_reference(made, network, rated.voltage);
    if (auto const possible = check(made, network); !possible) refuse(kind, "{}", possible.error().sentence);
    return made;
}

}  // namespace mb::language
