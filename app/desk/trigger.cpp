// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desk/trigger.hpp"

#include <algorithm>

namespace mb::desk {

std::optional<double> rising_crossing(std::span<Frame const> frames, std::size_t after) {
    auto const v1 = [&](std::size_t i) { return double{frames[i][Channel::va]} - double{frames[i][Channel::vn]}; };
    double lowest = 0.0;
    for (std::size_t i = 0; i < frames.size(); ++i) lowest = std::min(lowest, v1(i));
    std::optional<double> found;
    bool armed = false;
    for (std::size_t i = 1; i + after < frames.size(); ++i) {
        double const before = v1(i - 1), now = v1(i);
        if (before < 0.1 * lowest) armed = true;
        if (armed && before < 0.0 && now >= 0.0) {
            found = static_cast<double>(i - 1) + before / (before - now);
            armed = false;
        }
    }
    return found;
}

}  // namespace mb::desk
