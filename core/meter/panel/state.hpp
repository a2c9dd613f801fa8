// SPDX-License-Identifier: GPL-3.0-or-later
/// Where the user is in the panel's menus: small plain data, changed by key presses and drawn by a pure function.
#pragma once

#include <cstdint>

#include "core/meter/panel/keys.hpp"

namespace mb::panel {

struct State {
    std::uint8_t page = 0;         ///< index into the page table (pages.hpp); 0 is what the panel shows at power-on
    std::uint8_t load = 1;         ///< 1..4: whose currents and powers are shown
    std::uint16_t cursor = 0;      ///< selected line of a menu or first line of a list
    std::uint32_t favourites = 0;  ///< bit n: page n was saved by holding FAV (manual 8.3)

    bool operator==(State const&) const = default;
};

}  // namespace mb::panel
