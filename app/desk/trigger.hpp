// SPDX-License-Identifier: GPL-3.0-or-later
/// Where the scope's picture begins, so that it stands still. No Qt.
#pragma once

#include <cstddef>
#include <optional>
#include <span>

#include "core/signal/frame.hpp"

namespace mb::desk {

/// Position of the latest rising zero crossing of V1 = Va - Vn that has `after` frames behind it [samples, interpolated]; none where
/// there is no crossing. A crossing counts only after the voltage was below a tenth of its negative peak, so noise and notches near zero
/// do not shake the picture.
std::optional<double> rising_crossing(std::span<Frame const> frames, std::size_t after);

}  // namespace mb::desk
