// SPDX-License-Identifier: GPL-3.0-or-later
/// Sine and cosine of an angle that grows by the same step each frame.
#pragma once

#include <cmath>
#include <numbers>

#include "core/signal/frame.hpp"
#include "sim/synth_angle.hpp"

namespace mb {

/// A complex number turned by one multiplication a frame, and set anew from the exact angle every 64 frames: its error stays at 1e-14 for
/// ever.
class Rotor {
public:
    explicit Rotor(double frequency_hz) { tune(frequency_hz); }

    /// Another frequency; the angle runs on.
    void tune(double frequency_hz) {
        step_ = turn_of(frequency_hz / kSampleRate);
        double const radians = 2.0 * std::numbers::pi * frequency_hz / kSampleRate;
        turn_sine_ = std::sin(radians);
        turn_cosine_ = std::cos(radians);
        anchor();
    }
    void rewind() {
        angle_ = 0;
        anchor();
    }

    double sine() const { return sine_; }
    double cosine() const { return cosine_; }
    bool first_half() const { return angle_ < Turn{1} << 63; }  ///< of the turn

    void next() {
        angle_ += step_;
        if (--until_anchor_ == 0) {
            anchor();
            return;
        }
        double const s = sine_ * turn_cosine_ + cosine_ * turn_sine_;
        cosine_ = cosine_ * turn_cosine_ - sine_ * turn_sine_;
        sine_ = s;
    }

private:
    void anchor() {
        double const radians = static_cast<double>(angle_) * (2.0 * std::numbers::pi * 0x1p-64);
        sine_ = std::sin(radians);
        cosine_ = std::cos(radians);
        until_anchor_ = 64;
    }

    Turn angle_ = 0;
    Turn step_ = 0;
    double sine_ = 0.0;
    double cosine_ = 1.0;
    double turn_sine_ = 0.0;
    double turn_cosine_ = 1.0;
    int until_anchor_ = 64;
};

}  // namespace mb
