// SPDX-License-Identifier: GPL-3.0-or-later
/// Ramps. A stimulus ramps its phasors in straight lines (Stimulus::ramp); the chord of a large angle would take the amplitude down on
/// its way. Where an angle goes far a ramp is therefore several stimuli, one after the other, with amplitudes and angles in even steps.
#pragma once

#include <vector>

#include "core/signal/stimulus.hpp"

namespace mb {

/// The angle that one stimulus may ramp: its chord is 0.1 % short in the middle.
inline constexpr double kLargestChordDeg = 5.0;

/// On the way from `from` to `to`, 0 <= part <= 1: rms values, ratios, dc, noise, depth and frequency linear, angles by the shorter way.
/// Harmonics and interharmonics that only one of them has rise from or fall to zero. What has no way between (sensors, faults, shape of the
/// flicker) is that of `to`. Without events, jump and ramp.
Stimulus between(Stimulus const& from, Stimulus const& to, double part);

/// The stimuli of a ramp over `over` > 0, with their Stimulus::ramp set: each begins where the one before it ends, the last is `to`.
std::vector<Stimulus> ramp(Stimulus const& from, Stimulus const& to, Duration over);

}  // namespace mb
