// SPDX-License-Identifier: GPL-3.0-or-later
/// White noise of the eight lanes, each from a stream of its own that is named after the channel (core/base/random.hpp).
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include "core/base/random.hpp"
#include "core/signal/frame.hpp"
#include "sim/halves.hpp"

namespace mb {

/// Eight generators side by side. Lane n gives the numbers of Random{seed, names[n]}.normal(): integers and single multiplications and
/// additions in a fixed order, so the bits do not depend on the vector width.
class LaneNoise {
public:
    explicit LaneNoise(std::uint64_t seed, std::array<std::string_view, kChannels> const& names = kChannelNames);

    /// Mean 0, variance 1, nearly normal, flat up to half the sampling rate.
    Halves next() { return {next(volts_), next(amperes_)}; }

private:
    using Bits = std::uint32_t __attribute__((vector_size(16)));
    using State = std::array<Bits, 4>;

    static Four next(State& state) {
        using Integers = std::int32_t __attribute__((vector_size(16)));
        Bits const a = random::next(state);
        Bits const b = random::next(state);
        Bits const sum = (a & 0xFFFFU) + (a >> 16) + (b & 0xFFFFU) + (b >> 16);
        Four const x = __builtin_convertvector((Integers)sum - random::kMiddle, Four) * random::kSpread;
        return x * (random::kLinear + random::kCubic * (x * x));
    }

    State volts_;
    State amperes_;
};

}  // namespace mb
