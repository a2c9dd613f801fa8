// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/finite_range.hpp"

#include <fmt/core.h>

#include <charconv>
#include <cmath>

namespace mb {

std::function<std::string(std::string const&)> finite_range(double low, double high) {
    return [low, high](std::string const& text) -> std::string {
        double value = 0.0;
        char const* const begin = text.data() + (text.starts_with('+') ? 1 : 0);
        char const* const end = text.data() + text.size();
        auto const [stop, error] = std::from_chars(begin, end, value);
        if (error == std::errc{} && stop == end && std::isfinite(value) && value >= low && value <= high) return {};
        return fmt::format("'{}' is not a number from {} to {}", text, low, high);
    };
}

}  // namespace mb
