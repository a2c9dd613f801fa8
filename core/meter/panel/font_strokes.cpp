// SPDX-License-Identifier: GPL-3.0-or-later
// Large digits as strokes: lines and arcs in a unit box, drawn with a round pen at any size. A pixel's coverage is how deep its centre
// lies inside the pen's trace.
#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <numbers>
#include <utility>

#include "core/meter/panel/font.hpp"

namespace mb::panel {
namespace {

struct Point {
    double x, y;
};

using Path = std::vector<Point>;

Path arc(double cx, double cy, double rx, double ry, double from_deg, double to_deg) {
    constexpr int kSteps = 24;
    Path path;
    for (int i = 0; i <= kSteps; ++i) {
        double const a = (from_deg + (to_deg - from_deg) * i / kSteps) * std::numbers::pi / 180.0;
        path.push_back({cx + rx * std::cos(a), cy + ry * std::sin(a)});
    }
    return path;
}

/// The strokes of a character in a box from (0,0), upper left, to (1,1). Angles grow clockwise from the right.
std::vector<Path> strokes(char c) {
    switch (c) {
        case '0': {
            Path ring = arc(0.5, 0.32, 0.5, 0.32, 180, 360);
            Path const below = arc(0.5, 0.68, 0.5, 0.32, 0, 180);
            ring.insert(ring.end(), below.begin(), below.end());
            ring.push_back(ring.front());
            return {ring};
        }
        case '1':
            return {{{0.12, 0.2}, {0.52, 0.0}, {0.52, 1.0}}, {{0.14, 1.0}, {0.9, 1.0}}};
        case '2': {
            Path path = arc(0.5, 0.29, 0.48, 0.29, 185, 395);
            path.push_back({0.02, 1.0});
            path.push_back({1.0, 1.0});
            return {path};
        }
        case '3':
            return {arc(0.47, 0.245, 0.45, 0.245, 200, 450), arc(0.47, 0.745, 0.51, 0.255, 270, 520)};
        case '4':
            return {{{0.76, 1.0}, {0.76, 0.0}, {0.0, 0.7}, {1.0, 0.7}}};
        case '5': {
            Path path = arc(0.47, 0.67, 0.51, 0.33, 225, 520);
            path.insert(path.begin(), {{0.92, 0.0}, {0.16, 0.0}});
            return {path};
        }
        case '6':
            return {arc(0.5, 0.68, 0.5, 0.32, 0, 360), arc(0.75, 0.68, 0.75, 0.68, 180, 280)};
        case '7':
            return {{{0.0, 0.0}, {1.0, 0.0}, {0.34, 1.0}}};
        case '8':
            return {arc(0.5, 0.245, 0.43, 0.245, 0, 360), arc(0.5, 0.745, 0.5, 0.255, 0, 360)};
        case '9':
            return {arc(0.5, 0.32, 0.5, 0.32, 0, 360), arc(0.25, 0.32, 0.75, 0.68, 0, 100)};
        case '-':
            return {{{0.14, 0.5}, {0.86, 0.5}}};
        case '+':
            return {{{0.1, 0.5}, {0.9, 0.5}}, {{0.5, 0.27}, {0.5, 0.73}}};
        case '.':
            return {{{0.0, 1.0}, {0.0, 1.0}}};
        default:
            return {};
    }
}

double distance(Point p, Point a, Point b) {
    double const dx = b.x - a.x, dy = b.y - a.y;
    double const length2 = dx * dx + dy * dy;
    double const t = length2 > 0 ? std::clamp(((p.x - a.x) * dx + (p.y - a.y) * dy) / length2, 0.0, 1.0) : 0.0;
    return std::hypot(p.x - (a.x + t * dx), p.y - (a.y + t * dy));
}

/// `cell` is the advance of a digit and 28/18 of it the line height; the point takes half a cell.
Glyph make(char c, int cell) {
    double const pen = cell / 12.0;  // half its width
    double const box_width = cell * 11.0 / 18.0, box_height = cell * 20.0 / 18.0;
    int const advance = c == '.' ? cell / 2 : cell;
    Glyph g{advance, cell * 28 / 18, advance, {}};
    g.coverage.assign(static_cast<std::size_t>(g.width * g.height), 0);
    Point const origin{c == '.' ? g.width / 2.0 : (g.width - box_width) / 2.0, (g.height - box_height) / 2.0};
    double const dot = c == '.' ? pen * 1.25 : pen;
    for (Path const& path : strokes(c))
        for (int y = 0; y < g.height; ++y)
            for (int x = 0; x < g.width; ++x) {
                double nearest = 1e9;
                for (std::size_t i = 0; i + 1 < path.size(); ++i) {
                    Point const a{origin.x + path[i].x * box_width, origin.y + path[i].y * box_height};
                    Point const b{origin.x + path[i + 1].x * box_width, origin.y + path[i + 1].y * box_height};
                    nearest = std::min(nearest, distance({x + 0.5, y + 0.5}, a, b));
                }
                auto const cover = static_cast<std::uint8_t>(std::lround(255.0 * std::clamp(dot + 0.5 - nearest, 0.0, 1.0)));
                auto& there = g.coverage[static_cast<std::size_t>(y * g.width + x)];
                there = std::max(there, cover);
            }
    return g;
}

struct Face {
    std::array<Glyph, 256> glyphs;

    explicit Face(int cell) {
        for (std::size_t c = 0; c < glyphs.size(); ++c) glyphs[c] = make(static_cast<char>(c), cell);
    }
    Glyph const& operator[](char c) const { return glyphs[static_cast<unsigned char>(c)]; }
};

}  // namespace

Glyph const& large_glyph(char c) {
    static Face const face{18};
    return face[c];
}

Glyph const& huge_glyph(char c) {
    static Face const face{36};
    return face[c];
}

}  // namespace mb::panel
