// SPDX-License-Identifier: GPL-3.0-or-later
/// The same stimulus without samples: what stands at the meter's terminals in the steady state, as phasors (design decision: two
/// fidelities).
#pragma once

#include "core/base/result.hpp"
#include "core/signal/spectra.hpp"
#include "sim/terminals.hpp"

namespace mb {

/// Phasors of the eight lanes behind faults, voltage transformer and sensors: [V] at the terminals, [A] primary. Orders 0 … 63 on the axis
/// wt; a phase jump turns that axis and is not seen. Refused by name is what has no phasor or is more than a matrix of lanes: ramps,
/// running events, inrush, flicker, noise, interharmonics, sensors with errors, saturation, phase errors.
Result<Spectra> spectra_of(TerminalPlan const& plan);

}  // namespace mb
