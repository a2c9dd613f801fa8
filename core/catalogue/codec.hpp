// SPDX-License-Identifier: GPL-3.0-or-later
/// Values to register words and back. Source: conventions of the register family (docs/registers.md): big-endian words, two's
/// complement, STRING_16 one character a register, STRING_NORM two, DATETIME seconds and DATETIME_MS milliseconds since 2000-01-01,
/// DATETIME_3 year-2000/month, day/hour, minute/second as bytes. The values of all three date types are whole numbers: seconds
/// (DATETIME, DATETIME_3) or milliseconds (DATETIME_MS) since 2000-01-01 00:00.
#pragma once

#include <cstdint>
#include <span>

#include "core/catalogue/register_map.hpp"
#include "core/catalogue/symbol.hpp"

namespace mb {

/// Fills `words` (exactly reg.words long). A value that is not available encodes as zero. Numbers are divided by the scale, rounded to
/// the nearest count and saturate at the ends of the type; texts are cut or padded (STRING_NORM with spaces, STRING_16 with zero).
void encode(Register const& reg, Value const& value, std::span<std::uint16_t> words);

/// The inverse: double where the symbol is a reading, the scale is not 1 or the type is signed; else whole numbers, or text without
/// padding. A DATETIME_3 that is no date (zeros, say) is not available.
Value decode(Register const& reg, std::span<std::uint16_t const> words);

}  // namespace mb
