// SPDX-License-Identifier: GPL-3.0-or-later
/// The parts of a current sensor, each for four inputs at once (four.hpp). An input that does not have the part
/// passes with the same bits. No choice in them depends on a sample but by selection, so the time they take does not either.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>

#include "core/signal/frame.hpp"
#include "core/signal/wiring.hpp"
#include "sim/four.hpp"

namespace mb::sensor {

/// One sample of I1 I2 I3 I4 [A, primary].
struct Sample {
    Four amperes;
};

inline constexpr double kPeriod = 1.0 / kSampleRate;
inline constexpr double kEndless = std::numeric_limits<double>::max();
inline constexpr Values kNoLimit{kEndless, kEndless, kEndless, kEndless};
inline constexpr Values kOnes{1.0, 1.0, 1.0, 1.0};

/// Iron core. Referred to the primary, i_p = i_m(λ) + i_s and dλ/dt = R·i_s, with R the secondary circuit's resistance. With φ = λ/R:
///     dφ/dt = i_s        i_m = φ/T1 up to the knee |φ| = K, and (φ - K)/T2 more beyond it        T = L/R
/// By the trapezoidal rule φ + (h/2)·i_m(φ) = φ' + (h/2)·(i_s' + i_p): on the left two straight pieces, so φ follows in closed form.
class Core {
public:
    /// T1 = unsaturated [s], T2 = saturated [s], both > 0; knee K [A·s] > 0, infinite for none. A time below half a sample counts as half a
    /// sample: the trapezoidal rule would ring.
    void set(std::size_t input, double unsaturated, double saturated, double knee);
    void remove(std::size_t input);
    void demagnetise(std::size_t input);
    void run(std::span<Sample> samples);
    double flux(std::size_t input) const { return flux_[input]; }  ///< φ [A·s]
    /// What decays for hours would be numbers so small that they slow a processor down.
    void drop_traces();

private:
    Values half_{};           // h/2; 0: no core
    Values knee_ = kNoLimit;  // of the right side
    Values below_ = kOnes;    // 1/slope of the left side
    Values beyond_ = kOnes;
    Values of_below_{};  // i_m per right side
    Values of_beyond_{};
    Values flux_{};
    Values secondary_{};
};

/// Rogowski coil with its integrator. The input stage clips the coil's voltage, which follows di/dt; the integrator leaks with a time
/// constant and its output clips, which is lost charge: an impulse whose rise is clipped and whose fall is not leaves a wrong baseline.
///     dy/dt = clip(di/dt, steepest) - y/T        |y| <= most
class Coil {
public:
    /// leak T [s] > 0; steepest [A/s] and most [A] > 0, infinite for none.
    void set(std::size_t input, double leak, double steepest, double most);
    void remove(std::size_t input);
    /// The input's next sample finds the coil settled: it was around the conductor before.
    void settle(std::size_t input);
    void run(std::span<Sample> samples);
    void drop_traces();

private:
    Values has_{};    // 1: a coil
    Values fresh_{};  // 1: settles at the next sample
    Values keep_{};   // 1 - h/2T
    Values part_{};   // 1/(1 + h/2T)
    Values step_ = kNoLimit;
    Values most_ = kNoLimit;
    Values before_{};
    Values out_{};
};

/// Turns the fundamental by an angle with two taps, y = a·x + b·x', chosen so that at frequency f the gain is exactly 1 and the angle
/// exact. At order h, with θ = 2πf/9600: gain·e^jφ = a + b·e^-jhθ, close to an angle that grows with h as sin(hθ)/sin θ and a size of 1 +
/// δ·(cos θ - cos hθ)/sin θ: at 50 Hz and 30' order 25 gains 8 %, order 63 39 %; a lag loses as much. It has no memory beyond a sample.
class Turn {
public:
    void set(std::size_t input, double radians, double frequency_hz);
    /// The next sample is the first one known; it stands for the one before it too.
    void settle() { fresh_ = true; }
    void run(std::span<Sample> samples);

private:
    bool fresh_ = true;
    Values a_ = kOnes;
    Values b_{};
    Values before_{};
};

/// White noise, each input from a stream of its own ("I1 sensor" …): the numbers of Random{seed, stream}.normal() times the input's rms.
class Noise {
public:
    using Floats = float __attribute__((vector_size(16)));

    explicit Noise(std::uint64_t seed);
    void set(std::size_t input, double rms) { rms_[input] = static_cast<float>(rms); }
    /// One number for each sample.
    void draw(std::span<Floats> out);

private:
    using Bits = std::uint32_t __attribute__((vector_size(16)));
    std::array<Bits, 4> state_{};
    std::array<float, kCurrentInputs> rms_{};
};

}  // namespace mb::sensor
