// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/meter/statistics.hpp"

#include <algorithm>
#include <cmath>

namespace mb {

Statistics::Statistics(std::vector<Mark> marks) : marks_(std::move(marks)), extremes_(marks_.size()) {}

void Statistics::update(std::span<double const> values, Instant at) {
    for (std::size_t n = 0; n < marks_.size(); ++n) {
        Mark const& mark = marks_[n];
        double const value = values[mark.index];
        if (std::isnan(value)) continue;
        auto& [lowest, highest] = extremes_[n];
        // Negated, so that a first value replaces NaN.
        bool const lower = !(value >= lowest.value);
        bool const higher = !(value <= highest.value);
        if (!lower && !higher) continue;
        Extreme const now{value, mark.companion ? values[*mark.companion] : Extreme{}.companion, at};
        if (lower) lowest = now;
        if (higher) highest = now;
    }
}

void Statistics::reset(std::span<std::size_t const> indices) {
    reset([&](std::size_t index) { return std::find(indices.begin(), indices.end(), index) != indices.end(); });
}

}  // namespace mb
