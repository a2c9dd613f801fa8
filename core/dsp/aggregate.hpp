// SPDX-License-Identifier: GPL-3.0-or-later
/// Many intervals become one longer interval of the same shape (IEC 61000-4-30, 4.5). Rms values, harmonics and interharmonics: root
/// of the mean square; powers and frequency: arithmetic mean; phasors: magnitude as an rms value, angle of the complex mean; peak:
/// the largest. Each value is averaged over the intervals that have it.
/// A channel without a single sound interval is NaN with its latest flaw, and the result is flagged.
#pragma once

#include "core/dsp/window.hpp"

namespace mb::dsp {

/// About 13 kB; allocates nothing.
class Aggregate {
public:
    /// Intervals come in the order of time and weigh equally.
    void add(WindowResult const& w);
    void clear() { *this = Aggregate{}; }

    int windows() const { return windows_; }
    /// Everything so far. Without any interval all numbers are NaN.
    WindowResult result() const;

private:
    void add_spectrum(WindowResult const& w, std::size_t channel);

    int windows_ = 0;
    WindowResult sum_;  ///< sums of squares (phasors: plain sums), sums of powers and frequency; the first begin, the latest end
    std::array<double, kMeasured> fundamental_square_{};
    std::array<int, kMeasured> sound_{};     ///< intervals with an rms value
    std::array<int, kMeasured> phasors_{};   ///< intervals with a phasor
    std::array<int, kMeasured> resolved_{};  ///< intervals with a spectrum
    std::array<int, kPowers> powers_{};
    std::array<int, kPowers> fundamental_powers_{};
    int frequencies_ = 0;
};

}  // namespace mb::dsp
