// SPDX-License-Identifier: GPL-3.0-or-later
/// The parts of a current sensor, each for four inputs at once in the lanes of one vector of doubles. An input that does not have the part
/// passes with the same bits. No choice in them depends on a sample but by selection, so the time they take does not either.
#pragma once

#include <array>
#include <cstddef>
#include <limits>
#include <span>

#include "core/signal/frame.hpp"
#include "core/signal/wiring.hpp"

namespace mb::sensor {

using Four = double __attribute__((vector_size(32)));

/// One sample of I1 I2 I3 I4 [A, primary].
struct alignas(32) Sample {
    Four amperes{};
};

inline constexpr double kPeriod = 1.0 / kSampleRate;
inline constexpr Four kEndless = {std::numeric_limits<double>::max(), std::numeric_limits<double>::max(),
                                  std::numeric_limits<double>::max(), std::numeric_limits<double>::max()};

/// The smaller size keeps the sign: -limit … limit.
inline Four clipped(Four x, Four limit) {
    Four const above = x > limit ? limit : x;
    return above < -limit ? -limit : above;
}

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
    Four half_{};                // h/2; 0: no core
    Four knee_ = kEndless;       // of the right side
    Four below_ = {1, 1, 1, 1};  // 1/slope of the left side
    Four beyond_ = {1, 1, 1, 1};
    Four of_below_{};  // i_m per right side
    Four of_beyond_{};
    Four flux_{};
    Four secondary_{};
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
    using Choice = decltype(Four{} < Four{});
    Choice has_{};
    Choice fresh_{};  // settles at the next sample
    Four keep_{};     // (1 - h/2T)
    Four part_{};     // 1/(1 + h/2T)
    Four step_ = kEndless;
    Four most_ = kEndless;
    Four before_{};
    Four out_{};
};

/// Turns the fundamental by an angle with two taps, y = a·x + b·x', chosen so that at frequency f the gain is exactly 1 and the angle
/// exact. At order h, with θ = 2πf/9600: gain·e^jφ = a + b·e^-jhθ, close to an angle that grows with h as sin(hθ)/sin θ and a size of 1 +
/// δ·(cos θ - cos hθ)/sin θ: at 50 Hz and 30' order 25 gains 8 %, order 63 39 %; a lag loses as much. It has no memory beyond a sample.
class Turn {
public:
    void set(std::size_t input, double radians, double frequency_hz);
    void run(std::span<Sample> samples);

private:
    Four a_ = {1, 1, 1, 1};
    Four b_{};
    Four before_{};
};

}  // namespace mb::sensor
