// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/accuracy/cases.hpp"

#include <array>

namespace mb::accuracy {

std::span<double const> frequencies() {
#ifdef MB_ACCURACY_BRIEF
    static constexpr std::array kFrequencies{45.0, 50.7, 65.0};
#else
    static constexpr std::array kFrequencies{45.0, 49.3, 50.0, 50.7, 57.0, 60.0, 65.0};
#endif
    return kFrequencies;
}

void for_each_place(std::string_view signal, std::function<void(Place const&)> const& run) {
    for (int const cycles : {10, 12})
        for (double const f : frequencies()) run({signal, f, cycles});
}

Ledger all_cases() {
    Ledger ledger;
    for (auto* const family : {steady_cases, load_cases, unbalance_cases, standard_cases, disturbance_cases, noise_cases, energy_cases})
        family(ledger);
    return ledger;
}

}  // namespace mb::accuracy
