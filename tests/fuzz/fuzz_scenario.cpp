// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes as a scenario: a scenario or a sentence, never a crash, never a promise that the language does not keep.
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "scenarios/engine/language.hpp"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    auto const scenario = mb::parse_scenario({reinterpret_cast<char const*>(data), size}, "fuzz.yaml");
    if (!scenario) {
        if (!scenario.error().sentence.starts_with("fuzz.yaml:")) std::abort();
        return 0;
    }
    if (scenario->length() <= mb::Duration{} || scenario->length() > mb::kLongestScenario || scenario->check_count() == 0) std::abort();
    for (mb::Step const& step : scenario->timeline)
        if (auto const* apply = std::get_if<mb::Apply>(&step.what))
            for (mb::ChannelSignal const& channel : apply->stimulus.channels)
                if (!std::isfinite(channel.rms) || !std::isfinite(channel.phase_deg) || channel.rms < 0.0) std::abort();
    return 0;
}
