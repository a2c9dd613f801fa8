// SPDX-License-Identifier: GPL-3.0-or-later
// How fast recordings are read, from the bytes of a data file in memory to volts and amperes at one rate: bytes_per_second.
#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <bit>
#include <cmath>
#include <numbers>
#include <string>

#include "sim/comtrade.hpp"
#include "sim/csv_waveform.hpp"

namespace {

using namespace mb;

constexpr int kChannelCount = 8;
constexpr int kSamples = 200'000;
constexpr double kRate = 10'000.0;  // [Hz]

/// Four voltages and four currents as a recorder of `format` describes them.
ComtradeConfig config_of(std::string const& format) {
    bool const floats = format == "FLOAT32";
    std::string text = "Bench,Recorder,2013\r\n8,8A,0D\r\n";
    for (int c = 0; c < kChannelCount; ++c)
        text += fmt::format("{},{}{},{},,{},{},0,0,-32767,32767,1,1,P\r\n", c + 1, c < 4 ? 'U' : 'I', c % 4 + 1, c % 4 + 1,
                            c < 4 ? "V" : "A", floats ? "1" : "0.0125");
    text += fmt::format("50\r\n1\r\n{},{}\r\n01/01/2020,00:00:00.000000\r\n01/01/2020,00:00:00.000000\r\n{}\r\n1\r\n0,0\r\n0,0\r\n", kRate,
                        kSamples, format);
    auto const config = parse_config(text, "bench.cfg");
    return config ? *config : ComtradeConfig{};
}

int count_of(int sample, int channel) {
    return static_cast<int>(std::lround(26'000.0 * std::sin(2.0 * std::numbers::pi * 50.0 * sample / kRate + channel)));
}

void put(std::string& to, std::uint32_t value, int bytes) {
    for (int i = 0; i < bytes; ++i) to.push_back(static_cast<char>(value >> (8 * i) & 0xFFU));
}

std::string binary(std::string const& format) {
    std::string bytes;
    for (int i = 0; i < kSamples; ++i) {
        put(bytes, static_cast<std::uint32_t>(i + 1), 4);
        put(bytes, static_cast<std::uint32_t>(i * 100), 4);
        for (int c = 0; c < kChannelCount; ++c) {
            int const count = count_of(i, c);
            if (format == "BINARY")
                put(bytes, static_cast<std::uint32_t>(count), 2);
            else
                put(bytes,
                    format == "FLOAT32" ? std::bit_cast<std::uint32_t>(0.0125F * static_cast<float>(count))
                                        : static_cast<std::uint32_t>(count),
                    4);
        }
    }
    return bytes;
}

std::string ascii() {
    std::string text;
    for (int i = 0; i < kSamples; ++i) {
        text += fmt::format("{},{}", i + 1, i * 100);
        for (int c = 0; c < kChannelCount; ++c) text += fmt::format(",{}", count_of(i, c));
        text += "\r\n";
    }
    return text;
}

std::string table() {
    std::string text = "time,U1,U2,U3,U4,I1,I2,I3,I4\n";
    for (int i = 0; i < kSamples; ++i) {
        text += fmt::format("{:.4f}", i / kRate);
        for (int c = 0; c < kChannelCount; ++c) text += fmt::format(",{:.4f}", 0.0125 * count_of(i, c));
        text += '\n';
    }
    return text;
}

void recording_comtrade(benchmark::State& state, std::string const& format) {
    ComtradeConfig const config = config_of(format);
    std::string const data = format == "ASCII" ? ascii() : binary(format);
    for (auto _ : state) {
        auto file = read_data(config, {reinterpret_cast<std::uint8_t const*>(data.data()), data.size()}, "bench.dat");
        if (!file || file->channels.size() != kChannelCount || !file->diagnostics.empty()) {
            state.SkipWithError("the recording is not read as it was written");
            break;
        }
        benchmark::DoNotOptimize(file);
    }
    state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(data.size()));
}

void recording_csv(benchmark::State& state) {
    std::string const text = table();
    for (auto _ : state) {
        auto file = read_csv(text, 0.0, "bench.csv");
        if (!file || file->channels.size() != kChannelCount) {
            state.SkipWithError("the table is not read as it was written");
            break;
        }
        benchmark::DoNotOptimize(file);
    }
    state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(text.size()));
}

BENCHMARK_CAPTURE(recording_comtrade, binary16, "BINARY")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(recording_comtrade, binary32, "BINARY32")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(recording_comtrade, float32, "FLOAT32")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(recording_comtrade, ascii, "ASCII")->Unit(benchmark::kMillisecond);
BENCHMARK(recording_csv)->Unit(benchmark::kMillisecond);

}  // namespace
