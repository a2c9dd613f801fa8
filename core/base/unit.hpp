// SPDX-License-Identifier: GPL-3.0-or-later
/// Units of what is measured. Values are SI; percent and degree exist because the field writes them.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace mb {

enum class Unit : std::uint8_t {
    none,
    volt,
    ampere,
    hertz,
    watt,
    var,
    volt_ampere,
    percent,
    degree,
    second,
    watt_hour,
    var_hour,
    volt_ampere_hour,
    ohm,
    celsius
};

/// The symbol as printed: "V", "var", "%"; empty for Unit::none.
std::string_view symbol(Unit unit);

/// The unit whose symbol is `text` ("-" and "" are Unit::none); nullopt where there is none.
std::optional<Unit> unit_of(std::string_view text);

}  // namespace mb
