// SPDX-License-Identifier: GPL-3.0-or-later
/// From a window of samples to phasors and harmonics of all channels: resampled to 1920 points per 10 or 12 cycles (2400
/// where the window is so long that what lies above order 63 would fold onto the orders), one FFT for eight
/// channels in pairs, subgroups of IEC 61000-4-7. Phase-to-phase voltages and the neutral current come from sums of spectra.
#pragma once

#include <vector>

#include "core/dsp/kernels.hpp"
#include "core/dsp/sinc.hpp"
#include "core/dsp/window.hpp"
#include "core/signal/frame.hpp"

namespace mb::dsp {

class SpectrumAnalyser {
public:
    explicit SpectrumAnalyser(Vectors vectors);

    /// Fills w.fundamental, w.harmonic and w.interharmonic for the window w.begin … w.end of w.cycles cycles.
    /// samples: sample n of the signal is samples[n - first]; they reach kMargin beyond the window on both sides.
    /// middle: where the fundamental has done half of its cycles; off the middle of the window where the frequency moves.
    /// routing: of the derived currents.
    void measure(Lanes const* samples, std::int64_t first, RoutingLanes const& routing, double middle, WindowResult& w);

    /// Of the window measured last: the fundamental's line over the strongest line up to twice its order, 0 … 1.
    double lead(Measured m, int cycles) const;

    static constexpr int kMargin = SincTable::kTaps / 2 + 1;

private:
    float const* lines() const { return reinterpret_cast<float const*>(lines_.data()); }

    Kernels const& kernels_;
    SincTable const& table_;
    int points_now_ = 0;  // of the window measured last
    RoutingLanes routing_;
    std::vector<Frame> points_;
    std::vector<Frame> lines_;  // four transforms, one after the other: of two channels each
};

}  // namespace mb::dsp
