// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <functional>
#include <utility>

#include "tests/accuracy/cases.hpp"
#include "tests/accuracy/judge.hpp"
#include "tests/accuracy/shapes.hpp"

namespace mb::accuracy {
namespace {

constexpr double kSeconds = 1.2;
constexpr double kCurrent = 10.0;

Terminals with_current(std::function<Content(double angle)> const& current) {
    Terminals terminals = star(kNominalVoltage, 0.0, 0.0);
    for (std::size_t p = 0; p < 3; ++p) terminals[index(Channel::i1) + p] = current(-120.0 * static_cast<double>(p));
    return terminals;
}

void shaped(Ledger& ledger, std::string_view signal, Content (*shape)(double angle, int highest)) {
    for_each_place(signal, [&](Place const& place) {
        int const highest = highest_order(place.frequency);
        Terminals const terminals = with_current([&](double angle) { return shape(angle, highest); });
        Truth const truth = truth_of(terminals);
        analyse(steady(place.frequency, terminals), place.cycles, kSeconds, [&](dsp::WindowResult const& w) {
            judge_window(ledger, place, truth, w);
            judge_spectrum(ledger, place, truth, w);
        });
    });
}

/// Zero-crossing control: in each phase whole cycles of current, on and off. The pattern fits twice into a window, so wherever the
/// window lies, rms and fundamental are those of the share `on`. No step, so no sum of a series is needed.
void burst(Ledger& ledger, std::string_view signal) {
    Terminals const on = star(kNominalVoltage, kCurrent, 0.0);
    for_each_place(signal, [&](Place const& place) {
        int const period = place.cycles / 2;
        int const live = 3;
        Source source;
        source.frequency = place.frequency;
        // Phase p crosses zero where turns - p/3 is whole.
        int const cycles = static_cast<int>(kSeconds * place.frequency) + 2;
        for (int third = 3; third < 3 * cycles; ++third) {
            Act act{((third + 1) / 3.0 - Source::kStartTurn) / place.frequency, on};
            for (int p = 0; p < 3; ++p)
                if ((third - p) / 3 % period >= live) act.terminals[index(Channel::i1) + static_cast<std::size_t>(p)] = {};
            source.acts.push_back(std::move(act));
        }
        double const share = static_cast<double>(live) / period;
        Truth truth = truth_of(star(kNominalVoltage, kCurrent * share, 0.0));
        for (std::size_t m = index(dsp::Measured::i1); m < index(dsp::Measured::i4); ++m) truth.rms[m] = kCurrent * std::sqrt(share);
        analyse(source, place.cycles, kSeconds, [&](dsp::WindowResult const& w) { judge_window(ledger, place, truth, w); });
    });
}

}  // namespace

void load_cases(Ledger& ledger) {
    shaped(ledger, "phase-fired at 90°", [](double angle, int highest) { return phase_fired(kCurrent, 90.0, angle, highest); });
    shaped(ledger, "half-wave rectified", [](double angle, int highest) { return half_wave(kCurrent, angle, highest); });
    burst(ledger, "burst-fired");
}

}  // namespace mb::accuracy
