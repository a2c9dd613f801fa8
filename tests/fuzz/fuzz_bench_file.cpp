// SPDX-License-Identifier: GPL-3.0-or-later
/// Any bytes as a bench file: a sentence with its place, or a bench whose limits are numbers that limit.
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "hil/bench_file.hpp"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    auto const bench = mb::hil::parse_bench({reinterpret_cast<char const*>(data), size}, "fuzz.yaml");
    if (!bench) {
        if (!bench.error().sentence.starts_with("fuzz.yaml:")) std::abort();
        return 0;
    }
    auto const& l = bench->limits;
    bool const good = l.voltage > 0.0 && l.voltage <= 1'000.0 && l.current >= 0.0 && l.current <= 1'000.0 && l.frequency_low > 0.0 &&
                      l.frequency_high >= l.frequency_low && bench->slew > 0.0 && bench->turns >= 1.0 && bench->watchdog.count() > 0;
    if (!good) std::abort();
    return 0;
}
