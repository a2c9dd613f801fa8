// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/engine/writable.hpp"

#include <cmath>
#include <vector>

#include "core/base/measure.hpp"
#include "core/base/suggest.hpp"

namespace mb {
namespace {

constexpr double kMostBits = 65'535.0;  // of a command: one register

bool writable(Symbol const& s) { return s.setting || s.access == Access::write; }

}  // namespace

Result<SymbolId> writable_symbol(std::string_view name) {
    if (auto const id = find_symbol(name)) {
        if (writable(symbol_info(*id))) return *id;
        if (symbol_info(*id).access == Access::read)
            return input_error("'{}' is read-only; 'meterbench registers' lists what can be written", name);
        return input_error("'{}' is part of the clock and not written by itself", name);
    }
    std::vector<std::string_view> known;
    for (Symbol const& s : symbols())
        if (writable(s)) known.push_back(s.name);
    std::string const near = suggestion(name, known);
    return input_error("unknown setting '{}'{}", name.substr(0, 60), near.empty() ? "; 'meterbench registers' lists them" : near);
}

Result<double> writable_value(SymbolId id, std::string_view text) {
    Symbol const& s = symbol_info(id);
    auto const measure = parse_measure(text);
    if (!measure) return measure.error();
    if (measure->cycles || measure->unit != s.unit) {
        if (measure->unit == Unit::none && !measure->cycles) {
            std::string_view const written = text.substr(0, 40);
            return input_error("'{}' needs a unit: write '{} {}'", written, written, symbol(s.unit));
        }
        return input_error("'{}' is not {}", text.substr(0, 40), dimension(s.unit));
    }
    double const value = measure->value;
    if (s.setting) {
        if (auto const fits = SettingValues{}.set(*s.setting, value, s.instance); !fits) return fits.error();
    } else if (!(value >= 0.0 && value <= kMostBits) || value != std::floor(value)) {
        return input_error("{} takes a whole number from 0 to {}, not {}", s.name, kMostBits, value);
    }
    return value;
}

}  // namespace mb
