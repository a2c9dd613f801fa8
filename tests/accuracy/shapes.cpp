// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/accuracy/shapes.hpp"

#include <array>
#include <cmath>
#include <numbers>
#include <utility>

namespace mb::accuracy {
namespace {

constexpr double kPi = std::numbers::pi;

/// x = Σ a_h cos hθ + b_h sin hθ, turned by `angle`: the rms phasor of order h is (b_h + j·a_h)/√2 on the axis of the sine.
void add_order(Content& content, int h, double a, double b, double angle) {
    content.add(h, Phasor{b, a} / std::numbers::sqrt2 * phasor(1.0, h * angle));
}

/// ∫ of sin θ·sin hθ and sin θ·cos hθ from `from` to π.
double sine_integral(int h, double from) {
    if (h == 1) return (kPi - from) / 2.0 + std::sin(2.0 * from) / 4.0;
    auto const at = [h](double x) { return std::sin((h - 1) * x) / (2.0 * (h - 1)) - std::sin((h + 1) * x) / (2.0 * (h + 1)); };
    return at(kPi) - at(from);
}
double cosine_integral(int h, double from) {
    if (h == 1) return -std::sin(from) * std::sin(from) / 2.0;
    auto const at = [h](double x) { return std::cos((h - 1) * x) / (2.0 * (h - 1)) - std::cos((h + 1) * x) / (2.0 * (h + 1)); };
    return at(kPi) - at(from);
}

}  // namespace

int highest_order(double frequency, double band) { return static_cast<int>(std::ceil(band / frequency)) - 1; }

Content phase_fired(double rms, double firing, double angle, int highest) {
    Content content;
    double const peak = rms * std::numbers::sqrt2;
    double const from = firing * kPi / 180.0;
    for (int h = 1; h <= highest; h += 2)
        add_order(content, h, 2.0 / kPi * peak * cosine_integral(h, from), 2.0 / kPi * peak * sine_integral(h, from), angle);
    return content;
}

Content half_wave(double rms, double angle, int highest) {
    Content content;
    double const peak = rms * std::numbers::sqrt2;
    content.dc = peak / kPi;
    add_order(content, 1, 0.0, peak / 2.0, angle);
    for (int h = 2; h <= highest; h += 2) add_order(content, h, -2.0 * peak / (kPi * (h * h - 1)), 0.0, angle);
    return content;
}

Content all_orders(double rms, double angle, double lowest, double highest, std::uint32_t seed) {
    constexpr int kOrders = kHighestOrder - 1;
    std::array<int, kOrders> place{};
    for (int k = 0; k < kOrders; ++k) place[static_cast<std::size_t>(k)] = k;
    std::uint32_t random = seed;
    auto const next = [&random] { return (random = random * 1'664'525U + 1'013'904'223U) >> 8; };
    for (std::size_t k = kOrders - 1; k > 0; --k) std::swap(place[k], place[next() % (k + 1)]);

    Content content;
    content.add(1, phasor(rms, angle));
    for (int h = 2; h <= kHighestOrder; ++h) {
        double const k = place[static_cast<std::size_t>(h - 2)] / (kOrders - 1.0);
        double const degrees = 360.0 * next() / (1U << 24);
        content.add(h, phasor(rms * lowest * std::pow(highest / lowest, k), degrees));
    }
    return content;
}

}  // namespace mb::accuracy
