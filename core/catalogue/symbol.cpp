// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/catalogue/symbol.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <unordered_map>
#include <vector>

#include "core/base/suggest.hpp"
#include "core/catalogue/event.hpp"

namespace mb {
namespace {

struct AttributeRow {
    Attribute id;
    std::string_view pattern;
    std::string_view label;
    ValueKind kind;
    Unit unit;
    Access access;
};

constexpr AttributeRow kAttributes[] = {
#define MB_ATTRIBUTE(id, pattern, label, kind, unit, access) {Attribute::id, pattern, label, ValueKind::kind, Unit::unit, Access::access},
#include "core/catalogue/attributes.inc"
#undef MB_ATTRIBUTE
};

struct Table {
    std::vector<Symbol> symbols;
    std::size_t readings = 0;
    std::unordered_map<std::string_view, SymbolId> by_name;
};

/// Powers have a direction, and so have factors; a reading without unit and decimals is a code. All others are magnitudes.
ValueKind kind_of(Quantity const& q) {
    if (q.unit == Unit::watt || q.unit == Unit::var) return ValueKind::signed_value;
    if (q.unit != Unit::none) return ValueKind::magnitude;
    return q.decimals == 0 ? ValueKind::whole : ValueKind::signed_value;
}

void add_readings(std::vector<Symbol>& to, int instance) {
    Scope const own = instance == 0 ? Scope::network : Scope::load;
    std::string const prefix = instance == 0 ? "net_inst" : fmt::format("load{}.inst", instance);
    for (Quantity const& q : quantities())
        if (q.scope == own || q.scope == Scope::both)
            to.push_back({fmt::format("{}.{}", prefix, q.name),
                          std::string{q.label},
                          kind_of(q),
                          q.unit,
                          q.decimals,
                          Access::read,
                          instance,
                          &q,
                          {}});
}

void add_attributes(std::vector<Symbol>& to) {
    for (AttributeRow const& a : kAttributes) {
        auto const mark = a.pattern.find("{n}");
        if (mark == std::string_view::npos) {
            to.push_back({std::string{a.pattern}, std::string{a.label}, a.kind, a.unit, 0, a.access, 0, nullptr, a.id});
            continue;
        }
        int const count = a.pattern.starts_with("load") ? kLoads : static_cast<int>(kVoltageEventKinds);
        for (int n = 1; n <= count; ++n)
            to.push_back({fmt::format("{}{}{}", a.pattern.substr(0, mark), n, a.pattern.substr(mark + 3)), std::string{a.label}, a.kind,
                          a.unit, 0, a.access, n, nullptr, a.id});
    }
}

Table build() {
    Table t;
    for (int instance = 0; instance <= kLoads; ++instance) add_readings(t.symbols, instance);
    t.readings = t.symbols.size();
    add_attributes(t.symbols);
    for (std::size_t i = 0; i < t.symbols.size(); ++i) t.by_name.emplace(t.symbols[i].name, static_cast<SymbolId>(i));
    return t;
}

Table const& table() {
    static Table const built = build();
    return built;
}

}  // namespace

std::span<Symbol const> symbols() { return table().symbols; }

std::size_t reading_count() { return table().readings; }

std::optional<SymbolId> find_symbol(std::string_view name) {
    auto const& names = table().by_name;
    auto const found = names.find(name);
    return found == names.end() ? std::nullopt : std::optional{found->second};
}

std::string nearest_symbol(std::string_view name) {
    std::vector<std::string_view> names;
    for (Symbol const& s : symbols()) names.push_back(s.name);
    return nearest(name, names);
}

}  // namespace mb
