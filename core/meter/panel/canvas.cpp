// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/meter/panel/canvas.hpp"

#include "core/meter/panel/font.hpp"

namespace mb::panel {
namespace {

Glyph const& glyph(Font font, char c) {
    switch (font) {
        case Font::small:
            return small_glyph(c);
        case Font::medium:
            return medium_glyph(c);
        case Font::large:
            return large_glyph(c);
        case Font::huge:
            return huge_glyph(c);
    }
    return small_glyph(c);
}

/// One colour component of both, weighted.
unsigned mix(unsigned over, unsigned under, unsigned coverage) { return (over * coverage + under * (255 - coverage) + 127) / 255; }

}  // namespace

int text_width(Font font, std::string_view text) {
    int width = 0;
    for (char const c : text) width += glyph(font, c).advance;
    bool const gap = font == Font::small || font == Font::medium;  // digits carry their gap on both sides
    return width - (gap && width > 0 ? glyph(font, ' ').advance - glyph(font, ' ').width : 0);
}

int line_height(Font font) {
    switch (font) {
        case Font::small:
            return 10;
        case Font::medium:
            return 18;
        case Font::large:
            return 28;
        case Font::huge:
            return 56;
    }
    return 10;
}

Canvas::Canvas() : pixels_(static_cast<std::size_t>(kWidth * kHeight)) {}

void Canvas::clear(Colour colour) {
    pixels_.assign(pixels_.size(), colour);
    texts_.clear();
    clipped_ = 0;
}

void Canvas::fill(Rect const& area, Colour colour) {
    for (int y = area.y; y < area.y + area.height; ++y)
        for (int x = area.x; x < area.x + area.width; ++x) blend(x, y, colour, 255);
}

void Canvas::frame(Rect const& area, Colour colour) {
    fill({area.x, area.y, area.width, 1}, colour);
    fill({area.x, area.y + area.height - 1, area.width, 1}, colour);
    fill({area.x, area.y + 1, 1, area.height - 2}, colour);
    fill({area.x + area.width - 1, area.y + 1, 1, area.height - 2}, colour);
}

void Canvas::text(int x, int y, Font font, Colour colour, std::string_view text, Align align) {
    int const width = text_width(font, text);
    int at = align == Align::left ? x : align == Align::centre ? x - width / 2 : x - width;
    texts_.push_back({at, y, width, line_height(font), align, std::string{text}});
    for (char const c : text) {
        Glyph const& g = glyph(font, c);
        auto coverage = g.coverage.begin();
        for (int row = 0; row < g.height; ++row)
            for (int column = 0; column < g.width; ++column, ++coverage)
                if (*coverage != 0) blend(at + column, y + row, colour, *coverage);
        at += g.advance;
    }
}

void Canvas::blend(int x, int y, Colour colour, unsigned coverage) {
    if (x < 0 || y < 0 || x >= kWidth || y >= kHeight) {
        ++clipped_;
        return;
    }
    Colour& there = pixels_[static_cast<std::size_t>(y * kWidth + x)];
    if (coverage >= 255) {
        there = colour;
        return;
    }
    unsigned const red = mix(colour >> 11, there >> 11, coverage);
    unsigned const green = mix((colour >> 5) & 63U, (there >> 5) & 63U, coverage);
    unsigned const blue = mix(colour & 31U, there & 31U, coverage);
    there = static_cast<Colour>((red << 11) | (green << 5) | blue);
}

}  // namespace mb::panel
