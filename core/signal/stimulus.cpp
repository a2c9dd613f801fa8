// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/signal/stimulus.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace mb {

double lag_degrees(double pf, bool leading) {
    double const angle = std::acos(std::clamp(pf, 0.0, 1.0)) * 180.0 / std::numbers::pi;
    return leading ? -angle : angle;
}

Stimulus balanced(double voltage, double current, double lag_deg, double frequency_hz) {
    Stimulus s;
    s.frequency_hz = frequency_hz;
    for (std::size_t phase = 0; phase < 3; ++phase) {
        double const angle = -120.0 * static_cast<double>(phase);
        s.channels[phase] = {voltage, angle, {}};
        s.channels[index(Channel::i1) + phase] = {current, angle - lag_deg, {}};
    }
    return s;
}

}  // namespace mb
