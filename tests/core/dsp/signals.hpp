// SPDX-License-Identifier: GPL-3.0-or-later
/// Signals in closed form for the tests of core/dsp: straight from std::sin in double, nothing of the project's own synthesizer.
#pragma once

#include <cmath>
#include <functional>
#include <numbers>
#include <vector>

#include "core/signal/frame.hpp"

namespace mb::test {

inline constexpr double kPi = std::numbers::pi;

struct Tone {
    int order;
    double voltage;  // of the fundamental's rms
    double current;
};

struct Star {
    double frequency = 50.0;
    double voltage = 230.0;        // rms of the fundamental
    double current = 10.0;         // rms of the fundamental
    double lag = 0.0;              // [rad]
    std::vector<Tone> tones = {};  // in phase at the fundamental's zero crossing
    double start = 0.3;            // [rad]
    /// Factor on each phase voltage at a time in seconds.
    std::function<double(int phase, double t)> level = [](int, double) { return 1.0; };
};

inline std::vector<Frame> frames_of(Star const& s, double duration) {
    std::vector<Frame> frames(static_cast<std::size_t>(std::lround(duration * kSampleRate / 96.0)) * 96);
    for (std::size_t n = 0; n < frames.size(); ++n) {
        double const t = static_cast<double>(n) / kSampleRate;
        for (int p = 0; p < 3; ++p) {
            double const a = 2 * kPi * s.frequency * t + s.start - 2 * kPi * p / 3;
            double v = std::sin(a);
            double i = std::sin(a - s.lag);
            for (Tone const& h : s.tones) {
                v += h.voltage * std::sin(h.order * a);
                i += h.current * std::sin(h.order * a);
            }
            auto const lane = static_cast<std::size_t>(p);
            frames[n].lanes[lane] = static_cast<float>(std::numbers::sqrt2 * s.voltage * v * s.level(p, t));
            frames[n].lanes[lane + 4] = static_cast<float>(std::numbers::sqrt2 * s.current * i);
        }
    }
    return frames;
}

/// rms over that of the fundamental, of tones at harmonic orders: sqrt(1 + Σh²).
inline double distortion_factor(std::vector<Tone> const& tones, double Tone::*part) {
    double sum = 1.0;
    for (Tone const& t : tones) sum += t.*part * t.*part;
    return std::sqrt(sum);
}

}  // namespace mb::test
