// SPDX-License-Identifier: GPL-3.0-or-later
/// The recent past of the measured channels: samples, and sums of their products over chunks of eight, from which any window's integral
/// follows with fractional edges.
#pragma once

#include <array>
#include <complex>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/dsp/fundamental.hpp"
#include "core/dsp/window.hpp"
#include "core/signal/frame.hpp"

namespace mb::dsp {

/// Products of one frame, lane by lane: the squares of Measured::v1…i4 and of Measured::u12…in, and v·i of the three phases.
inline constexpr std::size_t kProducts = 16;
inline constexpr std::size_t kPowerProduct = 12;  ///< first of the three v·i

class SampleStore {
public:
    SampleStore();

    /// Takes kDecimation frames and gives their phase-to-neutral voltages (V1 V2 V3 Vn) for the crossing filter.
    std::array<Half, kDecimation> push(Frame const* frames);

    /// Samples so far; positions 0 … size()-1 exist, the latest kHistory of them are kept.
    std::int64_t size() const { return size_; }
    static constexpr std::int64_t kHistory = 4'096;

    /// Mean of one product over [begin, end]: trapezoids, with edge samples by their fraction (IEC 61000-4-30, 5.2: whole cycles, not
    /// whole samples). size()-kHistory < begin < end < size()-1.
    double mean(std::size_t product, double begin, double end) const;
    /// All products at once.
    std::array<double, kProducts> means(double begin, double end) const;
    /// Rms phasors of Measured::v1…i4 at `cycles` periods in [begin, end], all on the axis whose zero angle is at `begin`.
    std::array<std::complex<double>, kChannels> phasors(double begin, double end, int cycles) const;

private:
    struct Products {
        Lanes squares;  // v1 v2 v3 vn i1 i2 i3 i4
        Lanes mixed;    // u12 u23 u31 in squared, then v·i: p1 p2 p3 and vn·i4
    };
    static Products products(Lanes const& sample);
    Lanes const& sample(std::int64_t n) const { return samples_[static_cast<std::size_t>(n) % kHistory]; }
    template <class Add>
    void for_window(double begin, double end, Add&& add) const;

    std::vector<Lanes> samples_;
    std::vector<Products> chunks_;
    std::int64_t size_ = 0;
};

}  // namespace mb::dsp
