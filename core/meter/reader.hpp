// SPDX-License-Identifier: GPL-3.0-or-later
/// From a window to readings: every quantity of the catalogue, by SymbolId.
#pragma once

#include <vector>

#include "core/dsp/conventions.hpp"
#include "core/dsp/window.hpp"

namespace mb {

/// The loads in use at this stage: load 1 takes I1 I2 I3 as 3P+N-3CT.
inline constexpr int kLoadsInUse = 1;

/// All readings as not available.
std::vector<double> no_readings();

/// The readings of a window; NaN for what the window cannot tell and for loads that are not in use.
std::vector<double> readings_of(dsp::WindowResult const& window, dsp::Conventions const& conventions);

}  // namespace mb
