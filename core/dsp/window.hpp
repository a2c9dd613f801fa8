// SPDX-License-Identifier: GPL-3.0-or-later
/// What is known after one interval: a 10/12-cycle window, or any longer interval made of such windows (aggregate.hpp). Every
/// quantity of the catalogue is derived from this one shape.
#pragma once

#include <array>
#include <complex>
#include <cstddef>
#include <cstdint>
#include <limits>

#include "core/signal/stimulus.hpp"

namespace mb::dsp {

/// The measured channels: phase-to-neutral, neutral-to-earth, currents, phase-to-phase voltages, and the neutral current In
/// (computed as I1+I2+I3, or I4 where the neutral has its own sensor). `in` and `in2` are the two currents that may be derived from the
/// inputs: a neutral current, or the third current of a load on two sensors (routing.hpp).
enum class Measured : std::uint8_t { v1, v2, v3, vn, i1, i2, i3, i4, u12, u23, u31, in, in2 };
inline constexpr std::size_t kMeasured = 13;
inline constexpr std::size_t kPowers = 6;  ///< of I1 I2 I3 I4 and the two derived currents; of a load, the first three are its phases
constexpr std::size_t index(Measured m) { return static_cast<std::size_t>(m); }

/// Why a channel (or the interval's frequency) has no value. Numbers are NaN there.
enum class Flaw : std::uint8_t {
    none,
    not_finite,              ///< the samples held NaN or infinity
    over_range,              ///< a sample beyond the input's full scale: the signal is clipped
    no_fundamental,          ///< no voltage carries a fundamental, so there are no whole cycles to measure over
    frequency_out_of_range,  ///< outside 45–65 Hz
    not_connected,           ///< the network or the load does not have it
};

/// One value per harmonic order; index 0 is below the fundamental (DC for harmonics), 1 the fundamental.
using Spectrum = std::array<double, kHighestOrder + 1>;

struct WindowResult {
    double begin = 0.0;      ///< position of the first fundamental zero crossing [samples since power-on, fractional]
    double end = 0.0;        ///< position of the last one
    double fresh = 0.0;      ///< from here on the window is new: what is before, the window before has covered (they overlap at a restart)
    int cycles = 0;          ///< whole cycles between them
    double frequency = 0.0;  ///< [Hz]; NaN where no voltage carried a fundamental
    bool flagged = false;    ///< touched by a dip, swell or interruption (IEC 61000-4-30, 4.7), or by a flaw

    std::array<double, kMeasured> rms{};                        ///< [V] or [A]
    std::array<std::complex<double>, kMeasured> fundamental{};  ///< rms phasors on one common axis [V] or [A]
    std::array<double, kMeasured> peak{};                       ///< largest absolute sample [V] or [A]
    /// Rms of the harmonic subgroups of IEC 61000-4-7, 3.2: [0] is DC with its sign, [1] the fundamental's subgroup [V] or [A].
    std::array<Spectrum, kMeasured> harmonic{};
    /// Rms of the centred interharmonic subgroups: [h] lies between orders h and h+1 [V] or [A].
    std::array<Spectrum, kMeasured> interharmonic{};

    std::array<double, kPowers> active_power{};                     ///< mean of v·i per current, with the voltage it is paired with [W]
    std::array<double, kPowers> apparent_power{};                   ///< V·I [VA]
    std::array<std::complex<double>, kPowers> fundamental_power{};  ///< V1·I1* per phase: P1 + jQ1 [W, var]

    std::array<Flaw, kMeasured> flaw{};  ///< per channel
    Flaw sync = Flaw::none;              ///< of the frequency, and with it of phasors and harmonics

    double operator[](Measured m) const { return rms[index(m)]; }
    std::complex<double> phasor(Measured m) const { return fundamental[index(m)]; }
};

}  // namespace mb::dsp
