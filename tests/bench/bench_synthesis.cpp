// SPDX-License-Identifier: GPL-3.0-or-later
// What the synthesizer costs beyond the plain table of mb_bench's `synthesis`: counter x_realtime, seconds of signal per second.
#include <benchmark/benchmark.h>

#include <array>
#include <chrono>

#include "tests/bench/workload.hpp"

namespace {

using namespace mb;
using namespace std::chrono_literals;
using bench::kSecondBlocks;

/// All eight lanes with every order to 63.
Stimulus rich() {
    Stimulus s = balanced(230.0, 10.0, 30.0, bench::kFrequency);
    s[Channel::vn].rms = 1.0;
    s[Channel::i4].rms = 1.0;
    for (ChannelSignal& channel : s.channels)
        for (int order = 2; order <= kHighestOrder; ++order) channel.harmonics.push_back({order, 0.1 / order, 10.0 * order});
    return s;
}

void second(Synth& synth) {
    std::array<Frame, kBlockFrames> block;
    for (std::size_t b = 0; b < kSecondBlocks; ++b) {
        synth.render(block);
        benchmark::DoNotOptimize(block);
    }
}

void count(benchmark::State& state) {
    state.counters["x_realtime"] = benchmark::Counter(static_cast<double>(state.iterations()), benchmark::Counter::kIsRate);
}

void run(benchmark::State& state, Stimulus const& stimulus) {
    Synth synth(stimulus);
    for (auto _ : state) second(synth);
    count(state);
}

void synthesis_63_orders_and_dips(benchmark::State& state) {
    Stimulus s = rich();
    s.event = VoltageEvent{0b101, 0.4, 300ms, 90.0};
    Synth synth(s);
    for (auto _ : state) {
        synth.apply(s);  // every second a dip
        second(synth);
    }
    count(state);
}

void synthesis_dips_with_edges_and_phase_jump(benchmark::State& state) {
    Stimulus s = rich();
    s.event = VoltageEvent{0b111, 0.4, 980ms, std::nullopt, 10ms, 20.0};
    Synth synth(s);
    for (auto _ : state) {
        synth.apply(s);
        second(synth);
    }
    count(state);
}

void synthesis_ramping(benchmark::State& state) {
    Stimulus s = rich();
    Synth synth(s);
    s[Channel::va].rms = 200.0;
    s.frequency_hz = 49.0;
    s.ramp = std::chrono::hours{100};
    synth.apply(s);
    for (auto _ : state) second(synth);
    count(state);
}

void synthesis_noise_and_8_interharmonics(benchmark::State& state) {
    Stimulus s = rich();
    for (ChannelSignal& channel : s.channels) {
        channel.noise = 0.01;
        for (int n = 0; n < 8; ++n) channel.interharmonics.push_back({77.0 + 100.0 * n, 0.1, 0.0});
    }
    run(state, s);
}

void synthesis_change_of_63_orders(benchmark::State& state) {
    Stimulus s = rich();
    Stimulus other = s;
    for (ChannelSignal& channel : other.channels) channel.rms *= 1.1;
    Synth synth(s);
    for (auto _ : state) {
        synth.apply(other);
        synth.apply(s);
    }
    count(state);  // of two changes of all lanes
}

BENCHMARK(synthesis_63_orders_and_dips)->Unit(benchmark::kMicrosecond);
BENCHMARK(synthesis_dips_with_edges_and_phase_jump)->Unit(benchmark::kMicrosecond);
BENCHMARK(synthesis_ramping)->Unit(benchmark::kMicrosecond);
BENCHMARK(synthesis_noise_and_8_interharmonics)->Unit(benchmark::kMicrosecond);
BENCHMARK(synthesis_change_of_63_orders)->Unit(benchmark::kMicrosecond);

}  // namespace
