// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/catalogue/export_text.hpp"

#include <fmt/format.h>

#include <iterator>

namespace mb::export_text {

std::string_view unit_text(Unit unit) { return unit == Unit::none ? "-" : symbol(unit); }

std::string_view access_text(Access access) { return access == Access::read ? "R" : access == Access::write ? "W" : "RW"; }

std::string quoted(std::string_view text) {
    std::string out = "\"";
    for (char const c : text) {
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (static_cast<unsigned char>(c) < 0x20) {
            fmt::format_to(std::back_inserter(out), "\\u{:04x}", static_cast<unsigned>(c));
        } else {
            out += c;
        }
    }
    return out + '"';
}

std::string with_n(Symbol const& s) {
    std::string pattern = s.name;
    if (s.instance > 0) {
        // The number stands in the first part of the name.
        auto const end = pattern.find('.');
        auto const begin = pattern.find_last_not_of("0123456789", end - 1) + 1;
        pattern.replace(begin, end - begin, "{n}");
    }
    return pattern;
}

}  // namespace mb::export_text
