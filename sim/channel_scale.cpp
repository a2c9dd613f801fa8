// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/channel_scale.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include "sim/playback.hpp"
#include "sim/text_fields.hpp"

namespace mb {
namespace {

constexpr double kSmallest = 1e-9, kLargest = 1e9;
constexpr std::size_t kVoltages = 4;  // lanes before the currents

/// The lanes that a name means: one, or all of a kind.
std::vector<std::size_t> lanes_named(std::string const& name) {
    std::string const upper = to_upper(name);
    std::vector<std::size_t> lanes;
    if (upper == "V" || upper == "U" || upper == "I")
        for (std::size_t lane = 0; lane < kVoltages; ++lane) lanes.push_back(upper == "I" ? kVoltages + lane : lane);
    else if (int const lane = lane_named(name); lane >= 0)
        lanes.push_back(static_cast<std::size_t>(lane));
    return lanes;
}

}  // namespace

Result<LaneScale> lane_scale(std::vector<std::string> const& choices) {
    std::array<std::optional<double>, kChannels> own, of_kind;
    for (std::string const& choice : choices) {
        auto const equals = choice.find('=');
        if (equals == std::string::npos || equals == 0)
            return input_error("--scale {}: INPUT=FACTOR is needed, for example --scale V1=100", one_line(choice));
        std::string const name = choice.substr(0, equals), text = choice.substr(equals + 1);
        auto const lanes = lanes_named(name);
        if (lanes.empty())
            return input_error("--scale {}: '{}' is no input of the meter; V1 V2 V3 Vn I1 I2 I3 I4 are, V and I mean all of a kind",
                               one_line(choice), one_line(name));
        auto const factor = parse_number(text);
        if (!factor || std::abs(*factor) < kSmallest || std::abs(*factor) > kLargest)
            return input_error("--scale {}: '{}' is no factor; a number from 1e-9 to 1e9 is needed, for example --scale {}=100",
                               one_line(choice), one_line(text), name);
        auto& factors = lanes.size() == 1 ? own : of_kind;
        if (factors[lanes[0]]) return input_error("--scale {}: '{}' has a factor already; give it once", one_line(choice), name);
        for (std::size_t const lane : lanes) factors[lane] = *factor;
    }
    LaneScale scale = kUnscaled;
    for (std::size_t lane = 0; lane < kChannels; ++lane) scale[lane] = own[lane].value_or(of_kind[lane].value_or(1.0));
    return scale;
}

}  // namespace mb
