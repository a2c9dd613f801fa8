// SPDX-License-Identifier: GPL-3.0-or-later
/// Any text as the JSON report of an earlier run. What is accepted is the same as itself, and can be told in all three ways.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "scenarios/engine/comparison.hpp"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    using namespace mb;
    auto const record = parse_record({reinterpret_cast<char const*>(data), size}, "fuzz.json");
    if (!record) {
        if (record.error().sentence.find('\n') != std::string::npos) std::abort();
        return 0;
    }
    auto const same = compare(*record, *record, 0.0);
    if (!same.differences.empty() || same.worse()) std::abort();
    RunRecord other = *record;
    for (auto& scenario : other.scenarios) {
        scenario.readings.clear();
        if (!scenario.checks.empty()) scenario.checks.pop_back();
    }
    auto const less = compare(*record, other, 1.0);
    if (comparison_text(less).empty() || comparison_junit(less).empty() || comparison_json(less).empty()) std::abort();
    return 0;
}
