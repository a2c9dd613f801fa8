// SPDX-License-Identifier: GPL-3.0-or-later
/// Dark colours for the Fusion style; without them the desktop's own are used.
#pragma once

#include <QPalette>

namespace mb::desk {

QPalette dark_palette();

}  // namespace mb::desk
