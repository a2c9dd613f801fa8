// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/signal/shapes.hpp"

#include <algorithm>
#include <cmath>
#include <complex>
#include <numbers>

#include "core/signal/spectra.hpp"

namespace mb {
namespace {

using Complex = std::complex<double>;

constexpr double kPi = std::numbers::pi;
constexpr Complex kJ{0.0, 1.0};

double radians(double degrees) { return degrees * kPi / 180.0; }

/// level + crest·sin(θ + ahead) for from <= θ < to.
struct Arc {
    double from = 0.0;
    double to = 0.0;
    double level = 0.0;
    double crest = 0.0;
    double ahead = 0.0;
};

/// ∫ e^(-jnθ) over the arc.
Complex turn_integral(Arc const& arc, int n) {
    if (n == 0) return arc.to - arc.from;
    return (std::polar(1.0, -n * arc.to) - std::polar(1.0, -n * arc.from)) / Complex{0.0, -static_cast<double>(n)};
}

/// ∫ x(θ)·e^(-jhθ) over the arc; the sine is (e^(j(θ + ahead)) - e^(-j(θ + ahead)))/2j.
Complex integral(Arc const& arc, int h) {
    Complex const sine = std::polar(1.0, arc.ahead) * turn_integral(arc, h - 1) - std::polar(1.0, -arc.ahead) * turn_integral(arc, h + 1);
    return arc.level * turn_integral(arc, h) + arc.crest * sine / (2.0 * kJ);
}

/// Arcs of one cycle as phasors: of x = Σ a·cos hθ + b·sin hθ the rms phasor is (b + ja)/sqrt(2), with a - jb = 1/π ∫ x e^(-jhθ).
class Cycle {
public:
    void add(Arc const& arc) {
        spectrum_[0] += integral(arc, 0).real() / (2.0 * kPi);
        for (int h = 1; h <= kHighestOrder; ++h)
            spectrum_[static_cast<std::size_t>(h)] += kJ * integral(arc, h) / (kPi * std::numbers::sqrt2);
    }
    /// And its negative half a turn later: what it adds to even orders is zero, and is left so.
    void add_both_halves(Arc const& arc) {
        for (int h = 1; h <= kHighestOrder; h += 2)
            spectrum_[static_cast<std::size_t>(h)] += kJ * integral(arc, h) * (2.0 / (kPi * std::numbers::sqrt2));
    }
    /// What is left of an order that cancels is rounding: a millionth of a millionth of the largest is none.
    ChannelSignal signal() {
        double largest = 0.0;
        for (Complex const& x : spectrum_) largest = std::max(largest, std::abs(x));
        for (Complex& x : spectrum_)
            if (std::abs(x) < largest * 1e-13) x = 0.0;
        return signal_of(spectrum_);
    }

private:
    ChannelSpectrum spectrum_{};
};

}  // namespace

ChannelSignal phase_fired(double rms, double firing_deg) {
    Cycle cycle;
    cycle.add_both_halves({radians(std::clamp(firing_deg, 0.0, 180.0)), kPi, 0.0, std::numbers::sqrt2 * rms, 0.0});
    return cycle.signal();
}

ChannelSignal half_wave(double rms, double firing_deg) {
    Cycle cycle;
    cycle.add({radians(std::clamp(firing_deg, 0.0, 180.0)), kPi, 0.0, std::numbers::sqrt2 * rms, 0.0});
    return cycle.signal();
}

ChannelSignal square_wave(double rms) {
    Cycle cycle;
    cycle.add_both_halves({0.0, kPi, rms, 0.0, 0.0});
    return cycle.signal();
}

ChannelSignal six_pulse(double direct, double firing_deg, double overlap_deg) {
    double const firing = radians(std::clamp(firing_deg, 0.0, 179.0));
    double const overlap = std::min(radians(std::clamp(overlap_deg, 0.0, 60.0)), radians(179.0) - firing);
    double const natural = kPi / 6.0;  // where its voltage becomes the highest of the three
    double const on = natural + firing;
    double const off = on + 2.0 * kPi / 3.0;
    Cycle cycle;
    cycle.add_both_halves({on + overlap, off, direct, 0.0, 0.0});
    double const whole = std::cos(firing) - std::cos(firing + overlap);
    if (whole > 0.0) {
        // cos(θ - natural) = sin(θ - natural + 90°)
        double const level = direct * std::cos(firing) / whole;
        double const crest = direct / whole;
        cycle.add_both_halves({on, on + overlap, level, -crest, kPi / 2.0 - natural});
        cycle.add_both_halves({off, off + overlap, direct - level, crest, kPi / 2.0 - natural - 2.0 * kPi / 3.0});
    }
    return cycle.signal();
}

ChannelSignal capacitor_input(double rms, double conduction_deg) {
    double const half = radians(std::clamp(conduction_deg, 1.0, 180.0)) / 2.0;
    // Mean square of cos x - cos half over -half … half, twice a turn.
    double const mean_square = (half * (2.0 + std::cos(2.0 * half)) - 1.5 * std::sin(2.0 * half)) / kPi;
    double const crest = rms / std::sqrt(mean_square);
    Cycle cycle;
    cycle.add_both_halves({kPi / 2.0 - half, kPi / 2.0 + half, -crest * std::cos(half), crest, 0.0});
    return cycle.signal();
}

ChannelSignal turned(ChannelSignal signal, double degrees) {
    signal.phase_deg += degrees;
    return signal;
}

double true_rms(ChannelSignal const& signal) {
    double square = signal.noise * signal.noise;
    for (Complex const& x : spectrum_of(signal)) square += std::norm(x);
    for (Interharmonic const& line : signal.interharmonics) square += line.rms * line.rms;
    return std::sqrt(square);
}

ChannelSignal scaled_to(ChannelSignal signal, double rms) {
    double const now = true_rms(signal);
    if (now == 0.0) return signal;
    double const factor = rms / now;
    signal.rms *= factor;
    signal.dc *= factor;
    signal.noise *= factor;
    for (Interharmonic& line : signal.interharmonics) line.rms *= factor;
    return signal;
}

}  // namespace mb
