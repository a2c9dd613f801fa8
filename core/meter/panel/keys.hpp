// SPDX-License-Identifier: GPL-3.0-or-later
/// The ten capacitive keys of the front (manual 3.1.5).
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace mb::panel {

enum class Key : std::uint8_t { load, network, energy, up, down, left, right, back, favourite, ok };
inline constexpr std::array<std::string_view, 10> kKeyNames{"IP", "VF", "E", "UP", "DOWN", "LEFT", "RIGHT", "BACK", "FAV", "OK"};

enum class Press : std::uint8_t { brief, hold };

constexpr std::string_view name(Key key) { return kKeyNames[static_cast<std::size_t>(key)]; }

constexpr std::optional<Key> key_named(std::string_view name) {
    for (std::size_t i = 0; i < kKeyNames.size(); ++i)
        if (kKeyNames[i] == name) return static_cast<Key>(i);
    return std::nullopt;
}

}  // namespace mb::panel
