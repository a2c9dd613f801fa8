// SPDX-License-Identifier: GPL-3.0-or-later
/// Big-endian bytes, the order of every wire and register of the meter.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace mb {

using Bytes = std::vector<std::uint8_t>;
using ByteView = std::span<std::uint8_t const>;

inline void put_u16(Bytes& to, std::uint16_t value) {
    to.push_back(static_cast<std::uint8_t>(value >> 8));
    to.push_back(static_cast<std::uint8_t>(value & 0xFFU));
}

/// The 16-bit value at `from[at]`, `from[at+1]`; both must exist.
inline std::uint16_t get_u16(ByteView from, std::size_t at) { return static_cast<std::uint16_t>((from[at] << 8) | from[at + 1]); }

}  // namespace mb
