// SPDX-License-Identifier: GPL-3.0-or-later
/// Values of registers as people read them.
#pragma once

#include <string>

#include "core/catalogue/register_map.hpp"
#include "core/catalogue/symbol.hpp"

namespace mb {

/// "230.01 V", "2024-02-29 13:05:09", "0x00FF"; "not available" where there is no value. Numbers have the decimals of one count; a date
/// type with a number that is no sensible date shows the number.
std::string value_text(Register const& reg, Value const& value);

/// The same without the unit, and with "---" where there is no value: for tables with a column for the unit.
std::string bare_value_text(Register const& reg, Value const& value);

}  // namespace mb
