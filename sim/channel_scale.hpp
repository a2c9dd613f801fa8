// SPDX-License-Identifier: GPL-3.0-or-later
/// Factors of the meter's inputs: what a recording's samples are multiplied by where the file does not know of a probe or a transformer.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "core/base/result.hpp"
#include "core/signal/frame.hpp"

namespace mb {

/// Per lane; finite, not 0. A negative factor turns the polarity.
using LaneScale = std::array<double, kChannels>;
inline constexpr LaneScale kUnscaled{1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0};

/// choices: "V1=100", "I3=-1"; "V=…" all voltages, "I=…" all currents, both giving way to an input's own factor whatever the order.
/// Refused: what is not INPUT=FACTOR, unknown inputs, the same input twice, factors outside 1e-9..1e9 in size. The sentences name the
/// option --scale.
Result<LaneScale> lane_scale(std::vector<std::string> const& choices);

}  // namespace mb
