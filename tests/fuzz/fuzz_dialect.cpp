// SPDX-License-Identifier: GPL-3.0-or-later
/// Any bytes as a dialect: a sentence, or a dialect in which a whole conversation can be held, whose lines hold no control characters and
/// whose output goes off at its end.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "hil/scpi/source_driver.hpp"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    using namespace mb;
    using namespace mb::hil;
    auto const dialect = parse_dialect({reinterpret_cast<char const*>(data), size}, "fuzz.yaml");
    if (!dialect) {
        if (!dialect.error().sentence.starts_with("fuzz.yaml:")) std::abort();
        return 0;
    }
    Bench bench;
    bench.limits = {300.0, 10.0, 40.0, 70.0};
    bench.slew = 500.0;
    bench.read_back.measured_percent = 1.0;
    DrySteps runner{[](std::string_view line) {
        for (char const c : line)
            if (c < ' ' || c > '~') std::abort();
    }};
    SourceDriver driver{*dialect, bench, runner, runner};
    Stimulus s = balanced(230.0, 5.0, 30.0, 50.0);
    s[Channel::va].harmonics = {{5, 0.1, 180.0}};
    auto const point = *set_point_of(s, 1.0);
    if (!driver.arm() || !driver.energise(point) || !driver.set(point)) std::abort();
    (void)driver.set(point, EventPoint{0b001, 0.4, 0.2, 90.0});
    (void)driver.set(point, EventPoint{0b111, 0.4, 0.2, 90.0});
    if (!driver.zero() || driver.state() != SourceState::off) std::abort();
    return 0;
}
