// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>

#include "tests/accuracy/cases.hpp"
#include "tests/accuracy/judge.hpp"
#include "tests/accuracy/shapes.hpp"

namespace mb::accuracy {
namespace {

constexpr double kSeconds = 1.2;  // four windows of twelve cycles at 45 Hz, or more

void sines(Ledger& ledger, std::string_view signal, double lag) {
    Terminals const terminals = star(kNominalVoltage, 10.0, lag);
    Truth const truth = truth_of(terminals);
    auto const peaks = peaks_of(truth);
    for_each_place(signal, [&](Place const& place) {
        analyse(
            steady(place.frequency, terminals), place.cycles, kSeconds,
            [&](dsp::WindowResult const& w) {
                judge_window(ledger, place, truth, w);
                judge_crest(ledger, Quantity::crest_sine, place, truth, peaks, w);
            },
            [&](dsp::HalfCycleRms const& h) { judge_half_cycle(ledger, place, truth, h); });
    });
}

/// Every phase has its own levels and phases of the orders, or U would have no triple ones.
void orders(Ledger& ledger, std::string_view signal, double lowest, double highest) {
    Terminals terminals;
    for (std::size_t p = 0; p < 3; ++p) {
        auto const seed = static_cast<std::uint32_t>(p);
        double const angle = -120.0 * static_cast<double>(p);
        terminals[p] = all_orders(kNominalVoltage, angle, lowest, highest, seed + 1);
        terminals[index(Channel::i1) + p] = all_orders(10.0, angle - 30.0, lowest, highest, seed + 11);
    }
    Truth const truth = truth_of(terminals);
    auto const peaks = peaks_of(truth);
    for_each_place(signal, [&](Place const& place) {
        analyse(
            steady(place.frequency, terminals), place.cycles, kSeconds,
            [&](dsp::WindowResult const& w) {
                judge_window(ledger, place, truth, w);
                judge_spectrum(ledger, place, truth, w);
                judge_crest(ledger, Quantity::crest, place, truth, peaks, w);
            },
            [&](dsp::HalfCycleRms const& h) { judge_half_cycle(ledger, place, truth, h); });
    });
}

/// A neutral with a voltage of its own, a rectifying load and interharmonics half-way between orders.
void between_orders(Ledger& ledger, std::string_view signal) {
    Terminals terminals = star(kNominalVoltage, 10.0, 60.0);
    terminals[index(Channel::vn)].add(1, phasor(5.0, 40.0)).add(3, phasor(8.0, 10.0));
    for (std::size_t p = 0; p < 3; ++p) {
        double const spread = 50.0 * static_cast<double>(p);
        Content& v = terminals[p];
        v.dc = 2.3;
        v.add(3.5, phasor(2.3, spread)).add(7.5, phasor(2.3, 20 + spread)).add(5, phasor(14.0, spread)).add(20.5, phasor(1.0, spread));
        Content& i = terminals[index(Channel::i1) + p];
        i.dc = 0.5;
        i.add(2, phasor(0.4, spread)).add(6.5, phasor(0.2, spread)).add(11, phasor(0.9, spread)).add(40.5, phasor(0.1, spread));
    }
    Truth const truth = truth_of(terminals);
    for_each_place(signal, [&](Place const& place) {
        analyse(steady(place.frequency, terminals), place.cycles, kSeconds, [&](dsp::WindowResult const& w) {
            judge_window(ledger, place, truth, w);
            judge_spectrum(ledger, place, truth, w);
        });
    });
}

/// Fifty windows: ten seconds at nominal frequency.
void ten_seconds(Ledger& ledger, std::string_view signal) {
    constexpr int kWindows = 50;
    Terminals terminals = star(kNominalVoltage, 10.0, 0.0);
    for (std::size_t p = 0; p < 3; ++p)
        terminals[p].add(3, phasor(13.8, 0.0)).add(5, phasor(16.1, 90.0)).add(7, phasor(9.2, 180.0));  // THD 10 %
    for_each_place(signal, [&](Place const& place) {
        double sum = 0.0;
        int windows = 0;
        analyse(steady(place.frequency, terminals), place.cycles, kWindows * place.cycles / place.frequency + 0.6,
                [&](dsp::WindowResult const& w) {
                    if (windows < kWindows) sum += w.frequency;
                    ++windows;
                });
        bool const enough = windows >= kWindows;
        ledger.note(Quantity::frequency_10s, place, enough ? 1000.0 * (sum / kWindows - place.frequency) : std::nan(""));
    });
}

}  // namespace

void steady_cases(Ledger& ledger) {
    sines(ledger, "sine, power factor 1", 0.0);
    sines(ledger, "sine, 0.5 inductive", 60.0);
    sines(ledger, "sine, 0.8 capacitive", -36.869897645844021);
    orders(ledger, "62 orders, THD 40 %", 0.001, 0.156);
    orders(ledger, "62 orders of 0.1 %", 0.001, 0.001);
    between_orders(ledger, "DC, interharmonics, live neutral");
    ten_seconds(ledger, "THD 10 %");
}

}  // namespace mb::accuracy
