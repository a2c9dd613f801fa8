// SPDX-License-Identifier: GPL-3.0-or-later
// Steps of the voltage away from its zero stand half-way between two samples: the trapezoid over a step is then right, and the error
// is that of the meter and not that of having sampled.
#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "tests/accuracy/cases.hpp"
#include "tests/accuracy/judge.hpp"

namespace mb::accuracy {
namespace {

using dsp::HalfCycleRms;
using dsp::WindowResult;

constexpr double kSettled = 0.025;  // [s]; the crossing filter sees 21 ms to both sides

/// Of nominal, the threshold of an interruption. A cycle with a remnant of a few samples under it has its corner between two samples, and
/// its rms is not in the samples.
constexpr double kLeast = 0.05;

/// Rms of a voltage over [begin, end] [s]: sines, each until the end of its act.
double rms_between(Source const& source, std::size_t voltage, double begin, double end) {
    double const w = 2 * std::numbers::pi * source.frequency;
    double sum = 0.0;
    double from = -std::numeric_limits<double>::infinity();
    for (Act const& act : source.acts) {
        Phasor const x = truth_of(act.terminals).content[index(kHalfCycleVoltages[voltage])].at(1);
        double const a = std::clamp(from, begin, end);
        double const b = std::clamp(act.until, begin, end);
        double const angle = 2 * std::numbers::pi * Source::kStartTurn + std::arg(x);
        sum += std::norm(x) * (b - a - (std::sin(2 * (w * b + angle)) - std::sin(2 * (w * a + angle))) / (2 * w));
        from = act.until;
    }
    return std::sqrt(sum / (end - begin));
}

void judge_across(Ledger& ledger, Place const& place, Source const& source, HalfCycleRms const& h) {
    if (h.channel >= dsp::kVoltages) return;  // a current
    double const truth = rms_between(source, h.channel, h.begin / kSampleRate, h.end / kSampleRate);
    if (truth > 0.0 && truth < kLeast * nominal_of(h.channel)) return;
    ledger.note(Quantity::half_cycle_rms, place, 100.0 * (h.rms - truth) / nominal_of(h.channel),
                kMeasuredNames[index(kHalfCycleVoltages[h.channel])]);
}

/// The time at which V1's angle has the point on wave, moved to half-way between two samples where it is not the zero.
double moment(double frequency, double turn) {
    double const t = (turn - Source::kStartTurn) / frequency;
    return turn == std::floor(turn) ? t : (std::floor(t * kSampleRate) + 0.5) / kSampleRate;
}

/// Ten cycles of a lower voltage on phase 1.
void dip(Ledger& ledger, Place const& place, double residual, double point_on_wave) {
    double const turn = std::ceil(0.5 * place.frequency) + point_on_wave / 360.0;
    Terminals const before = star(kNominalVoltage, 10.0, 0.0);
    Terminals during = before;
    during[0] = residual * during[0];
    Source source;
    source.frequency = place.frequency;
    source.acts = {{moment(place.frequency, turn), before}, {moment(place.frequency, turn + 10), during}, {.terminals = before}};
    double lowest = std::numeric_limits<double>::infinity();
    analyse(
        source, place.cycles, 1.2, [](WindowResult const&) {},
        [&](HalfCycleRms const& h) {
            judge_across(ledger, place, source, h);
            if (h.channel == 0) lowest = std::min(lowest, h.rms);
        });
    ledger.note(Quantity::residual, place, 100.0 * (lowest - residual * kNominalVoltage) / kNominalVoltage, "V1");
}

/// All phases jump at the rise of V1; windows that begin a little later are right again.
void jump(Ledger& ledger, Place const& place, double degrees) {
    double const turn = std::ceil(0.5 * place.frequency);
    Terminals const before = star(kNominalVoltage, 10.0, 30.0);
    Terminals after;
    for (std::size_t c = 0; c < kChannels; ++c)
        for (auto const& [ratio, x] : before[c].lines) after[c].add(ratio, x * phasor(1.0, degrees));
    double const at = moment(place.frequency, turn + 0.01);
    Source source;
    source.frequency = place.frequency;
    source.acts = {{at, before}, {.terminals = after}};
    Truth const truth = truth_of(after);
    analyse(
        source, place.cycles, 1.6,
        [&](WindowResult const& w) {
            if (w.begin / kSampleRate > at + kSettled) judge_window(ledger, place, truth, w);
        },
        [&](HalfCycleRms const& h) { judge_across(ledger, place, source, h); });
}

/// The levels stand still, and so do all readings of levels; f is the mean over the window.
void ramp(Ledger& ledger, Place const& place, double rate) {
    Terminals const terminals = star(kNominalVoltage, 10.0, 30.0);
    Truth const truth = truth_of(terminals);
    Source source = steady(place.frequency, terminals);
    source.turns = [f = place.frequency, rate](double t) { return (f + rate * t / 2) * t + Source::kStartTurn; };
    analyse(
        source, place.cycles, 4.0,
        [&](WindowResult const& w) {
            for (auto const m : {dsp::Measured::v1, dsp::Measured::v2, dsp::Measured::u23})
                ledger.note(Quantity::voltage, place, 100.0 * (w[m] / truth.rms[index(m)] - 1.0), kMeasuredNames[index(m)]);
            double const begin = w.begin / kSampleRate;
            double const end = w.end / kSampleRate;
            judge_frequency(ledger, place, (source.turns(end) - source.turns(begin)) / (end - begin), w);
        },
        [&](HalfCycleRms const& h) { judge_half_cycle(ledger, place, truth, h); });
}

}  // namespace

void disturbance_cases(Ledger& ledger) {
    for (double const residual : {0.0, 0.4, 0.7, 0.85}) {
        for_each_place("dip of ten cycles at 0°", [&](Place const& place) { dip(ledger, place, residual, 0.0); });
        for_each_place("dip of ten cycles at 90°", [&](Place const& place) { dip(ledger, place, residual, 90.0); });
    }
    for_each_place("jump of the phase by 10°", [&](Place const& place) { jump(ledger, place, 10.0); });
    for_each_place("jump of the phase by 60°", [&](Place const& place) { jump(ledger, place, 60.0); });
    // 4 s at 1 Hz/s stay inside 45–65 Hz.
    for (int const cycles : {10, 12}) {
        for (double const from : {45.0, 50.0, 60.0}) ramp(ledger, {"ramp of 1 Hz/s, from", from, cycles}, 1.0);
        for (double const from : {50.0, 55.0, 65.0}) ramp(ledger, {"ramp of -1 Hz/s, from", from, cycles}, -1.0);
    }
}

}  // namespace mb::accuracy
