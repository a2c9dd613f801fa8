// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/meter/residual.hpp"

#include <algorithm>
#include <cmath>

namespace mb {
namespace {

constexpr double kLowest = 0.003;  // [A]: range of the sensors (manual 3.2.5.1)
constexpr double kHighest = 3.0;
constexpr double kPickUp = 0.75;  // of IΔn: as far from 0.5 as from 1
constexpr double kFall = 0.65;

// The longest window of ten cycles. A window that stands for more (terminals that are held) shows at its begin what it shows.
constexpr Duration kWindow = std::chrono::milliseconds{250};

}  // namespace

double residual_current(dsp::WindowResult const& window, std::size_t input, bool dc_removed) {
    std::size_t const channel = dsp::index(dsp::Measured::i1) + input;
    double const dc = dc_removed ? window.harmonic[channel][0] : 0.0;
    return std::hypot(window.rms[channel], dc);
}

void ResidualMonitor::move_to(std::optional<std::size_t> input) {
    if (input == reading_.input) return;
    reading_ = {};
    reading_.input = input;
    if (input) reading_.state = ResidualState::no_value;
    picked_up_.reset();
}

void ResidualMonitor::window(double current, Instant begin, Instant end) {
    if (!reading_.input) return;
    if (std::isnan(current)) {  // neither a reason to alarm nor one to stop
        reading_.state = ResidualState::no_value;
        reading_.current = current;
        return;
    }
    reading_.state = current < kLowest    ? ResidualState::below_range
                     : current > kHighest ? ResidualState::over_range
                                          : ResidualState::in_range;
    reading_.current = current < kLowest ? 0.0 : current;

    if (current < (reading_.alarm ? kFall : kPickUp) * settings_.threshold) {
        picked_up_.reset();
        reading_.alarm = false;
        reading_.since.reset();
        return;
    }
    if (!picked_up_) picked_up_ = std::min(end, begin + kWindow);
    if (!reading_.alarm && std::max(begin, end - kWindow) - *picked_up_ >= settings_.delay) {
        reading_.alarm = true;
        reading_.since = end;
    }
}

}  // namespace mb
