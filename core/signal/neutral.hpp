// SPDX-License-Identifier: GPL-3.0-or-later
/// A lost neutral: the conductor is interrupted before meter and load, and the common point of the loads, at which the meter's Vn stands,
/// floats to where the currents of the loads add up to zero.
///
/// The loads are read from the stimulus as it would be with its neutral. A phase that consumes is a linear load between its terminal and
/// the star point, Y = I/(V - Vn) at the fundamental: a resistance in series with an inductance or a capacitance, hence R + jhX or R + jX/h
/// at order h. What it draws beside that, its harmonics, is a source of current J. A phase that feeds (Re Y < 0) is a source of
/// current altogether. At each order, at dc and at each interharmonic (Millman):
///     V_star = (Σ Y_k V_k + Σ J_k) / Σ Y_k      I_k = Y_k (V_k - V_star) + J_k
/// Without any load nothing fixes the star point: the meter's own inputs hold it at the mean of the phases.
///
/// Input k hangs on phase k. Of three phases I4 is the neutral conductor and carries nothing any more; with fewer phases the inputs behind
/// them hang on the phases counted round, as further loads do. A residual sensor's input is left as it stands.
#pragma once

#include "core/base/result.hpp"
#include "core/signal/stimulus.hpp"
#include "core/signal/wiring.hpp"

namespace mb {

/// The stimulus that stands at the terminals once the neutral is lost: Vn and the currents are new, all else is as it was.
/// lost_phases: bit 0 is Va …: phases that are interrupted too (FaultKind::phase_loss) and hold nothing.
/// Refused by name: a network without neutral; a dip, flicker or inrush, whose shape in time follows the star point; loads that leave no
/// finite star point (sources of current alone, resonance).
/// Noise is taken over as it is: each terminal's own.
Result<Stimulus> lose_neutral(Stimulus const& stimulus, Network network, unsigned lost_phases = 0);

}  // namespace mb
