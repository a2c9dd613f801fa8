// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/noise.hpp"

namespace mb {

LaneNoise::LaneNoise(std::uint64_t seed, std::array<std::string_view, kChannels> const& names) {
    for (std::size_t lane = 0; lane < kChannels; ++lane) {
        auto const start = random::start(seed, names[lane]);
        for (std::size_t word = 0; word < start.size(); ++word) (lane < 4 ? volts_ : amperes_)[word][lane % 4] = start[word];
    }
}

}  // namespace mb
