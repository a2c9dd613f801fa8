// SPDX-License-Identifier: GPL-3.0-or-later
/// The catalogue and a register map as text for people (Markdown, plain) and programs (CSV, JSON). docs/registers.md and
/// docs/quantities.md are this output.
#pragma once

#include <string>

#include "core/catalogue/register_map.hpp"

namespace mb {

/// One row a register, repeated rows written out, in the format that RegisterMap::parse reads.
std::string registers_csv(RegisterMap const& map);
std::string registers_markdown(RegisterMap const& map);
/// {"blocks": [{name, first, count}], "registers": [{symbol, address, words, type, scale, unit, access, label, block}]}
std::string registers_json(RegisterMap const& map);

/// Everything that can be read or written, symbols that differ by a number only ("load{n}.inst.v1") once.
std::string quantities_text();
std::string quantities_markdown();
/// {"quantities": [{symbol, label, unit, decimals, access, measured, instances}]}
std::string quantities_json();

}  // namespace mb
