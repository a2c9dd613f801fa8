// SPDX-License-Identifier: GPL-3.0-or-later
/// What the tests of the synthesizer share: rendered frames, the stated wave, and single lines by the definition of the Fourier sum.
#pragma once

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <complex>
#include <numbers>
#include <span>
#include <vector>

#include "sim/synth.hpp"

namespace mb::test {

inline constexpr double kPi = std::numbers::pi;

inline std::vector<Frame> render(Synth& synth, std::size_t frames) {
    std::vector<Frame> out(frames);
    synth.render(out);
    return out;
}

inline double volts(Frame const& frame, Channel c) { return static_cast<double>(frame[c]); }

/// wt in radians after n frames at a constant frequency.
inline double turned(double frequency, double n) { return 2.0 * kPi * std::fmod(frequency * n / kSampleRate, 1.0); }

/// Fundamental, harmonics and dc as the headers state them.
inline double stated(ChannelSignal const& c, double wt) {
    double const a = wt + c.phase_deg * kPi / 180.0;
    double x = std::sin(a);
    for (Harmonic const& h : c.harmonics) x += h.ratio * std::sin(h.order * a + h.phase_deg * kPi / 180.0);
    return std::numbers::sqrt2 * c.rms * x + c.dc;
}

/// Rms phasor of the line at `frequency` over whole cycles of it, on the axis of the sine that begins with the first frame.
inline std::complex<double> line(std::span<Frame const> frames, Channel c, double frequency) {
    std::complex<double> sum;
    for (std::size_t n = 0; n < frames.size(); ++n)
        sum += volts(frames[n], c) * std::polar(1.0, -turned(frequency, static_cast<double>(n)));
    return std::complex<double>{0.0, 1.0} * sum * std::numbers::sqrt2 / static_cast<double>(frames.size());
}

inline double rms(std::span<Frame const> frames, Channel c) {
    double square = 0.0;
    for (Frame const& f : frames) square += volts(f, c) * volts(f, c);
    return std::sqrt(square / static_cast<double>(frames.size()));
}

}  // namespace mb::test
