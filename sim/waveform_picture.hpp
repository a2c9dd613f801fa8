// SPDX-License-Identifier: GPL-3.0-or-later
/// A recording as a picture: a panel for the voltages, one for the currents, one for each other unit.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "core/base/result.hpp"
#include "sim/waveform_file.hpp"

namespace mb {

inline constexpr int kPictureWidth = 1600;
inline constexpr int kPictureHeight = 900;

/// Where a panel's curves stand [pixels, from the upper left corner], and what its edges mean.
struct PicturePanel {
    std::string unit;
    std::vector<std::size_t> channels;
    double left = 0.0, top = 0.0, width = 0.0, height = 0.0;
    double bottom_value = 0.0, top_value = 0.0;  ///< multiples of `step`
    double step = 1.0;                           ///< between two lines of the grid
};
/// Voltages, currents, then other units in the order in which channels have them; of more than six the others are left out.
std::vector<PicturePanel> picture_panels(WaveformFile const& file);

/// Colour of the n-th channel of a panel, 0xRRGGBB; told apart by colour-blind people (Okabe and Ito), again from the start after eight.
unsigned picture_colour(std::size_t n);

/// A PNG of 1600 x 900. Where there are more samples than columns, each column shows its extremes.
/// Refused: what check_writable() refuses; no memory.
Result<std::string> draw_waveform(WaveformFile const& file);

}  // namespace mb
