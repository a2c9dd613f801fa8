// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/unit.hpp"

#include <array>
#include <utility>

namespace mb {
namespace {

constexpr std::array<std::pair<Unit, std::string_view>, 15> kSymbols{{{Unit::none, ""},
                                                                      {Unit::volt, "V"},
                                                                      {Unit::ampere, "A"},
                                                                      {Unit::hertz, "Hz"},
                                                                      {Unit::watt, "W"},
                                                                      {Unit::var, "var"},
                                                                      {Unit::volt_ampere, "VA"},
                                                                      {Unit::percent, "%"},
                                                                      {Unit::degree, "deg"},
                                                                      {Unit::second, "s"},
                                                                      {Unit::watt_hour, "Wh"},
                                                                      {Unit::var_hour, "varh"},
                                                                      {Unit::volt_ampere_hour, "VAh"},
                                                                      {Unit::ohm, "Ohm"},
                                                                      {Unit::celsius, "degC"}}};

}  // namespace

std::string_view symbol(Unit unit) {
    for (auto const& [u, text] : kSymbols)
        if (u == unit) return text;
    return "";
}

std::optional<Unit> unit_of(std::string_view text) {
    if (text == "-") return Unit::none;
    for (auto const& [u, known] : kSymbols)
        if (known == text) return u;
    return std::nullopt;
}

}  // namespace mb
