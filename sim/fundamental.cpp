// SPDX-License-Identifier: GPL-3.0-or-later
// Two steps. A least-squares fit of fundamental and low harmonics to the loudest eight cycles: unlike a DFT it needs no window and is
// not biased by the few cycles of a short capture. Then the phase of the fundamental along the whole recording: its advance is the mean
// frequency.
#include "sim/fundamental.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <complex>
#include <cstddef>
#include <numbers>
#include <vector>

namespace mb {
namespace {

constexpr double kLowest = 40.0, kHighest = 70.0;  // [Hz]
constexpr double kFitCycles = 8.0;
constexpr double kFitRate = 6'400.0;  // [Hz], enough for the seventh harmonic of 70 Hz
constexpr std::size_t kMostOrders = 7;
constexpr std::size_t kMostUnknowns = 1 + 2 * kMostOrders;
constexpr double kLeastExplained = 0.5;  ///< of the alternating energy: less is noise, not a mains voltage
constexpr double kTwoPi = 2.0 * std::numbers::pi;

/// Energy of x that a constant and `orders` harmonics of f explain (normal equations, Cholesky).
double explained_energy(std::span<double const> x, double rate, double f, std::size_t orders) {
    std::size_t const n = 1 + 2 * orders;
    std::array<std::array<double, kMostUnknowns>, kMostUnknowns> m{};
    std::array<double, kMostUnknowns> v{}, row{};
    for (std::size_t i = 0; i < x.size(); ++i) {
        std::complex<double> const turn = std::polar(1.0, kTwoPi * f * static_cast<double>(i) / rate);
        std::complex<double> z = 1.0;
        row[0] = 1.0;
        for (std::size_t h = 1; h <= orders; ++h) {
            z *= turn;
            row[2 * h - 1] = z.real();
            row[2 * h] = z.imag();
        }
        for (std::size_t r = 0; r < n; ++r) {
            v[r] += row[r] * x[i];
            for (std::size_t c = 0; c <= r; ++c) m[r][c] += row[r] * row[c];
        }
    }
    double explained = 0.0;
    for (std::size_t r = 0; r < n; ++r) {
        for (std::size_t c = 0; c <= r; ++c) {
            double sum = m[r][c];
            for (std::size_t k = 0; k < c; ++k) sum -= m[r][k] * m[c][k];
            if (r != c)
                m[r][c] = sum / m[c][c];
            else if (sum <= 1e-12 * m[0][0])
                return 0.0;  // too short to tell these harmonics apart
            else
                m[r][r] = std::sqrt(sum);
        }
        double sum = v[r];
        for (std::size_t k = 0; k < r; ++k) sum -= m[r][k] * v[k];
        v[r] = sum / m[r][r];
        explained += v[r] * v[r];
    }
    return explained;
}

/// Means of `factor` samples each: a low-pass good enough for a fit.
std::vector<double> thinned(std::span<double const> x, std::size_t factor) {
    std::vector<double> thin(x.size() / factor);
    for (std::size_t i = 0; i < thin.size(); ++i) {
        for (std::size_t k = 0; k < factor; ++k) thin[i] += x[i * factor + k];
        thin[i] /= static_cast<double>(factor);
    }
    return thin;
}

double energy(std::span<double const> x) {
    double sum = 0.0;
    for (double const value : x) sum += value * value;
    return sum;
}

std::span<double const> loudest_part(std::span<double const> x, std::size_t length) {
    if (x.size() <= length) return x;
    std::size_t best = 0;
    double most = -1.0;
    for (std::size_t at = 0; at + length <= x.size(); at += length)
        if (double const e = energy(x.subspan(at, length)); e > most) {
            most = e;
            best = at;
        }
    return x.subspan(best, length);
}

double fitted_frequency(std::span<double const> part, double full_rate) {
    auto const factor = std::max<std::size_t>(1, static_cast<std::size_t>(full_rate / kFitRate));
    std::vector<double> x = thinned(part, factor);
    double mean = 0.0;
    for (double const value : x) mean += value / static_cast<double>(x.size());
    double const all = energy(x);
    for (double& value : x) value -= mean;
    if (energy(x) <= 1e-12 * all) return 0.0;  // nothing but a constant and its roundings
    double const rate = full_rate / static_cast<double>(factor);
    double const length = static_cast<double>(x.size()) / rate;
    auto const orders = std::clamp<std::size_t>(static_cast<std::size_t>(1.75 * 50.0 * length), 1,
                                                std::min(kMostOrders, static_cast<std::size_t>(0.45 * rate / kHighest)));
    auto const score = [&](double f) { return explained_energy(x, rate, f, orders); };
    double best = 0.0, most = 0.0;
    for (double f = kLowest; f <= kHighest; f += 0.5)
        if (double const s = score(f); s > most) {
            most = s;
            best = f;
        }
    if (best == 0.0) return 0.0;
    double low = best - 0.5, high = best + 0.5;
    constexpr double kGolden = std::numbers::phi - 1.0;
    for (int i = 0; i < 32; ++i) {
        double const a = high - kGolden * (high - low), b = low + kGolden * (high - low);
        if (score(a) > score(b))
            high = b;
        else
            low = a;
    }
    double const f = 0.5 * (low + high);
    return score(f) >= kLeastExplained * energy(x) ? f : 0.0;
}

/// Mean frequency from the phase of the fundamental in Hann windows of four cycles, two cycles apart.
double tracked_frequency(std::span<double const> x, double rate, double f) {
    auto const window = static_cast<std::size_t>(std::lround(4.0 * rate / f));
    std::size_t const hop = window / 2;
    double first = 0.0, last_phase = 0.0, advance = 0.0, last_time = 0.0, loudest = 0.0;
    bool started = false;
    for (std::size_t at = 0; at + window <= x.size(); at += hop) {
        std::complex<double> sum = 0.0;
        for (std::size_t i = 0; i < window; ++i) {
            double const hann = 0.5 - 0.5 * std::cos(kTwoPi * (static_cast<double>(i) + 0.5) / static_cast<double>(window));
            // The turn is counted from the window's own begin, so that long recordings lose no digits.
            sum += hann * x[at + i] * std::polar(1.0, -kTwoPi * f * static_cast<double>(i) / rate);
        }
        loudest = std::max(loudest, std::abs(sum));
        if (std::abs(sum) < 0.05 * loudest) continue;  // an interruption has no phase
        double const cycles = f * static_cast<double>(at) / rate;
        double const phase = std::arg(sum * std::polar(1.0, -kTwoPi * (cycles - std::floor(cycles))));
        double const time = static_cast<double>(at) / rate;
        if (started)
            advance += std::remainder(phase - last_phase, kTwoPi);
        else
            first = time;
        started = true;
        last_phase = phase;
        last_time = time;
    }
    return last_time > first ? f + advance / (kTwoPi * (last_time - first)) : f;
}

}  // namespace

double fundamental_frequency(std::span<double const> x, double rate, double hint) {
    double const all = energy(x);
    bool const hinted = hint >= kLowest && hint <= kHighest;
    if (!(all > 0.0) || !(rate > 4.0 * kHighest)) return 0.0;
    double const seconds = static_cast<double>(x.size()) / rate;
    double const probable = hinted ? hint : kLowest;
    if (seconds * probable < 1.5) return hinted ? hint : 0.0;
    auto const part = loudest_part(x, static_cast<std::size_t>(kFitCycles * rate / 50.0));
    double const f = fitted_frequency(part, rate);
    if (f <= 0.0) return 0.0;
    return seconds * f > 2.0 * kFitCycles ? tracked_frequency(x, rate, f) : f;
}

}  // namespace mb
