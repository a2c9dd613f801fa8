// SPDX-License-Identifier: GPL-3.0-or-later
/// The public names of everything that can be read from or written to the meter: "net_inst.f", "load1.inst.v1", "ident.serial_order".
/// Expanded once from the quantity table, the attribute table and the settings table; identity is the symbol, never the index.
///
/// A quantity NAME is told as net_inst.NAME and load2.inst.NAME (or another block of the table: fund, harm_v …), and by its marks also as
///   averaged    net_avg.NAME, load2.avg.NAME
///   extremes    load2.inst_max.NAME, .inst_min.NAME, .avg_max.NAME, .avg_min.NAME, and when: …NAME_date
///   companion   the same without a date
///   quality     net_qual.NAME_max, net_qual.NAME_min or load2.qual.NAME_max …, and when: …NAME_max_date
///   fast        net_fast.NAME or load2.fast.NAME
///   aggregated  net_3s.NAME, net_10min.NAME, net_2h.NAME
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "core/base/unit.hpp"
#include "core/catalogue/attribute.hpp"
#include "core/catalogue/point.hpp"
#include "core/catalogue/quantity.hpp"
#include "core/catalogue/setting.hpp"

namespace mb {

/// What a symbol holds: nothing (not available), a measured number, a whole number, or a text.
using Value = std::variant<std::monostate, double, std::uint64_t, std::string>;

/// Over which time, or at which extreme, a point is told.
enum class Plane : std::uint8_t { instant, average, inst_max, inst_min, avg_max, avg_min, fast, three_seconds, ten_minutes, two_hours };

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
    /// Readings: 0 for the network, 1..4 for a load. Attributes and settings: the number in the name (load or event slot), 0 without one.
    int instance = 0;

    /// Readings and the times of extremes: what of which point. Null and unused for all others.
    Quantity const* quantity = nullptr;
    int order = 0;
    Plane plane = Plane::instant;
    bool is_date = false;  ///< the time of an extreme: of the symbol whose name lacks the "_date"
    std::uint32_t point = 0;

    std::optional<SettingId> setting;  ///< set for settings; `instance` is the load
    Attribute attribute{};             ///< meaningful for attributes only

    bool is_reading() const { return quantity != nullptr && !is_date; }
    bool is_attribute() const { return quantity == nullptr && !setting; }
};

/// All symbols. The instant readings come first and in the order of points(): there SymbolId and point are the same number.
std::span<Symbol const> symbols();
/// How many instant readings there are: the readings of a snapshot are an array of that length.
inline std::size_t reading_count() { return point_count(); }

std::optional<SymbolId> find_symbol(std::string_view name);
inline Symbol const& symbol_info(SymbolId id) { return symbols()[index(id)]; }

/// The known symbol nearest to a mistyped one, for "did you mean …?"; empty where nothing is near.
std::string nearest_symbol(std::string_view name);

}  // namespace mb
