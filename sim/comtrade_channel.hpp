// SPDX-License-Identifier: GPL-3.0-or-later
/// The line of an analog channel in a COMTRADE configuration (C37.111-1999, 5.3.4; -2013, 7.4.4).
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/comtrade.hpp"

namespace mb {

/// n,name,phase,component,unit,a,b,skew,min,max[,primary,secondary,PS]; more than five fields, each trimmed.
/// number: counts from 1, for a channel without a name · where: file and line for messages · diagnostics: what was tolerated is added.
Result<ComtradeChannel> read_analog_line(std::span<std::string_view const> fields, std::size_t number, std::string const& where,
                                         std::vector<std::string>& diagnostics);

}  // namespace mb
