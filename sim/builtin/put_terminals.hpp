// SPDX-License-Identifier: GPL-3.0-or-later
/// How a plan of the terminals reaches source and meter; the same in the built-in target and in the house.
#pragma once

#include "core/meter/meter.hpp"
#include "sim/grid.hpp"
#include "sim/terminals.hpp"

namespace mb {

/// The source makes what the plan says.
void put_source(Grid& grid, TerminalPlan const& plan);

/// Tells the meter of inputs in which something else is plugged than before.
void tell_plugs(Meter& meter, InputPlugs const& before, InputPlugs const& now);

}  // namespace mb
