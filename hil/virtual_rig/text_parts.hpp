// SPDX-License-Identifier: GPL-3.0-or-later
/// Options of the form "key=value,key=value".
#pragma once

#include <string_view>
#include <utility>
#include <vector>

namespace mb::virtual_rig {

inline std::string_view trimmed(std::string_view text) {
    auto const first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

/// Views of `text`, trimmed; an empty text is one empty part.
inline std::vector<std::string_view> parts_of(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    for (;;) {
        auto const at = text.find(separator);
        parts.push_back(trimmed(text.substr(0, at)));
        if (at == std::string_view::npos) return parts;
        text.remove_prefix(at + 1);
    }
}

/// Without an equals sign the value is empty.
inline std::pair<std::string_view, std::string_view> key_and_value(std::string_view part) {
    auto const at = part.find('=');
    if (at == std::string_view::npos) return {trimmed(part), {}};
    return {trimmed(part.substr(0, at)), trimmed(part.substr(at + 1))};
}

}  // namespace mb::virtual_rig
