// SPDX-License-Identifier: GPL-3.0-or-later
/// The public names of everything that can be read from or written to the meter: "net_inst.f", "load1.inst.v1", "ident.serial_order".
/// Expanded once from the quantity table and the attribute table (attributes.inc); identity is the symbol, never the index.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "core/base/unit.hpp"
#include "core/catalogue/quantity.hpp"

namespace mb {

inline constexpr int kLoads = 4;

/// What a symbol holds: nothing (not available), a measured number, a whole number, or a text.
using Value = std::variant<std::monostate, double, std::uint64_t, std::string>;

/// What kind of value that is, where there is one: which register types can hold it follows (register_map_parse.cpp).
enum class ValueKind : std::uint8_t {
    magnitude,     ///< a measured number, never negative
    signed_value,  ///< a measured number of either sign
    whole,         ///< a whole number: a count, a code, bits
    text,
    seconds,       ///< a time stamp, whole seconds since kEpoch
    milliseconds,  ///< a time stamp, milliseconds since kEpoch
};

/// Attributes: what is not measured: identity, state, time stamps, the latest quality events, the clock.
enum class Attribute : std::uint16_t {
#define MB_ATTRIBUTE(id, pattern, label, kind, unit, access) id,
#include "core/catalogue/attributes.inc"
#undef MB_ATTRIBUTE
};

enum class Access : std::uint8_t { read, read_write };

/// Index into symbols(). Valid within one build only; files and wires carry the name.
enum class SymbolId : std::uint16_t {};
constexpr std::size_t index(SymbolId id) { return static_cast<std::size_t>(id); }

struct Symbol {
    std::string name;
    std::string label;
    ValueKind kind = ValueKind::magnitude;
    Unit unit = Unit::none;
    int decimals = 0;
    Access access = Access::read;
    /// Readings: 0 for the network, 1..4 for a load. Attributes: the number in the name (load or event slot), 0 without one.
    int instance = 0;
    Quantity const* quantity = nullptr;  ///< set for readings
    Attribute attribute{};               ///< meaningful where quantity is null

    bool is_reading() const { return quantity != nullptr; }
};

/// All symbols, readings first: the readings of a snapshot are an array in this order.
std::span<Symbol const> symbols();
std::size_t reading_count();

std::optional<SymbolId> find_symbol(std::string_view name);
inline Symbol const& symbol_info(SymbolId id) { return symbols()[index(id)]; }

/// The known symbol nearest to a mistyped one, for "did you mean …?"; empty where nothing is near.
std::string nearest_symbol(std::string_view name);

}  // namespace mb
