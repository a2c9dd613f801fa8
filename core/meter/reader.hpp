// SPDX-License-Identifier: GPL-3.0-or-later
/// From an interval to readings: every point of the catalogue; and which points have extremes.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "core/dsp/conventions.hpp"
#include "core/dsp/routing.hpp"
#include "core/dsp/window.hpp"
#include "core/meter/statistics.hpp"

namespace mb {

/// All readings as not available.
std::vector<double> no_readings();

/// The readings of an interval, by point: NaN for what it cannot tell. Points of loads that are not in use stay as they are.
void read_points(dsp::WindowResult const& interval, dsp::Wiring const& wiring, dsp::Conventions const& conventions,
                 std::span<double> values);

/// The points whose extremes the catalogue wants, with their companions.
std::vector<Statistics::Mark> const& extreme_marks();
/// The place in that list of a point, or of the point that it is the companion of.
std::optional<std::size_t> mark_of(std::size_t point);

}  // namespace mb
