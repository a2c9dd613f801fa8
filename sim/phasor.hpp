// SPDX-License-Identifier: GPL-3.0-or-later
/// The same stimulus without samples: what stands at the meter's terminals in the steady state, as phasors (design decision: two
/// fidelities).
#pragma once

#include "core/base/result.hpp"
#include "core/signal/spectra.hpp"
#include "core/signal/stimulus.hpp"

namespace mb {

/// Phasors of the eight lanes behind the active linear faults (lane_matrix) and the voltage transformer: [V] at the terminals, [A] primary.
/// Orders 0 … 63 on the axis wt; a phase jump turns that axis and is not seen. Refused by name is what has no phasor or is more than
/// a matrix of lanes: ramps, running events, inrush, flicker, noise, interharmonics, sensors with errors, saturation, phase errors, a lost
/// neutral; and what check() refuses.
Result<Spectra> spectra_of(Stimulus const& stimulus);

}  // namespace mb
