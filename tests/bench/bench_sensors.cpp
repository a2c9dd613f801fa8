// SPDX-License-Identifier: GPL-3.0-or-later
// The stage between source and meter: seconds of signal that one core takes through it in a second.
#include <benchmark/benchmark.h>

#include <array>
#include <string_view>
#include <vector>

#include "sim/synth.hpp"
#include "sim/terminals.hpp"
#include "tests/bench/workload.hpp"

namespace {

using namespace mb;
using bench::distorted;
using bench::kSecondBlocks;

SensorSetup fitted(std::string_view model, double rating) {
    return {SensorPlug{static_cast<std::uint16_t>(sensor_named(model).value_or(0)), rating}, true};
}

/// A second of the signal again and again: rendered once, copied block by block as a source would leave it.
void through(benchmark::State& state, Stimulus const& stimulus) {
    auto plan = plan_terminals(stimulus, Network::wye);
    if (!plan) return state.SkipWithError(plan.error().sentence.c_str());
    std::vector<Frame> signal(kSecondBlocks * kBlockFrames);
    Synth(plan->source).render(signal);
    Terminals terminals;
    terminals.apply(*std::move(plan));
    std::array<Frame, kBlockFrames> block;
    for (auto _ : state)
        for (std::size_t b = 0; b < kSecondBlocks; ++b) {
            std::copy_n(signal.begin() + static_cast<std::ptrdiff_t>(b * kBlockFrames), kBlockFrames, block.begin());
            terminals.distort(block);
            benchmark::DoNotOptimize(block);
        }
    state.counters["x_realtime"] = benchmark::Counter(static_cast<double>(state.iterations()), benchmark::Counter::kIsRate);
}

void terminals_idle(benchmark::State& state) { through(state, distorted()); }

void terminals_swapped(benchmark::State& state) {
    Stimulus s = distorted();
    s.faults = {{FaultKind::swapped_currents, 0b0011}, {FaultKind::earth_leakage, 0b1000, 0b001, 0.3, 230.0}};
    through(state, s);
}

/// Four cores driven into saturation, with curve, drift and noise.
void sensors_saturated(benchmark::State& state) {
    Stimulus s = distorted();
    s.faults = {{FaultKind::saturation, 0b1111, 0, 0.1}};
    for (SensorSetup& sensor : s.sensors) sensor = fitted("TE-18/20", 20);
    through(state, s);
}

/// Cores and coils beside each other, a displacement and a wrong ratio on top: every stage at work.
void sensors_of_all_kinds(benchmark::State& state) {
    Stimulus s = distorted();
    s.faults = {{FaultKind::saturation, 0b1111, 0, 0.1}, {FaultKind::phase_error, 0b0001, 0, 30}, {FaultKind::gain_error, 0b0010, 0, 2}};
    s.sensors = {fitted("TE-18/20", 20), fitted("TF-40", 100), fitted("TR-10", 25), fitted("dIC-50", 3)};
    through(state, s);
}

BENCHMARK(terminals_idle)->Unit(benchmark::kMicrosecond);
BENCHMARK(terminals_swapped)->Unit(benchmark::kMicrosecond);
BENCHMARK(sensors_saturated)->Unit(benchmark::kMicrosecond);
BENCHMARK(sensors_of_all_kinds)->Unit(benchmark::kMicrosecond);

}  // namespace
