// SPDX-License-Identifier: GPL-3.0-or-later
/// The sample: eight channels in one 32-byte vector at 9600 Hz (docs/decisions/0003-lanes.md).
/// Shape: lanes Va Vb Vc Vn [V, to earth] and I1 I2 I3 I4 [A, primary]. A phase-to-neutral voltage is Va - Vn.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace mb {

/// Eight floats that are added, multiplied and filtered at once. The lane order is written out, so results do not depend on the
/// vector width of the processor. Arrays of them that wide code touches are arrays of Frame: alignof(Lanes) follows the target.
using Lanes = float __attribute__((vector_size(32)));

enum class Channel : std::uint8_t { va, vb, vc, vn, i1, i2, i3, i4 };

inline constexpr std::size_t kChannels = 8;
inline constexpr std::array<std::string_view, kChannels> kChannelNames{"Va", "Vb", "Vc", "Vn", "I1", "I2", "I3", "I4"};

constexpr std::size_t index(Channel c) { return static_cast<std::size_t>(c); }

struct alignas(32) Frame {
    Lanes lanes{};

    float operator[](Channel c) const { return lanes[index(c)]; }
};

inline constexpr int kSampleRate = 9'600;        ///< [Hz]
inline constexpr std::size_t kBlockFrames = 96;  ///< one block is 10 ms
inline constexpr std::size_t kChunkFrames = 8;   ///< the grain in which the meter works

/// What flows from a source through sensors into the meter: 96 frames. Other lengths are allowed only where a function says so.
using Block = std::span<Frame const>;

}  // namespace mb
