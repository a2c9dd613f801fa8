// SPDX-License-Identifier: GPL-3.0-or-later
/// Minima and maxima with the time at which they came, of chosen values of an array that is refreshed again and again.
#pragma once

#include <concepts>
#include <cstddef>
#include <limits>
#include <optional>
#include <span>
#include <vector>

#include "core/base/time.hpp"

namespace mb {

struct Extreme {
    double value = std::numeric_limits<double>::quiet_NaN();  ///< NaN before the first valid value
    double companion = std::numeric_limits<double>::quiet_NaN();
    Instant at{};
};

class Statistics {
public:
    /// A value to follow by its index, and another whose value at that time is kept along (the power factor at the highest P).
    struct Mark {
        std::size_t index = 0;
        std::optional<std::size_t> companion;
    };

    explicit Statistics(std::vector<Mark> marks);

    /// values: holds every marked index and companion · at: the time they belong to. NaN does not count; of equal extremes the first
    /// one stays. Allocates nothing.
    void update(std::span<double const> values, Instant at);

    /// Forgets the extremes of the marks whose index is chosen: the next valid value starts both.
    void reset(std::predicate<std::size_t> auto const& chosen) {
        for (std::size_t n = 0; n < marks_.size(); ++n)
            if (chosen(marks_[n].index)) extremes_[n] = {};
    }
    void reset(std::span<std::size_t const> indices);

    std::span<Mark const> marks() const { return marks_; }
    /// By the mark's place in the list.
    Extreme const& lowest(std::size_t mark) const { return extremes_[mark].lowest; }
    Extreme const& highest(std::size_t mark) const { return extremes_[mark].highest; }

private:
    struct Extremes {
        Extreme lowest;
        Extreme highest;
    };
    std::vector<Mark> marks_;
    std::vector<Extremes> extremes_;
};

}  // namespace mb
