// SPDX-License-Identifier: GPL-3.0-or-later
/// What a scenario asks of a target and of its register map, looked at before anything runs: what is missing makes it not applicable, with
/// the reason, instead of letting it fail half way.
#pragma once

#include <string>

#include "core/catalogue/register_map.hpp"
#include "scenarios/engine/scenario.hpp"
#include "scenarios/engine/target.hpp"

namespace mb {

/// "rig 1 cannot make interharmonics (dip.yaml:12:5)"; empty where the target can do all.
std::string lacking(Scenario const& scenario, Capabilities const& can);

/// What only half cycles tell: registers of events and inrushes, and the rms over some cycles.
bool needs_half_cycles(SymbolId symbol);

/// What the scenario writes and the map has no register for; empty where it has all.
std::string unwritable(Scenario const& scenario, RegisterMap const& map);

}  // namespace mb
