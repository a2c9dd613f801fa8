// SPDX-License-Identifier: GPL-3.0-or-later
/// What a client wrote, as a command to the meter. One request is one transaction: it is carried out whole or refused whole.
#pragma once

#include <span>
#include <vector>

#include "core/base/result.hpp"
#include "core/catalogue/symbol.hpp"
#include "core/meter/command.hpp"

namespace mb {

struct SymbolWrite {
    SymbolId symbol{};
    Value value;
};

/// The commands that carry out `writes`, which came in one request. Refused: what is read-only, a value out of range, a clock that is
/// not written whole (day, month, year, hour, minute, second) or is no calendar date of 2000..2099.
Result<std::vector<Command>> commands_for(std::span<SymbolWrite const> writes, SettingValues present = {});

}  // namespace mb
