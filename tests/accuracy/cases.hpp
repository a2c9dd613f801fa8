// SPDX-License-Identifier: GPL-3.0-or-later
/// The signals of the accuracy table, by family. A family is one function in all_cases().
#pragma once

#include <functional>
#include <span>
#include <string_view>

#include "tests/accuracy/ledger.hpp"

namespace mb::accuracy {

/// Frequencies [Hz] at which the families run, each with ten- and twelve-cycle windows. Three of them where a build is slow
/// (MB_ACCURACY_BRIEF).
std::span<double const> frequencies();

/// Calls `run` for each of them with both windows.
void for_each_place(std::string_view signal, std::function<void(Place const&)> const& run);

void steady_cases(Ledger& ledger);       ///< sines, all orders at once, DC and interharmonics, frequency over ten seconds
void load_cases(Ledger& ledger);         ///< phase-fired, half-wave and burst-fired currents
void unbalance_cases(Ledger& ledger);    ///< stars of known unbalance
void disturbance_cases(Ledger& ledger);  ///< dips, jumps of the phase, a ramp of the frequency
void noise_cases(Ledger& ledger);        ///< one percent of white noise
void standard_cases(Ledger& ledger);     ///< testing states of IEC 61000-4-30
void energy_cases(Ledger& ledger);       ///< the whole meter: energy, pulses, ten seconds of the clock

/// All of them, in the order of the table.
Ledger all_cases();

}  // namespace mb::accuracy
