// SPDX-License-Identifier: GPL-3.0-or-later
// Readings as the secondary sides of transformers have them.
#include <string>

#include "core/meter/attribute_values.hpp"

namespace mb {

Value secondary_value(Snapshot const& s, Symbol const& symbol) {
    std::string primary = symbol.name;
    primary.replace(primary.find(".sec."), 5, ".inst.");
    auto const value = s.value(find_symbol(primary).value());
    auto const* const number = std::get_if<double>(&value);
    if (number == nullptr) return {};
    auto const setting = [&](SettingId id, int load = 0) { return s.settings.get(id, load); };
    double const vt = s.settings.is(SettingId::vt_used, 1) ? setting(SettingId::vt_prim) / setting(SettingId::vt_sec) : 1.0;
    double const ct = setting(SettingId::i_nom, symbol.instance) / setting(SettingId::ct_secondary);
    return *number / (symbol.unit == Unit::volt ? vt : symbol.unit == Unit::ampere ? ct : vt * ct);
}

}  // namespace mb
