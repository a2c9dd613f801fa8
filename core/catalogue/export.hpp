// SPDX-License-Identifier: GPL-3.0-or-later
/// The catalogue and a register map as text for people (Markdown, plain) and programs (CSV, JSON). docs/registers.md and
/// docs/quantities.md are this output.
#pragma once

#include <string>

#include "core/catalogue/register_map.hpp"

namespace mb {

/// One row a register, repeated rows written out, in the format that RegisterMap::parse reads.
std::string registers_csv(RegisterMap const& map);
/// What the map has and the meter cannot answer yet: address, hexadecimal, registers, feature, name; a line each.
std::string missing_text(RegisterMap const& map);
/// Blocks that repeat at equal distances ("inst.1" to "inst.4") once.
std::string registers_markdown(RegisterMap const& map);
/// {"blocks": [{name, first, count}], "registers": [{symbol, address, words, type, scale, unit, access, label, block}]}
std::string registers_json(RegisterMap const& map);

/// Everything that can be read or written, symbols that differ by a load, a slot or an order only ("load{n}.harm_i.h{h}_i1") once.
std::string quantities_text();
/// Readable: one line a row of the quantity table, what else is kept of it in a column; attributes; settings with limits and default.
std::string quantities_markdown();
/// {"quantities": [{symbol, label, unit, decimals, access, measured, instances, orders?}]}; orders is [first, last].
std::string quantities_json();

}  // namespace mb
