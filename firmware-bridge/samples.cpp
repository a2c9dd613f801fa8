// SPDX-License-Identifier: GPL-3.0-or-later
#include "firmware-bridge/samples.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>

#include "firmware-bridge/abi.h"

namespace mb::bridge {

static_assert(std::endian::native == std::endian::little, "samples travel as they lie in memory");

void put_samples(Bytes& to, std::span<Frame const> frames, Identity const& identity) {
    std::size_t const size = sample_size(identity.sample_format);
    std::size_t const begin = to.size();
    to.resize(begin + frames.size() * kChannels * size);
    std::uint8_t* at = to.data() + begin;
    if (identity.sample_format == MB_FLOAT) {
        static_assert(sizeof(Frame) == kChannels * sizeof(float));
        if (!frames.empty()) std::memcpy(at, frames.data(), frames.size_bytes());
        return;
    }
    double const top = std::ldexp(1.0, static_cast<int>(identity.adc_bits) - 1);
    for (Frame const& frame : frames)
        for (std::size_t n = 0; n < kChannels; ++n, at += size) {
            double const counts = std::nearbyint(static_cast<double>(frame.lanes[n]) / static_cast<double>(identity.scale[n]));
            auto const held = static_cast<std::int32_t>(std::isnan(counts) ? 0.0 : std::clamp(counts, -top, top - 1.0));
            std::memcpy(at, &held, size);  // the low bytes, where the format is the narrow one
        }
}

}  // namespace mb::bridge
