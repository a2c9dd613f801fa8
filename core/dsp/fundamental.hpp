// SPDX-License-Identifier: GPL-3.0-or-later
/// Isolates the fundamental (45–65 Hz) of the voltages, so that zero crossings are those of the fundamental (IEC 61000-4-30, 5.1 and 5.2).
///
/// Two symmetric filters in a row, so the delay is one constant for every frequency and crossings keep their true time:
/// a fourth-order boxcar that decimates 9600 Hz to 1200 Hz, then a 49-tap band pass of about two cycles (DC exactly zero, harmonics
/// from the third on below -59 dB). What is left of a harmonic shifts all crossings alike and cancels in whole cycles.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "core/signal/frame.hpp"

namespace mb::dsp {

/// Four channels at once: V1 V2 V3 Vn.
using Half = float __attribute__((vector_size(16)));

inline constexpr int kDecimation = kChunkFrames;  ///< frames per tick of the filtered signal

class FundamentalFilter {
public:
    FundamentalFilter();

    /// Takes the next kDecimation frames, gives the next filtered value. Its time is `delay()` samples before the last frame.
    Half push(Half const* frames);

    /// From the last frame pushed back to the moment that the output stands for [samples].
    static double delay();
    /// Outputs until the filter has seen only signal.
    static constexpr int settling() { return kTaps + 4; }

private:
    static constexpr int kTaps = 49;
    static constexpr int kBoxTaps = 4 * kDecimation - 3;

    std::array<float, kBoxTaps> box_{};
    std::array<float, kTaps> band_{};
    std::array<Half, kBoxTaps + 2> recent_{};  // the last kBoxTaps frames, oldest first
    std::array<Half, 2 * kTaps> slow_{};       // decimated history, written twice so that a run of kTaps is contiguous
    int at_ = 0;
};

}  // namespace mb::dsp
