// SPDX-License-Identifier: GPL-3.0-or-later
/// What was written on a canvas as lines of text.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "core/meter/panel/canvas.hpp"

namespace mb::panel {

/// Runs whose middles lie within one small line of each other stand in one line, each at the column of the edge it was given
/// (6 pixels a column, 58 columns), two spaces apart at least where they would touch. No trailing spaces, no empty lines.
std::vector<std::string> text_lines(std::span<TextRun const> runs);

}  // namespace mb::panel
