// SPDX-License-Identifier: GPL-3.0-or-later
/// The inner loops, once for every processor and once for those with 32-byte vectors: the one point where the core looks at what the
/// processor can do. Both are compiled from the same text (kernels.inc) without contraction, so their results are the same bits
/// (docs/decisions/0003-lanes.md; tests/core/dsp/test_kernels.cpp).
#pragma once

#include <cstddef>
#include <cstdint>

#include "core/dsp/fundamental.hpp"
#include "core/dsp/sinc.hpp"
#include "core/dsp/window.hpp"
#include "core/signal/frame.hpp"

namespace mb::dsp {

/// Of eight frames: sums of the products of store.hpp, largest magnitudes, and which lanes were not finite.
struct alignas(32) ChunkSums {
    Lanes voltages{};              ///< squares of v1 v2 v3 vn u12 u23 u31
    Lanes currents{};              ///< squares of i1 i2 i3 i4 and the two derived currents
    Lanes powers{};                ///< of the same currents, each with its voltage
    Lanes voltage_peak{};          ///< magnitudes in the order of `voltages`
    Lanes current_peak{};          ///< and of `currents`
    std::uint32_t not_finite = 0;  ///< bit n: lane n of a frame held NaN or infinity and counted as zero
};

/// A routing (routing.hpp) spread over lanes. Plain frames: see kernels.inc.
struct RoutingLanes {
    Frame gain;               ///< of the eight lanes
    float reference[4] = {};  ///< of Va Vb Vc Vn
    Frame partner[3];         ///< [v]: how much of voltage v each of the six currents is paired with
    Frame current[4];         ///< [i]: how much of input i each of the six currents holds
};

/// Where the points of a window stand among the samples: point n at begin + step·n + bend·n·(points - n).
struct Grid {
    double begin = 0.0;
    double step = 0.0;
    double bend = 0.0;
    int points = 0;
};

/// Squares of spectral lines, added up: |X|² of Measured::v1 … in. Plain arrays: see kernels.inc.
using LineSums = float[kMeasured];
/// One spectral line: real and imaginary part of Measured::v1 … in.
using LineValues = float[2 * kMeasured];

struct Kernels {
    /// Frames to phase-to-neutral samples (to `samples`) and their sums.
    void (*take)(Frame const* frames, RoutingLanes const& routing, Lanes* samples, ChunkSums& sums);
    /// out[n] = the signal at the grid's point n. samples[0] is position 0 of the grid; needs SincTable::kTaps/2 samples on each side.
    void (*resample)(Lanes const* samples, Grid const& grid, SincTable const& table, Lanes* out);
    /// lines: the transform of four complex signals v1 + j·v2, v3 + j·vn, i1 + j·i2, i3 + j·i4, each as many complex
    /// lines as points, one transform after the other. The sum of lines first … last, 0 <= first, last < points/2.
    void (*line_sums)(float const* lines, RoutingLanes const& routing, int points, int first, int last, LineSums& out);
    void (*line)(float const* lines, RoutingLanes const& routing, int points, int k, LineValues& out);
};

enum class Vectors : std::uint8_t {
    automatic,  ///< what the processor has
    plain,      ///< what every processor of the architecture has
};
Kernels const& kernels(Vectors vectors);

}  // namespace mb::dsp
