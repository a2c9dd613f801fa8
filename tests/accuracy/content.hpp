// SPDX-License-Identifier: GPL-3.0-or-later
/// Signals in closed form, and what a perfect meter reads of them. Nothing here uses the project's synthesizer or its analysis.
#pragma once

#include <array>
#include <complex>
#include <map>

#include "core/dsp/window.hpp"
#include "core/signal/frame.hpp"

namespace mb::accuracy {

using Phasor = std::complex<double>;

/// `degrees` of a phasor of that rms.
Phasor phasor(double rms, double degrees);

/// One channel: x = dc + √2·Σ Im(X·e^(jrθ)), θ the angle of the network's fundamental, X the rms phasor of the line at ratio r.
/// Ratios are whole (harmonics) or halves (interharmonics): over ten or twelve cycles all lines are orthogonal.
struct Content {
    double dc = 0.0;                 ///< [V] or [A]
    std::map<double, Phasor> lines;  ///< by ratio to the fundamental's frequency

    Content& add(double ratio, Phasor x);
    Phasor at(double ratio) const;
    double rms() const;
    /// Largest |x| over two cycles, searched in steps of a 65 536th of a cycle.
    double peak() const;
    /// sqrt(Σ|X_h|²) over whole orders, first … last.
    double band(int first, int last) const;
};
Content operator+(Content a, Content const& b);
Content operator-(Content a, Content const& b);
Content operator*(double factor, Content a);

/// Mean of v·i over ten or twelve cycles.
double active_power(Content const& v, Content const& i);

/// The terminals: lanes of core/signal/frame.hpp.
using Terminals = std::array<Content, kChannels>;

/// A star of pure sines: phase p at -120°·p, each current behind its voltage by `lag` [deg].
Terminals star(double voltage, double current, double lag);

/// What a perfect meter reads. NaN (or an empty content): this signal says nothing of it.
struct Truth {
    std::array<Content, dsp::kMeasured> content;
    std::array<double, dsp::kMeasured> rms{};
    std::array<double, 3> active_power{};
    std::array<Phasor, 3> fundamental_power{};
};
Truth truth_of(Terminals const& terminals);

}  // namespace mb::accuracy
