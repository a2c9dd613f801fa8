// SPDX-License-Identifier: GPL-3.0-or-later
// The firmware bridge: what a message costs, and how many seconds of signal a firmware in a process of its own does in a second.
#include <benchmark/benchmark.h>

#include <array>
#include <string>

#include "core/comm/modbus/client_pdu.hpp"
#include "firmware-bridge/firmware_target.hpp"
#include "tests/bench/workload.hpp"

namespace {

using namespace mb;
using namespace mb::bridge;

/// 0: a voltmeter that does next to nothing, so that the messages are what is measured; 1, 2: our own meter as library and as program; 3,
/// 4: the reference firmware.
FirmwareSpec firmware(std::int64_t which) {
    std::string const libraries = MB_FIRMWARE;
    if (which == 0) return {FirmwareSpec::Kind::library, libraries + "/mb_example_firmware.so"};
    if (which == 1) return {FirmwareSpec::Kind::library, libraries + "/mb_core_meter.so"};
    if (which == 2) return {FirmwareSpec::Kind::program, "'" MB_LOADER "' '" + libraries + "/mb_core_meter.so'"};
    if (which == 3) return {FirmwareSpec::Kind::library, libraries + "/libmb_reference_meter.so"};
    return {FirmwareSpec::Kind::program, "'" MB_REFERENCE "'"};
}

/// One round trip with so many frames. The signal is rendered before.
void bridge_feed(benchmark::State& state) {
    auto const bridge = start_bridge(firmware(state.range(0)), {});
    if (!bridge || !(*bridge)->create({})) return state.SkipWithError("it does not start");
    Synth synth(bench::distorted());
    std::vector<Frame> signal(static_cast<std::size_t>(state.range(1)));
    synth.render(signal);
    for (auto _ : state)
        if (!(*bridge)->feed(signal)) return state.SkipWithError("it broke");
    state.counters["x_realtime"] =
        benchmark::Counter(static_cast<double>(state.iterations() * state.range(1)) / kSampleRate, benchmark::Counter::kIsRate);
}

/// A second of a scenario: 100 times 10 ms of signal, rendered and fed, and after each a read of 60 registers, as the watch of events does.
void bridge_scenario(benchmark::State& state) {
    auto target = FirmwareTarget::start(firmware(state.range(0)), {}, {});
    if (!target || !(*target)->apply(bench::distorted())) return state.SkipWithError("it does not start");
    Bytes const request = modbus::read_request(18'444, 60);
    for (auto _ : state)
        for (int block = 0; block < 100; ++block)
            if (!(*target)->advance(std::chrono::milliseconds{10}) || !(*target)->exchange(Port::modbus, request))
                return state.SkipWithError("it broke");
    state.counters["x_realtime"] = benchmark::Counter(static_cast<double>(state.iterations()), benchmark::Counter::kIsRate);
}

// Real time: the firmware's process works while this one waits.
BENCHMARK(bridge_feed)
    ->ArgNames({"firmware", "frames"})
    ->ArgsProduct({{0, 1, 2, 3, 4}, {96, 960}})
    ->Unit(benchmark::kMicrosecond)
    ->UseRealTime();
BENCHMARK(bridge_scenario)->ArgName("firmware")->DenseRange(0, 4)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
