// SPDX-License-Identifier: GPL-3.0-or-later
/// The interpolating kernel with which a window of any length becomes 1920 points: a Kaiser-windowed sinc of 16 taps, tabulated at 512
/// phases, linear between them. Images of the fundamental are below -120 dB, of what is below 3.5 kHz below -100 dB, of order 63 at 60 Hz
/// at -73 dB. Its gain falls from 2.5 kHz on (0.43 at 4095 Hz, order 63 at 65 Hz); that is known and divided out.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/signal/frame.hpp"

namespace mb::dsp {

class SincTable {
public:
    static constexpr int kTaps = 16;
    static constexpr int kPhases = 512;

    SincTable();

    /// Two vectors with the taps of phase `row`/kPhases, and after them those of the next phase. 0 <= row < kPhases.
    Lanes const* row(std::int64_t row) const { return &taps_[static_cast<std::size_t>(2 * row)].lanes; }
    /// Amplitude with which a tone comes out. cycles_per_sample: 0 … 0.5.
    double gain(double cycles_per_sample) const;

private:
    static constexpr std::size_t kGainPoints = 512;  // over 0 … 0.5

    std::vector<Frame> taps_;
    std::array<double, kGainPoints + 3> gain_{};  // one more point before and two after: for a cubic
};

/// The one table; made at the first call.
SincTable const& sinc_table();

}  // namespace mb::dsp
