// SPDX-License-Identifier: GPL-3.0-or-later
/// What recordings of every format may need before they are played: filled gaps and one uniform rate.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/base/result.hpp"

namespace mb {

/// Larger than any mains quantity [V], [A]; beyond it a multiplier is wrong, and floats would lose their meaning.
inline constexpr double kLargestSample = 1e12;

/// Replaces NaN by a straight line between the neighbours (at the ends by the nearest). Returns how many there were; where all
/// are NaN nothing is changed.
std::size_t fill_missing(std::vector<double>& x);

/// What a column of time stamps says about the rate.
struct TimeAxis {
    double rate = 0.0;       ///< mean [Hz]
    double deviation = 0.0;  ///< largest distance of a stamp from its uniform place, in samples
    bool ascending = true;
};

/// t: seconds, NaN where unknown. nullopt where fewer than two are known or time does not pass.
std::optional<TimeAxis> time_axis(std::span<double const> t);

/// A rate change after every segment.
struct RateSegment {
    double rate = 0.0;      ///< [Hz] > 0
    std::size_t count = 0;  ///< samples, > 0
};

/// Brings channels sampled in segments of several rates to the highest of them by band-limited interpolation inside each segment.
/// The counts add up to the length of every channel. Refused where the result would be 256 times as long or longer than 64 million
/// samples of all channels together.
Result<double> unify_rates(std::vector<std::vector<double>*> const& channels, std::span<RateSegment const> segments,
                           std::string const& file);

/// Brings channels with irregular ascending stamps t to the rate of their typical (median) distance by straight lines.
/// Refused like above.
Result<double> straighten_time(std::vector<std::vector<double>*> const& channels, std::span<double const> t, std::string const& file);

/// Moves a signal earlier by `samples` (fractional): what was sampled late is read back to its record's instant.
std::vector<double> moved_earlier(std::span<double const> x, double samples);

}  // namespace mb
