// SPDX-License-Identifier: GPL-3.0-or-later
/// Frames as a firmware wants its samples.
#pragma once

#include <span>

#include "core/base/bytes.hpp"
#include "core/signal/frame.hpp"
#include "firmware-bridge/messages.hpp"

namespace mb::bridge {

/// Appends the frames in the identity's format, little-endian. MB_FLOAT: as they are. Converters: value / scale, to the nearest count
/// (halves to the even one), held within -2^(bits-1) … 2^(bits-1)-1 as a converter holds what goes beyond its range; no number is 0.
void put_samples(Bytes& to, std::span<Frame const> frames, Identity const& identity);

}  // namespace mb::bridge
