// SPDX-License-Identifier: GPL-3.0-or-later
/// The panel's own letters: a 5x9 pixel face for every printable ASCII character, its smooth doubling, and stroked digits of any size.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

namespace mb::panel {

/// Coverage 0..255, row by row.
struct Glyph {
    int width = 0, height = 0;
    int advance = 0;  ///< to the next character
    std::vector<std::uint8_t> coverage;
};

inline constexpr char kFirstGlyph = ' ';
inline constexpr char kLastGlyph = '~';

/// Nine rows of five pixels, bit 4 is the leftmost; rows 7 and 8 are below the base line. `c` outside ASCII gives the box of an
/// unknown character.
std::array<std::uint8_t, 9> const& small_rows(char c);

Glyph const& small_glyph(char c);
Glyph const& medium_glyph(char c);
/// Digits, '+', '-', '.'; everything else is a blank of one digit's width.
Glyph const& large_glyph(char c);
Glyph const& huge_glyph(char c);

}  // namespace mb::panel
