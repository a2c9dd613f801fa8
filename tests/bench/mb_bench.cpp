// SPDX-License-Identifier: GPL-3.0-or-later
// How many seconds of signal one core does in a second: counter x_realtime.
#include <benchmark/benchmark.h>

#include <array>
#include <vector>

#include "core/meter/meter.hpp"
#include "sim/synth.hpp"
#include "tests/bench/workload.hpp"

namespace {

using namespace mb;
using bench::distorted;
using bench::kSecondBlocks;

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
    for (auto _ : state) bench::everything_on(synth, meter);
    benchmark::DoNotOptimize(meter.snapshot());
    count(state);
}

BENCHMARK(synthesis)->Unit(benchmark::kMicrosecond);
BENCHMARK(core)->Unit(benchmark::kMicrosecond);
BENCHMARK(everything_on)->Unit(benchmark::kMicrosecond);

}  // namespace

BENCHMARK_MAIN();
