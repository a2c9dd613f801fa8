// SPDX-License-Identifier: GPL-3.0-or-later
/// Kaiser-windowed sinc for reading a sampled signal between its samples and for changing its rate.
/// Flat within 1e-4 to 3.9 kHz (or 0.81 of the lower Nyquist frequency), more than 80 dB down above that Nyquist frequency.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace mb {

class SincKernel {
public:
    /// For reading a signal sampled at `source_hz` at instants `target_hz` apart; both > 0. Taps grow with source_hz / target_hz.
    SincKernel(double source_hz, double target_hz);

    /// A value at position i + fraction needs the samples i - half() + 1 .. i + half().
    std::size_t half() const { return half_; }
    std::size_t taps() const { return 2 * half_; }

    /// Fills `weights` (taps() long, for the samples above in order); 0 <= fraction < 1. Their sum is 1.
    void weights(double fraction, std::span<float> weights) const;

private:
    std::size_t half_;
    std::vector<float> table_;  // kPhases + 1 rows of taps
};

/// The sample at `n` of a signal of `size` that goes on beyond its ends as its point reflection there, which keeps a sine's slope.
/// get(i) gives sample i; size > 0.
template <class Get>
auto reflected(std::ptrdiff_t n, std::ptrdiff_t size, Get const& get) {
    auto const held = [size](std::ptrdiff_t i) { return i < 0 ? 0 : i >= size ? size - 1 : i; };
    if (n < 0) return get(0) + get(0) - get(held(-n));
    if (n >= size) return get(size - 1) + get(size - 1) - get(held(2 * (size - 1) - n));
    return get(n);
}

/// `signal` (not empty) at a position in samples, ends reflected; `scratch` is taps() long.
double value_at(SincKernel const& kernel, std::span<double const> signal, double position, std::span<float> scratch);

}  // namespace mb
