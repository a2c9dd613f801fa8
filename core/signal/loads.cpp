// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/signal/loads.hpp"

#include <cmath>
#include <complex>
#include <numbers>

#include "core/signal/spectra.hpp"

namespace mb {
namespace {

using Complex = std::complex<double>;

constexpr double kDegrees = 180.0 / std::numbers::pi;

Complex phasor(double rms, double degrees) { return std::polar(1.0, degrees / kDegrees) * rms; }

ChannelSignal sine(Complex rms_phasor) {
    ChannelSignal signal;
    signal.rms = std::abs(rms_phasor);
    signal.phase_deg = std::arg(rms_phasor) * kDegrees;
    return signal;
}

/// Of the order h, or of a frequency that is h times the fundamental.
Complex impedance(double r, double x, double h) { return {r, x >= 0.0 ? h * x : x / h}; }

}  // namespace

std::array<ChannelSignal, 3> three_phase(Sequences const& s) {
    Complex const positive = phasor(s.positive, s.positive_deg);
    Complex const negative = phasor(s.negative, s.negative_deg);
    Complex const zero = phasor(s.zero, s.zero_deg);
    Complex const a = phasor(1.0, 120.0);
    Complex const a2 = std::conj(a);
    return {sine(zero + positive + negative), sine(zero + a2 * positive + a * negative), sine(zero + a * positive + a2 * negative)};
}

ChannelSignal difference(ChannelSignal const& a, ChannelSignal const& b) {
    ChannelSpectrum spectrum = spectrum_of(a);
    ChannelSpectrum const other = spectrum_of(b);
    for (std::size_t h = 0; h < spectrum.size(); ++h) spectrum[h] -= other[h];
    ChannelSignal signal = signal_of(spectrum);
    signal.interharmonics = a.interharmonics;
    for (Interharmonic line : b.interharmonics) {
        line.phase_deg += 180.0;
        signal.interharmonics.push_back(line);
    }
    signal.noise = std::hypot(a.noise, b.noise);
    return signal;
}

Result<ChannelSignal> power_load(ChannelSignal const& voltage, double p, double q) {
    if (p == 0.0 && q == 0.0) return ChannelSignal{};
    if (!std::isfinite(p) || !std::isfinite(q)) return input_error("load: its power is not a number");
    if (!(voltage.rms > 0.0)) return input_error("load: {:.6g} W and {:.6g} var cannot be drawn where there is no voltage", p, q);
    return sine(std::conj(Complex{p, q} / phasor(voltage.rms, voltage.phase_deg)));
}

Result<ChannelSignal> power_factor_load(ChannelSignal const& voltage, double p, double pf, bool leading) {
    if (!(pf > 0.0 && pf <= 1.0)) return input_error("load: a power factor of {:.6g}; it can be above 0 to 1", pf);
    double const q = std::abs(p) * std::sqrt(1.0 - pf * pf) / pf;
    return power_load(voltage, p, leading ? -q : q);
}

Result<ChannelSignal> impedance_load(ChannelSignal const& voltage, double r, double x, double frequency_hz) {
    if (!(r >= 0.0) || !std::isfinite(r) || !std::isfinite(x))
        return input_error("load: an impedance of {:.6g} + j{:.6g} ohm; the resistance cannot be below 0", r, x);
    if (r == 0.0 && x == 0.0) return input_error("load: an impedance of 0 ohm is a short circuit");
    ChannelSpectrum spectrum = spectrum_of(voltage);
    if (x < 0.0) spectrum[0] = 0.0;
    if (spectrum[0] != 0.0 && r == 0.0)
        return input_error("load: a voltage of {:.6g} V dc across an inductance without resistance", voltage.dc);
    if (r > 0.0) spectrum[0] /= r;
    for (std::size_t h = 1; h < spectrum.size(); ++h) spectrum[h] /= impedance(r, x, static_cast<double>(h));
    ChannelSignal current = signal_of(spectrum);
    for (Interharmonic line : voltage.interharmonics) {
        Complex const z = impedance(r, x, line.frequency_hz / frequency_hz);
        line.rms /= std::abs(z);
        line.phase_deg -= std::arg(z) * kDegrees;
        current.interharmonics.push_back(line);
    }
    return current;
}

std::array<StimulusStep, 2> motor_start(Stimulus const& running, MotorStart const& start) {
    Stimulus steady = running;
    steady.event.reset();
    steady.inrush.reset();
    steady.phase_jump_deg = 0.0;
    Stimulus locked = steady;
    locked.ramp = {};
    for (std::size_t phase = 0; phase < 3; ++phase) {
        if ((start.inputs >> phase & 1U) == 0) continue;
        ChannelSignal& current = locked.channels[index(Channel::i1) + phase];
        double const voltage_deg = difference(running.channels[phase], running[Channel::vn]).phase_deg;
        double const rms = current.rms * start.multiple;
        current = ChannelSignal{};
        current.rms = rms;
        current.phase_deg = voltage_deg - lag_degrees(start.pf, false);
    }
    steady.ramp = start.duration / 4;
    return {StimulusStep{{}, locked}, StimulusStep{start.duration - steady.ramp, steady}};
}

}  // namespace mb
