// SPDX-License-Identifier: GPL-3.0-or-later
/// What the lists of registers and of quantities write alike.
#pragma once

#include <string>
#include <string_view>

#include "core/catalogue/symbol.hpp"

namespace mb::export_text {

std::string_view unit_text(Unit unit);
std::string_view access_text(Access access);
/// A JSON string. Labels and file-made names may hold anything.
std::string quoted(std::string_view text);
/// The symbol's name with "{n}" in place of its number: load{n}.inst.v1, event_en50160_{n}.start.
std::string with_n(Symbol const& s);

}  // namespace mb::export_text
