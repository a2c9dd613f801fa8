// SPDX-License-Identifier: GPL-3.0-or-later
/// The voltages of the recent past, against which dips and swells may be judged (IEC 61000-4-30, 5.4): a first-order filter over the
/// 10/12-cycle values with a time constant of about one minute.
#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <span>

#include "core/catalogue/event.hpp"

namespace mb {

class SlidingReference {
public:
    /// start: the nominal voltages.
    explicit SlidingReference(std::span<double const, kEventVoltages> start) {
        for (std::size_t c = 0; c < kEventVoltages; ++c) value_[c] = start[c];
    }

    /// Usr(n) = 0.9967·Usr(n-1) + 0.0033·U, for windows that are not flagged; a channel without a value stays as it is.
    void follow(std::span<double const, kEventVoltages> rms) {
        for (std::size_t c = 0; c < kEventVoltages; ++c)
            if (std::isfinite(rms[c])) value_[c] = 0.9967 * value_[c] + 0.0033 * rms[c];
    }

    double operator[](std::size_t voltage) const { return value_[voltage]; }

private:
    std::array<double, kEventVoltages> value_{};
};

}  // namespace mb
