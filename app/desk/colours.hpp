// SPDX-License-Identifier: GPL-3.0-or-later
/// Colours of the phases that colour-blind people can tell apart (the palette of Okabe and Ito), for a light and for a dark ground.
#pragma once

#include <QColor>
#include <QPalette>

#include <array>
#include <cstddef>

namespace mb::desk {

inline bool is_dark(QPalette const& palette) { return palette.color(QPalette::Base).lightness() < 128; }

/// L1, L2, L3, neutral.
inline QColor phase_colour(std::size_t phase, bool dark) {
    static constexpr std::array<QRgb, 4> kOnLight{0xFF0072B2, 0xFFD07000, 0xFF008A66, 0xFF707880};
    static constexpr std::array<QRgb, 4> kOnDark{0xFF56B4E9, 0xFFF0AA28, 0xFF28BE8C, 0xFFA0AAB4};
    return QColor::fromRgb(dark ? kOnDark[phase % 4] : kOnLight[phase % 4]);
}

}  // namespace mb::desk
