// SPDX-License-Identifier: GPL-3.0-or-later
/// Where the user is in the panel's menus: small plain data, changed by key presses and drawn by a pure function.
#pragma once

#include <array>
#include <cstdint>

#include "core/meter/panel/keys.hpp"

namespace mb::panel {

struct State {
    std::uint8_t page = 0;    ///< index into the page table (pages.hpp)
    std::uint8_t load = 1;    ///< 1..4: whose currents, powers and energies are shown
    std::uint8_t cursor = 0;  ///< selected line of a menu or first line of a list
    bool in_menu = false;     ///< the main menu is open

    bool operator==(State const&) const = default;
};

}  // namespace mb::panel
