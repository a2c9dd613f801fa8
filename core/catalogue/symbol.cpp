// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/catalogue/symbol.hpp"

#include <fmt/core.h>

#include <unordered_map>
#include <utility>
#include <vector>

#include "core/base/suggest.hpp"
#include "core/catalogue/event.hpp"
#include "core/signal/wiring.hpp"

namespace mb {
namespace {

/// How the points that have a mark are told on a plane.
struct PlaneRow {
    Plane plane;
    Mark mark;
    std::string_view network;  ///< block of the network; empty: there is none
    std::string_view load;     ///< block of a load
    std::string_view suffix;
    std::string_view label;
    bool dated = false;
    bool once = false;  ///< a quantity of both scopes is told of the network only: the loads have the same voltages
};
constexpr PlaneRow kPlanes[] = {
    {Plane::average, Mark::averaged, "net_avg", "avg", "", "average"},
    {Plane::inst_max, Mark::extremes, "", "inst_max", "", "highest", true},
    {Plane::inst_min, Mark::extremes, "", "inst_min", "", "lowest", true},
    {Plane::avg_max, Mark::extremes, "", "avg_max", "", "highest average", true},
    {Plane::avg_min, Mark::extremes, "", "avg_min", "", "lowest average", true},
    {Plane::inst_max, Mark::companion, "", "inst_max", "", "at the highest"},
    {Plane::inst_min, Mark::companion, "", "inst_min", "", "at the lowest"},
    {Plane::avg_max, Mark::companion, "", "avg_max", "", "at the highest average"},
    {Plane::avg_min, Mark::companion, "", "avg_min", "", "at the lowest average"},
    {Plane::inst_max, Mark::quality, "net_qual", "qual", "_max", "highest", true, true},
    {Plane::inst_min, Mark::quality, "net_qual", "qual", "_min", "lowest", true, true},
    {Plane::fast, Mark::fast, "net_fast", "fast", "", "fast rms", false, true},
    {Plane::three_seconds, Mark::aggregated, "net_3s", "", "", "150/180 cycles"},
    {Plane::ten_minutes, Mark::aggregated, "net_10min", "", "", "10 min"},
    {Plane::two_hours, Mark::aggregated, "net_2h", "", "", "2 h"},
};

/// What "{n}" counts, by the beginning of the symbol.
constexpr std::pair<std::string_view, int> kCounts[] = {
    {"load{n}.", kLoads},
    {"event_en50160_{n}.", static_cast<int>(kVoltageEventKinds)},
    {"event_inrush_{n}.", kLoads},
    {"cfg_inrush_{n}.", kLoads},
    {"log_quality_{n}.", kLogRecords},
    {"alarm_system{n}.", 4},
    {"cfg_alarm_system{n}.", 4},
    {"wiring.", static_cast<int>(kCurrentInputs)},
    {"sensor{n}.", static_cast<int>(kCurrentInputs)},
    {"own.sensor{n}_", static_cast<int>(kCurrentInputs)},
    {"cfg_sensors.ct{n}_", static_cast<int>(kCurrentInputs)},
};

/// The numbers that stand for "{n}": 1 … count, or 0 alone where the pattern has none.
std::pair<int, int> instances_of(std::string_view pattern) {
    if (pattern.find("{n}") == std::string_view::npos) return {0, 0};
    for (auto const& [begin, count] : kCounts)
        if (pattern.starts_with(begin)) return {1, count};
    return {0, 0};
}

/// A reading without unit and decimals is a code.
ValueKind kind_of(Quantity const& q) {
    if (q.has(Mark::directed)) return ValueKind::signed_value;
    return q.unit == Unit::none && q.decimals == 0 ? ValueKind::whole : ValueKind::magnitude;
}

struct Table {
    std::vector<Symbol> symbols;
    std::unordered_map<std::string_view, SymbolId> by_name;

    Table() {
        symbols.reserve(12'288);
        for (std::size_t p = 0; p < points().size(); ++p) add_instant(p);
        for (PlaneRow const& plane : kPlanes)
            for (std::size_t p = 0; p < points().size(); ++p) add_plane(plane, p);
        for (AttributeRow const& row : attributes()) {
            auto const [first, last] = instances_of(row.pattern);
            for (int n = first; n <= last; ++n) add(row.pattern, row.label, row.kind, row.unit, row.access, n).attribute = row.id;
        }
        for (Setting const& row : settings()) {
            auto const [first, last] = instances_of(row.symbol);
            auto const kind = row.whole ? ValueKind::whole : ValueKind::magnitude;
            for (int n = first; n <= last; ++n) add(row.symbol, row.label, kind, row.unit, Access::read_write, n).setting = row.id;
        }
        by_name.reserve(symbols.size());
        for (std::size_t i = 0; i < symbols.size(); ++i) by_name.emplace(symbols[i].name, static_cast<SymbolId>(i));
    }

    Symbol& add(std::string_view pattern, std::string_view label, ValueKind kind, Unit unit, Access access, int instance) {
        std::string name{pattern};
        if (auto const mark = name.find("{n}"); mark != std::string::npos) name.replace(mark, 3, std::to_string(instance));
        Symbol& s = symbols.emplace_back();
        s.name = std::move(name);
        s.label = label;
        s.kind = kind;
        s.unit = unit;
        s.access = access;
        s.instance = instance;
        return s;
    }

    Symbol& add_reading(std::size_t p, std::string const& name, std::string const& label, Plane plane) {
        Point const& point = points()[p];
        Quantity const& q = *point.quantity;
        Symbol& s = add(name, label, kind_of(q), q.unit, Access::read, point.instance);
        s.decimals = q.decimals;
        s.quantity = &q;
        s.order = point.order;
        s.plane = plane;
        s.point = static_cast<std::uint32_t>(p);
        return s;
    }

    static std::string block_of(int instance, std::string_view of_network, std::string_view of_load) {
        return instance == 0 ? std::string{of_network} : fmt::format("load{}.{}", instance, of_load);
    }

    void add_instant(std::size_t p) {
        Point const& point = points()[p];
        auto const block = name(point.quantity->block);
        add_reading(p,
                    fmt::format("{}.{}", block_of(point.instance, fmt::format("net_{}", block), block),
                                with_order(point.quantity->name, point.order)),
                    with_order(point.quantity->label, point.order), Plane::instant);
    }

    void add_plane(PlaneRow const& row, std::size_t p) {
        Point const& point = points()[p];
        Quantity const& q = *point.quantity;
        if (!q.has(row.mark) || (point.instance == 0 ? row.network : row.load).empty()) return;
        if (row.once && point.instance != 0 && q.scope == Scope::both) return;
        std::string const symbol =
            fmt::format("{}.{}{}", block_of(point.instance, row.network, row.load), with_order(q.name, point.order), row.suffix);
        std::string const label = with_order(q.label, point.order);
        add_reading(p, symbol, fmt::format("{}, {}", label, row.label), row.plane);
        if (!row.dated) return;
        Symbol& date = add_reading(p, symbol + "_date", fmt::format("{}, time of the {}", label, row.label), row.plane);
        date.is_date = true;
        date.kind = ValueKind::seconds;
        date.unit = Unit::none;
        date.decimals = 0;
    }
};

Table const& table() {
    static Table const built;
    return built;
}

}  // namespace

std::span<Symbol const> symbols() { return table().symbols; }

std::optional<SymbolId> find_symbol(std::string_view name) {
    auto const& names = table().by_name;
    auto const found = names.find(name);
    return found == names.end() ? std::nullopt : std::optional{found->second};
}

std::string nearest_symbol(std::string_view name) {
    std::vector<std::string_view> names;
    names.reserve(symbols().size());
    for (Symbol const& s : symbols()) names.push_back(s.name);
    return nearest(name, names);
}

}  // namespace mb
