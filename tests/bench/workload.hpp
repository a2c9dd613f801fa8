// SPDX-License-Identifier: GPL-3.0-or-later
/// The signal of the benchmark and of the count of instructions. f = 50.3 Hz, so that no window is a whole number of samples.
#pragma once

#include <array>

#include "core/meter/meter.hpp"
#include "sim/synth.hpp"

namespace mb::bench {

inline constexpr double kFrequency = 50.3;
inline constexpr std::size_t kSecondBlocks = kSampleRate / kBlockFrames;

/// Three voltages and three currents with three harmonics each.
inline Stimulus distorted() {
    Stimulus s = balanced(230.0, 10.0, 30.0, kFrequency);
    for (std::size_t p = 0; p < 3; ++p) {
        s.channels[p].harmonics = {{5, 0.06, 0.0}, {7, 0.05, 0.0}, {11, 0.035, 0.0}};
        s.channels[4 + p].harmonics = {{5, 0.20, 0.0}, {7, 0.14, 0.0}, {11, 0.09, 0.0}};
    }
    return s;
}

/// One second of signal through the synthesizer and the whole meter.
inline void everything_on(Synth& synth, Meter& meter) {
    std::array<Frame, kBlockFrames> block;
    for (std::size_t b = 0; b < kSecondBlocks; ++b) {
        synth.render(block);
        meter.feed(block);
    }
}

}  // namespace mb::bench
