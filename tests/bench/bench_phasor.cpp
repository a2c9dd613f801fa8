// SPDX-License-Identifier: GPL-3.0-or-later
// Phasor mode: a year of a load profile in steps of 15 minutes, from stimulus to registers.
#include <benchmark/benchmark.h>

#include <chrono>
#include <cmath>
#include <numbers>

#include "sim/builtin/phasor_target.hpp"

namespace {

using namespace mb;
using namespace std::chrono_literals;

constexpr int kQuarters = 35'040;

void phasor_year(benchmark::State& state) {
    auto const map = *open_map("a200");
    for (auto _ : state) {
        PhasorTarget target{MeterSettings{}, map};
        for (int n = 0; n < kQuarters; ++n) {
            Stimulus s = balanced(230.0, 40.0 - 25.0 * std::cos(2 * std::numbers::pi * n / 96.0), 30.0, 50.0);
            if (state.range(0) != 0)
                for (ChannelSignal& channel : s.channels) channel.harmonics = {{3, 0.05, 0.0}, {5, 0.04, 30.0}, {7, 0.02, 60.0}};
            if (!target.apply(s) || !target.advance(15min)) return state.SkipWithError("refused");
        }
    }
    state.counters["years_per_second"] = benchmark::Counter(static_cast<double>(state.iterations()), benchmark::Counter::kIsRate);
}

BENCHMARK(phasor_year)->ArgName("harmonics")->Arg(0)->Arg(1)->Unit(benchmark::kMillisecond);

}  // namespace
