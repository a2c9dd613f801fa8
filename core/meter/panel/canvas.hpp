// SPDX-License-Identifier: GPL-3.0-or-later
/// The panel's screen: 350x160 pixels RGB565, and the text that was written on it. Everything outside is cut off and counted, so that a
/// test can tell a page that does not fit.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace mb::panel {

inline constexpr int kWidth = 350;  ///< manual 3.1.5
inline constexpr int kHeight = 160;

/// Red in bits 11..15, green in 5..10, blue in 0..4.
using Colour = std::uint16_t;
constexpr Colour rgb(unsigned red, unsigned green, unsigned blue) {
    return static_cast<Colour>(((red & 0xF8U) << 8) | ((green & 0xFCU) << 3) | (blue >> 3));
}

struct Rect {
    int x = 0, y = 0, width = 0, height = 0;
};

enum class Font : std::uint8_t {
    small,   ///< 6x10 cells: hints, lists
    medium,  ///< 12x18 cells, smooth: titles, menus, units
    large,   ///< 18x28 cells, smooth: digits and signs; any other character is a blank
    huge,    ///< 36x56 cells, the same
};
enum class Align : std::uint8_t { left, centre, right };

/// One string as it was written; (x, y) is the upper left corner of its cells.
struct TextRun {
    int x = 0, y = 0, width = 0, height = 0;
    Align align = Align::left;  ///< which of its edges was given
    std::string text;
};

/// Width in pixels of `text`, without the gap after its last character.
int text_width(Font font, std::string_view text);
int line_height(Font font);

class Canvas {
public:
    Canvas();

    void clear(Colour colour);
    void fill(Rect const& area, Colour colour);
    /// An outline one pixel wide, inside `area`.
    void frame(Rect const& area, Colour colour);
    /// `x` is the left edge, the middle or the right edge, `y` the top. The text joins texts().
    void text(int x, int y, Font font, Colour colour, std::string_view text, Align align = Align::left);
    /// `colour` over what is there, `coverage` of 255.
    void blend(int x, int y, Colour colour, unsigned coverage);

    std::span<Colour const> pixels() const { return pixels_; }  ///< row by row, kWidth*kHeight
    Colour at(int x, int y) const { return pixels_[static_cast<std::size_t>(y * kWidth + x)]; }
    std::span<TextRun const> texts() const { return texts_; }
    /// Pixels since clear() that fell outside the screen.
    std::size_t clipped() const { return clipped_; }

private:
    std::vector<Colour> pixels_;
    std::vector<TextRun> texts_;
    std::size_t clipped_ = 0;
};

}  // namespace mb::panel
