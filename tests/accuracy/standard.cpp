// SPDX-License-Identifier: GPL-3.0-or-later
// Testing states as a public MATLAB generator of IEC 61000-4-30 signals (nazarovsky/generator_4_30) writes them down; the flicker of
// states 2 and 3 is left out, because a modulated level has no one true value per window.
#include <array>
#include <vector>

#include "tests/accuracy/cases.hpp"
#include "tests/accuracy/judge.hpp"

namespace mb::accuracy {
namespace {

struct Line {
    double ratio;
    double level;                   // of the declared voltage
    std::array<double, 3> degrees;  // the same axis in all phases
};

struct State {
    std::string_view name;
    double frequency;
    std::array<double, 3> voltage;  // of the declared voltage
    std::vector<Line> lines;
};

void run(Ledger& ledger, State const& state) {
    Terminals terminals;
    for (std::size_t p = 0; p < 3; ++p) {
        terminals[p].add(1, phasor(kNominalVoltage * state.voltage[p], -120.0 * static_cast<double>(p)));
        for (Line const& line : state.lines) terminals[p].add(line.ratio, phasor(kNominalVoltage * line.level, line.degrees[p]));
    }
    Truth const truth = truth_of(terminals);
    Place const place{state.name, state.frequency, 10};
    analyse(steady(state.frequency, terminals), place.cycles, 3.0, [&](dsp::WindowResult const& w) {
        judge_window(ledger, place, truth, w);
        judge_spectrum(ledger, place, truth, w);
    });
}

}  // namespace

void standard_cases(Ledger& ledger) {
    run(ledger, {"testing state 1", 50.0, {1.0, 1.0, 1.0}, {}});
    run(ledger, {"testing state 2", 49.0, {0.73, 0.8, 0.87}, {{3, 0.1, {}}, {5, 0.05, {}}, {29, 0.05, {}}, {7.5, 0.01, {}}}});
    run(ledger,
        {"testing state 3", 51.0, {1.52, 1.4, 1.28}, {{7, 0.1, {180.0, 0.0, 0.0}}, {13, 0.05, {}}, {25, 0.05, {}}, {3.5, 0.01, {}}}});
    for (double const level : {0.1, 0.45, 0.8, 1.15, 1.5}) run(ledger, {"magnitude swept", 50.0, {level, level, level}, {}});
    for (double const f : {46.25, 50.0, 53.25, 57.5}) run(ledger, {"frequency swept", f, {1.0, 1.0, 1.0}, {}});
    for (double const level : {0.001, 0.01, 0.05, 0.1, 0.2})
        run(ledger, {"orders 2 and 17 swept", 50.0, {1.0, 1.0, 1.0}, {{2, level, {}}, {17, level, {0.0, 90.0, 180.0}}}});
    for (double const level : {0.001, 0.01, 0.02, 0.03, 0.05})
        run(ledger, {"interharmonic 5.5 swept", 50.0, {1.0, 1.0, 1.0}, {{5.5, level, {}}}});
}

}  // namespace mb::accuracy
