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
    /// Intervals come in the order of time. weight: > 0, 1 for windows, which weigh equally.
    void add(WindowResult const& w, double weight = 1.0);
    void clear() { *this = Aggregate{}; }

    int windows() const { return windows_; }
    /// Everything so far. Without any interval all numbers are NaN.
    WindowResult result() const;

private:
    void add_spectrum(WindowResult const& w, std::size_t channel, double weight);

    int windows_ = 0;
    WindowResult sum_;  ///< sums of squares (phasors: plain sums), sums of powers and frequency; the first begin, the latest end
    std::array<double, kMeasured> fundamental_square_{};
    std::array<double, kMeasured> sound_{};     ///< weight of intervals with an rms value
    std::array<double, kMeasured> phasors_{};   ///< weight of intervals with a phasor
    std::array<double, kMeasured> resolved_{};  ///< weight of intervals with a spectrum
    std::array<double, kPowers> powers_{};
    std::array<double, kPowers> fundamental_powers_{};
    double frequencies_ = 0.0;
};

}  // namespace mb::dsp
