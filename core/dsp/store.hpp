// SPDX-License-Identifier: GPL-3.0-or-later
/// The recent past of the measured channels: samples, and sums of their products over chunks of eight, from which any window's integral
/// follows with fractional edges.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/dsp/fundamental.hpp"
#include "core/dsp/kernels.hpp"
#include "core/dsp/routing.hpp"
#include "core/dsp/window.hpp"
#include "core/signal/frame.hpp"

namespace mb::dsp {

/// Products of one frame: the squares of v1 v2 v3 vn u12 u23 u31, those of the six currents i1 i2 i3 i4 in in2, and the powers of these.
inline constexpr std::size_t kProducts = 24;
inline constexpr std::size_t kPowerProduct = 16;  ///< first of the six powers
/// Which of them is the square of a measured channel.
inline constexpr std::array<std::size_t, kMeasured> kSquareOf{0, 1, 2, 3, 8, 9, 10, 11, 4, 5, 6, 12, 13};

class SampleStore {
public:
    explicit SampleStore(Vectors vectors);

    /// From the next frame on.
    void set(Routing const& routing);
    RoutingLanes const& routing() const { return routing_; }

    /// Takes kDecimation frames and gives their phase-to-neutral voltages (V1 V2 V3 Vn) for the crossing filter. NaN and infinity
    /// count as zero and are remembered.
    std::array<Half, kDecimation> push(Frame const* frames);

    /// Samples so far; positions 0 … size()-1 exist, the latest kHistory of them are kept.
    std::int64_t size() const { return size_; }
    static constexpr std::int64_t kHistory = 4'096;

    /// Mean square of a voltage (V1 V2 V3 U12 U23 U31) over [begin, end]: trapezoids, with edge samples by their fraction (IEC
    /// 61000-4-30, 5.2: whole cycles, not whole samples). size()-kHistory < begin < end < size()-1.
    double mean_square(std::size_t voltage, double begin, double end) const;
    /// Means of all products.
    std::array<double, kProducts> means(double begin, double end) const;
    /// Largest magnitude of each measured channel in the chunks that [begin, end] touches.
    std::array<double, kMeasured> peaks(double begin, double end) const;
    /// Bit n: input lane n held NaN or infinity there.
    std::uint32_t not_finite(double begin, double end) const;

    /// The sample at position n and those after it, in one run up to the latest. size()-kHistory <= n < size().
    Lanes const* run(std::int64_t n) const { return &samples_[static_cast<std::size_t>(n % kHistory)].lanes; }

private:
    struct Products {
        Lanes voltages;
        Lanes currents;
        Lanes powers;
    };
    Products products(Lanes const& sample) const;
    ChunkSums const& chunk(std::int64_t n) const { return chunks_[static_cast<std::size_t>(n / kDecimation) % chunks_.size()]; }
    template <class Look>
    void for_chunks(double begin, double end, Look&& look) const;
    template <class OfFrame, class OfChunk>
    void for_window(double begin, double end, OfFrame&& frame, OfChunk&& whole) const;

    Kernels const& kernels_;
    RoutingLanes routing_;
    std::vector<Frame> samples_;  // written twice, kHistory apart, so that every run is contiguous
    std::vector<ChunkSums> chunks_;
    std::int64_t size_ = 0;
    std::int64_t last_unsound_ = -kDecimation;  // first sample of the latest chunk that held NaN or infinity
};

}  // namespace mb::dsp
