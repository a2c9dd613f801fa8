// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/synth_flicker.hpp"

namespace mb {

void Flicker::move(Modulation const& to, float weight, bool ramp) {
    if (silent()) rotor_.rewind();
    // A modulation that fades out keeps its frequency.
    if (to.depth > 0.0) rotor_.tune(to.frequency_hz);
    Halves half;
    for (std::size_t phase = 0; phase < 3; ++phase)
        if ((to.phases >> phase & 1U) != 0) half.set(phase, static_cast<float>(to.depth / 2.0));
    sine_.move(to.square ? Halves{} : half, weight, ramp);
    square_.move(to.square ? half : Halves{}, weight, ramp);
}

void Flicker::shape(std::span<Halves> gains, Weights weights) {
    for (std::size_t k = 0; k < gains.size(); ++k) {
        float const square = rotor_.first_half() ? 1.0F : -1.0F;
        gains[k] = gains[k] * (sine_.at(weights[k]) * static_cast<float>(rotor_.sine()) + square_.at(weights[k]) * square + 1.0F);
        rotor_.next();
    }
}

}  // namespace mb
