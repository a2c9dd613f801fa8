// SPDX-License-Identifier: GPL-3.0-or-later
#include <array>

#include "tests/accuracy/cases.hpp"
#include "tests/accuracy/judge.hpp"

namespace mb::accuracy {
namespace {

struct Polar {
    double magnitude;
    double degrees;
};

// One phase raised for 5, 10, 15 and 20 % of X2/X1 and X0/X1 (the unbalance points of a public IEC 61000-4-30 generator); one lowered to 90
// %; a tenth of zero sequence alone; a shift of angles alone.
constexpr std::array<std::array<Polar, 3>, 7> kStars{{
    {{{1, 0}, {22.0 / 19.0, -120}, {1, 120}}},
    {{{1, 0}, {4.0 / 3.0, -120}, {1, 120}}},
    {{{1, 0}, {26.0 / 17.0, -120}, {1, 120}}},
    {{{1, 0}, {1.75, -120}, {1, 120}}},
    {{{1, 0}, {0.9, -120}, {1, 120}}},
    {{{1.1, 0}, {0.95393920141694566, -114.79128089714487}, {0.95393920141694566, 114.79128089714487}}},
    {{{1, 0}, {1, -110}, {1, 130}}},
}};

}  // namespace

void unbalance_cases(Ledger& ledger) {
    for (auto const& unbalanced : kStars) {
        Terminals terminals;
        for (std::size_t p = 0; p < 3; ++p) {
            terminals[p].add(1, phasor(kNominalVoltage * unbalanced[p].magnitude, unbalanced[p].degrees));
            terminals[index(Channel::i1) + p].add(1, phasor(10.0 * unbalanced[p].magnitude, unbalanced[p].degrees - 20.0));
        }
        Truth const truth = truth_of(terminals);
        for_each_place("unbalanced stars", [&](Place const& place) {
            analyse(steady(place.frequency, terminals), place.cycles, 0.8,
                    [&](dsp::WindowResult const& w) { judge_window(ledger, place, truth, w); });
        });
    }
}

}  // namespace mb::accuracy
