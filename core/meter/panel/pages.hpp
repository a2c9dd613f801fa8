// SPDX-License-Identifier: GPL-3.0-or-later
/// The page table: a page of the panel is one row of data. Menus are the pages that others name as their parent, in the order and with
/// the words of the manual, 7.4. Only what the meter really has stands here.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/catalogue/symbol.hpp"

namespace mb::panel {

enum class Layout : std::uint8_t {
    menu,     ///< its children, one of them selected
    values,   ///< up to four quantities, large, each with a bar where it has a nominal value
    running,  ///< events in progress
    history,  ///< events that ended, the latest first
    about,    ///< identity
};

/// Which shortcut key comes to a page (manual 8.2).
enum class Shortcut : std::uint8_t { none, load, network };

/// What a line's bar is measured by: 100 % of this nominal value stands at five sixths of the bar; power factors fill it at 1.
enum class Scale : std::uint8_t { none, voltage, line_voltage, current, phase_power, total_power, unity };

struct Line {
    std::string_view label;   ///< "V1"
    std::string_view symbol;  ///< "net_inst.v1"; "{n}" is the load
    int phase = -1;           ///< 0..2 of L1..L3 for the colour, 3 neutral, -1 none
    Scale scale = Scale::none;
    std::string_view nature = {};  ///< symbol that tells 1 leading, 2 lagging: printed where the unit stands
};

struct Page {
    std::string_view name;    ///< of the page in this table; identity, never shown
    std::string_view parent;  ///< name of the menu it stands in; empty for the main menu
    std::string_view title;
    Layout layout = Layout::menu;
    Shortcut shortcut = Shortcut::none;
    std::span<Line const> lines = {};
};

std::span<Page const> pages();
std::uint8_t page_named(std::string_view name);  ///< the page must exist

/// The children of a menu, as indices into pages().
std::span<std::uint8_t const> children(std::uint8_t menu);

/// "load{n}.inst.v1" for load 2 is "load2.inst.v1"; none where the catalogue has no such symbol.
std::optional<SymbolId> resolve(std::string_view pattern, int load);

}  // namespace mb::panel
