// SPDX-License-Identifier: GPL-3.0-or-later
/// The groups in which extremes are reset: the bits that the register family's commands reset_minmax_… take.
#pragma once

#include "core/catalogue/quantity.hpp"

namespace mb {

/// The bits of the group that a quantity's extremes belong to; a command resets it where it has any of them.
unsigned extreme_group(Quantity const& quantity);

}  // namespace mb
