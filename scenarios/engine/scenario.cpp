// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/engine/scenario.hpp"

#include <fmt/core.h>

#include <cmath>

namespace mb {

std::string Place::text() const {
    if (line <= 0) return file;
    return fmt::format("{}:{}:{}", file, line, column);
}

double Tolerance::of(double value) const { return absolute + relative * std::abs(value); }

Duration Scenario::length() const {
    Duration sum{};
    for (Step const& step : timeline)
        if (auto const* wait = std::get_if<Wait>(&step.what)) sum += wait->duration;
    return sum;
}

std::size_t Scenario::check_count() const {
    std::size_t count = 0;
    for (Step const& step : timeline)
        if (auto const* expect = std::get_if<Expect>(&step.what)) count += expect->checks.size();
    return count;
}

}  // namespace mb
