// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/readings_text.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <vector>

namespace mb::cli {
namespace {

constexpr int kEnergyDecimals = 3;  // a recording of a fraction of a second has milliwatt-hours

bool shown(Symbol const& s, bool all) {
    if (s.instance > 1) return false;  // loads that are not in use
    if (!s.is_reading()) return is_total_energy(s);
    return s.plane == Plane::instant && (all || s.quantity->block == QuantityBlock::inst || s.quantity->block == QuantityBlock::fund);
}

}  // namespace

bool is_total_energy(Symbol const& s) {
    return s.is_attribute() && s.instance == 1 && s.attribute >= Attribute::energy_ea_pos && s.attribute <= Attribute::energy_er_neg_lead;
}

std::string readings_text(Snapshot const& snapshot, bool all) {
    std::vector<SymbolId> lines;
    std::size_t name_width = 0, label_width = 0;
    for (std::size_t i = 0; i < symbols().size(); ++i) {
        Symbol const& s = symbols()[i];
        if (!shown(s, all)) continue;
        lines.push_back(SymbolId{static_cast<std::uint16_t>(i)});
        name_width = std::max(name_width, s.name.size());
        label_width = std::max(label_width, s.label.size());
    }
    std::string text;
    for (SymbolId const id : lines) {
        Symbol const& s = symbol_info(id);
        auto const value = snapshot.value(id);
        text += fmt::format("{:<{}}  {:<{}}  ", s.name, name_width, s.label, label_width);
        if (auto const* const number = std::get_if<double>(&value))
            text += fmt::format("{:>12.{}f} {}\n", *number, s.is_reading() ? s.decimals : kEnergyDecimals, symbol(s.unit));
        else
            text += fmt::format("{:>12} {}\n", "-", snapshot.why_not(id));
    }
    return text;
}

}  // namespace mb::cli
