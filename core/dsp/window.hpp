// SPDX-License-Identifier: GPL-3.0-or-later
/// What is known after one 10/12-cycle window: integrals over whole cycles, from which every quantity of the catalogue is derived.
#pragma once

#include <array>
#include <complex>
#include <cstddef>
#include <cstdint>

namespace mb::dsp {

/// The measured channels: phase-to-neutral, neutral-to-earth, phase-to-phase voltages, currents, and the computed neutral current.
enum class Measured : std::uint8_t { v1, v2, v3, vn, i1, i2, i3, i4, u12, u23, u31, in };
inline constexpr std::size_t kMeasured = 12;
constexpr std::size_t index(Measured m) { return static_cast<std::size_t>(m); }

struct WindowResult {
    double begin = 0.0;                   ///< position of the first fundamental zero crossing [samples since power-on, fractional]
    double end = 0.0;                     ///< position of the last one
    int cycles = 0;                       ///< whole cycles between them
    double frequency = 0.0;               ///< [Hz]; NaN where no voltage carried a fundamental
    std::array<double, kMeasured> rms{};  ///< [V] or [A]
    std::array<std::complex<double>, kMeasured> fundamental{};  ///< rms phasors on one common axis [V] or [A]
    std::array<double, 3> active_power{};                       ///< mean of v·i per phase [W]

    double operator[](Measured m) const { return rms[index(m)]; }
    std::complex<double> phasor(Measured m) const { return fundamental[index(m)]; }
};

}  // namespace mb::dsp
