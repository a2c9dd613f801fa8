// SPDX-License-Identifier: GPL-3.0-or-later
/// The window of a steady state without samples: what an Analyser would find if these phasors stood at the terminals for ever (phasor mode,
/// docs/decisions/0017-phasor-mode.md).
#pragma once

#include "core/dsp/analyser.hpp"
#include "core/dsp/routing.hpp"
#include "core/dsp/window.hpp"
#include "core/signal/spectra.hpp"

namespace mb::dsp {

/// terminals: orders 0 … 63 of the eight lanes [V] [A]; frequency: of order 1 [Hz].
/// rms, powers and phasors are the exact sums over the orders, in double precision; phasors stand on the axis on which the first voltage
/// that is there has the angle 0; subgroups of harmonics are their lines, interharmonics zero; peaks are those of 512 points of a cycle.
/// Flaws as the Analyser gives them: no fundamental, a frequency outside 45 … 65 Hz, more than full scale, voltages too small for
/// harmonics. begin, end, fresh and cycles are left at 0: they are the caller's.
WindowResult window_of(Spectra const& terminals, double frequency, Routing const& routing, AnalyserSettings const& settings,
                       bool remove_dc);

}  // namespace mb::dsp
