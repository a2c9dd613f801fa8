// SPDX-License-Identifier: GPL-3.0-or-later
// What noise itself adds is not an error: the truth of rms and power is their definition over the very samples that were fed.
#include <algorithm>
#include <cmath>
#include <vector>

#include "core/dsp/power.hpp"
#include "tests/accuracy/cases.hpp"
#include "tests/accuracy/judge.hpp"

namespace mb::accuracy {
namespace {

constexpr int kWindows = 50;
constexpr double kNoise = 0.01;

struct Sums {
    double v2 = 0.0;
    double i2 = 0.0;
    double p = 0.0;
};

/// Means of v², i² and v·i of one phase between two positions: samples count by the part of their own width that lies inside.
Sums definition(std::vector<Frame> const& frames, std::size_t phase, double begin, double end) {
    Sums sum;
    for (auto n = static_cast<std::size_t>(begin); static_cast<double>(n) < end + 1.0; ++n) {
        double const at = static_cast<double>(n);
        double const part = std::min(at + 0.5, end) - std::max(at - 0.5, begin);
        if (part <= 0.0) continue;
        double const v = frames[n].lanes[phase];
        double const i = frames[n].lanes[index(Channel::i1) + phase];
        sum.v2 += part * v * v;
        sum.i2 += part * i * i;
        sum.p += part * v * i;
    }
    return {sum.v2 / (end - begin), sum.i2 / (end - begin), sum.p / (end - begin)};
}

void noisy(Ledger& ledger, Place const& place) {
    Source source = steady(place.frequency, star(kNominalVoltage, 10.0, 30.0));
    source.noise = kNoise;
    double const seconds = kWindows * place.cycles / place.frequency + 0.6;
    std::vector<Frame> frames(static_cast<std::size_t>(seconds * kSampleRate));
    Sampler(source).render(frames);

    std::vector<dsp::WindowResult> windows;
    analyse(source, place.cycles, seconds, [&](dsp::WindowResult const& w) { windows.push_back(w); });
    if (windows.size() < kWindows) {
        ledger.note(Quantity::voltage, place, std::nan(""));
        return;
    }
    windows.resize(kWindows);
    double frequency = 0.0;
    for (auto const& w : windows) frequency += w.frequency / kWindows;
    ledger.note(Quantity::frequency_10s, place, 1000.0 * (frequency - place.frequency));
    for (std::size_t p = 0; p < 3; ++p) {
        Sums read;
        for (auto const& w : windows) {
            std::size_t const i = p + index(dsp::Measured::i1);
            read.v2 += w.rms[p] * w.rms[p] / kWindows;
            read.i2 += w.rms[i] * w.rms[i] / kWindows;
            read.p += w.active_power[p] / kWindows;
        }
        Sums const truth = definition(frames, p, windows.front().begin, windows.back().end);
        ledger.note(Quantity::voltage, place, 100.0 * (std::sqrt(read.v2 / truth.v2) - 1.0), kMeasuredNames[p]);
        ledger.note(Quantity::current, place, 100.0 * (std::sqrt(read.i2 / truth.i2) - 1.0), kMeasuredNames[p + index(dsp::Measured::i1)]);
        ledger.note(Quantity::active_power_lag, place, 100.0 * (read.p / truth.p - 1.0), kMeasuredNames[p]);
    }
}

}  // namespace

void noise_cases(Ledger& ledger) {
    for (int const cycles : {10, 12})
        for (double const f : {49.3, 60.0}) noisy(ledger, {"noise of 1 %, mean of 50 windows", f, cycles});
}

}  // namespace mb::accuracy
