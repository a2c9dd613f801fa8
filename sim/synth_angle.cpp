// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/synth_angle.hpp"

#include <algorithm>
#include <cmath>

#include "core/signal/frame.hpp"

namespace mb {

Turn turn_of(double turns) {
    constexpr double kTurn = 18'446'744'073'709'551'616.0;  // 2^64
    double const fraction = turns - std::floor(turns);
    return static_cast<Turn>(std::min(fraction * kTurn, kTurn * (1.0 - 0x1p-53)));
}

void Angle::hold(double frequency_hz) {
    step_ = Wide{turn_of(frequency_hz / kSampleRate)} << 64;
    left_ = 0;
}

void Angle::ramp(double frequency_hz, std::int64_t frames) {
    // On a ramp the step is the mean over its frame; the frequency at its beginning is half a growth less.
    if (left_ > 0) step_ -= static_cast<Wide>(growth_ / 2);
    goal_ = Wide{turn_of(frequency_hz / kSampleRate)} << 64;
    growth_ = static_cast<Signed>(goal_ - step_) / frames;
    step_ += static_cast<Wide>(growth_ / 2);
    left_ = frames;
}

void Angle::bend() {
    if (--left_ > 0)
        step_ += static_cast<Wide>(growth_);
    else
        step_ = goal_;
}

}  // namespace mb
