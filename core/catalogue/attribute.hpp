// SPDX-License-Identifier: GPL-3.0-or-later
/// Attributes: what can be read or written and is not measured in a window: identity, state, time stamps, events, energies, demand,
/// commands, the clock. The list is attributes.inc.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "core/base/unit.hpp"

namespace mb {

/// What kind of value a symbol has, where there is one: which register types can hold it follows (register_map_parse.cpp).
enum class ValueKind : std::uint8_t {
    magnitude,     ///< a measured number, never negative
    signed_value,  ///< a measured number of either sign
    whole,         ///< a whole number: a count, a code, bits
    text,
    seconds,       ///< a time stamp, whole seconds since kEpoch
    milliseconds,  ///< a time stamp, milliseconds since kEpoch
};

/// write: a command. It has no value, its register reads zero.
enum class Access : std::uint8_t { read, read_write, write };

enum class Attribute : std::uint16_t {
#define MB_ATTRIBUTE(id, pattern, label, kind, unit, access) id,
#include "core/catalogue/attributes.inc"
#undef MB_ATTRIBUTE
};

struct AttributeRow {
    Attribute id;
    std::string_view pattern;  ///< the symbol; "{n}" stands for a load, an event slot, an alarm or a current input
    std::string_view label;
    ValueKind kind;
    Unit unit;
    Access access;
};
std::span<AttributeRow const> attributes();

}  // namespace mb
