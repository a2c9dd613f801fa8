// SPDX-License-Identifier: GPL-3.0-or-later
/// How a plan of the terminals reaches the meter (and the source: sim/world.hpp); the same in the built-in targets and in the house.
#pragma once

#include "core/meter/meter.hpp"
#include "sim/world.hpp"

namespace mb {

/// Tells the meter of inputs in which something else is plugged than before.
void tell_plugs(Meter& meter, InputPlugs const& before, InputPlugs const& now);

}  // namespace mb
