// SPDX-License-Identifier: GPL-3.0-or-later
/// The error of a meter by the flashes of its pulse output, against a steady power.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

namespace mb::hil {

struct PulseEnergy {
    std::uint64_t intervals = 0;  ///< between pulses: one fewer than pulses
    double seconds = 0.0;         ///< from the first pulse to the last, by the clock that stamped them
    double metered_wh = 0.0;      ///< intervals × weight
    double applied_wh = 0.0;      ///< power × seconds
    double error_percent = 0.0;   ///< of what was metered against what was applied
    /// Of the error: one tick of the clock at each end against the whole [percent].
    double resolution_percent = 0.0;
};

/// ticks: of the pulses, ascending · weight_wh: energy of one pulse · power: applied [W], of either sign; its magnitude counts.
/// nullopt: fewer than two pulses, no time between them, no power.
std::optional<PulseEnergy> pulse_energy(std::span<std::uint64_t const> ticks, double ticks_per_second, double weight_wh, double power);

}  // namespace mb::hil
