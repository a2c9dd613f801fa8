// SPDX-License-Identifier: GPL-3.0-or-later
// How many seconds of signal one core does in a second: counter x_realtime. f = 50.3 Hz, so that no window is a whole number of samples.
#include <benchmark/benchmark.h>

#include <array>
#include <vector>

#include "core/meter/meter.hpp"
#include "sim/synth.hpp"

namespace {

using namespace mb;

constexpr double kFrequency = 50.3;
constexpr std::size_t kSecondBlocks = kSampleRate / kBlockFrames;

Stimulus distorted() {
    Stimulus s = balanced(230.0, 10.0, 30.0, kFrequency);
    for (std::size_t p = 0; p < 3; ++p) {
        s.channels[p].harmonics = {{5, 0.06, 0.0}, {7, 0.05, 0.0}, {11, 0.035, 0.0}};
        s.channels[4 + p].harmonics = {{5, 0.20, 0.0}, {7, 0.14, 0.0}, {11, 0.09, 0.0}};
    }
    return s;
}

void count(benchmark::State& state) {
    state.counters["x_realtime"] = benchmark::Counter(static_cast<double>(state.iterations()), benchmark::Counter::kIsRate);
}

void synthesis(benchmark::State& state) {
    Synth synth(distorted());
    std::array<Frame, kBlockFrames> block;
    for (auto _ : state)
        for (std::size_t b = 0; b < kSecondBlocks; ++b) {
            synth.render(block);
            benchmark::DoNotOptimize(block);
        }
    count(state);
}

void core(benchmark::State& state) {
    Synth synth(distorted());
    // Ten seconds again and again: 503 whole cycles, so the seam is none.
    std::vector<Frame> signal(10 * kSecondBlocks * kBlockFrames);
    synth.render(signal);
    Meter meter{MeterSettings{}};
    std::size_t at = 0;
    for (auto _ : state)
        for (std::size_t b = 0; b < kSecondBlocks; ++b, at = (at + kBlockFrames) % signal.size())
            meter.feed(Block{signal}.subspan(at, kBlockFrames));
    benchmark::DoNotOptimize(meter.snapshot());
    count(state);
}

void everything_on(benchmark::State& state) {
    Synth synth(distorted());
    Meter meter{MeterSettings{}};
    std::array<Frame, kBlockFrames> block;
    for (auto _ : state)
        for (std::size_t b = 0; b < kSecondBlocks; ++b) {
            synth.render(block);
            meter.feed(block);
        }
    benchmark::DoNotOptimize(meter.snapshot());
    count(state);
}

BENCHMARK(synthesis)->Unit(benchmark::kMicrosecond);
BENCHMARK(core)->Unit(benchmark::kMicrosecond);
BENCHMARK(everything_on)->Unit(benchmark::kMicrosecond);

}  // namespace

BENCHMARK_MAIN();
