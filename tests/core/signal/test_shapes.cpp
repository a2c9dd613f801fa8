// SPDX-License-Identifier: GPL-3.0-or-later
// Each shape against a direct transform of its wave in time (the mean over a fine grid), and against the formulas of the books.
#include "core/signal/shapes.hpp"

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <functional>
#include <numbers>

#include "core/signal/spectra.hpp"

using namespace mb;

namespace {

constexpr double kPi = std::numbers::pi;
using Wave = std::function<double(double degrees)>;

/// The steps of a wave fall on the middle between points where they are multiples of 1/36 of a degree: then the sum over N points is its
/// integral to about (h/N)².
constexpr int kPoints = 36'000;

std::complex<double> order_of(Wave const& wave, int h) {
    std::complex<double> sum;
    for (int n = 0; n < kPoints; ++n) {
        double const degrees = 360.0 * (n + 0.5) / kPoints;
        sum += wave(degrees) * std::polar(1.0, -h * degrees * kPi / 180.0);
    }
    sum /= kPoints;
    return h == 0 ? sum.real() : std::complex<double>{0.0, 1.0} * sum * std::numbers::sqrt2;
}

void matches(ChannelSignal const& signal, Wave const& wave, double scale) {
    auto const spectrum = spectrum_of(signal);
    for (int h : {0, 1, 2, 3, 4, 5, 6, 7, 9, 11, 13, 35, 37, 62, 63}) {
        auto const difference = spectrum[static_cast<std::size_t>(h)] - order_of(wave, h);
        BOOST_TEST(std::abs(difference) < scale * 1e-5, "order " << h << " is off by " << std::abs(difference));
    }
}

double sine(double degrees) { return std::sin(degrees * kPi / 180.0); }
double cosine(double degrees) { return std::cos(degrees * kPi / 180.0); }
/// The other half wave is the first one turned over.
Wave both_halves(Wave half) {
    return [half = std::move(half)](double degrees) { return degrees < 180.0 ? half(degrees) : -half(degrees - 180.0); };
}

double ratio(ChannelSignal const& signal, int order) {
    for (Harmonic const& h : signal.harmonics)
        if (h.order == order) return h.ratio;
    return 0.0;
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_phase_fired_current_is_cut_out_of_a_sine) {
    double const crest = 10.0 * std::numbers::sqrt2;
    for (double const firing : {0.0, 30.0, 90.0, 135.0, 179.0})
        matches(phase_fired(10.0, firing), both_halves([=](double d) { return d >= firing ? crest * sine(d) : 0.0; }), 10.0);
    BOOST_TEST(phase_fired(10.0, 0.0).harmonics.empty());
    BOOST_TEST(std::abs(phase_fired(10.0, 0.0).rms - 10.0) < 1e-12);
    BOOST_TEST(phase_fired(10.0, 180.0).rms == 0.0);
    // At 90 degrees a1 = -1/pi and b1 = 1/2 of the crest: 10·sqrt(1/4 + 1/pi²) = 5.927 A, 32.48 degrees behind.
    ChannelSignal const half = phase_fired(10.0, 90.0);
    BOOST_TEST(std::abs(half.rms - 10.0 * std::sqrt(0.25 + 1.0 / (kPi * kPi))) < 1e-9);
    BOOST_TEST(std::abs(half.phase_deg + std::atan(2.0 / kPi) * 180.0 / kPi) < 1e-9);
}

// Within what the orders behind 63 hold: a jump of size J leaves about J²/(2π²·63) of the square.
BOOST_AUTO_TEST_CASE(the_true_rms_of_a_phase_fired_current_follows_the_firing_angle) {
    for (double const firing : {45.0, 90.0, 135.0}) {
        double const a = firing * kPi / 180.0;
        double const expected = 10.0 * std::sqrt(1.0 - a / kPi + std::sin(2.0 * a) / (2.0 * kPi));
        double const missing = 4.0 * 200.0 * std::pow(std::sin(a), 2.0) / (4.0 * kPi * kPi * 63.0);
        BOOST_TEST(true_rms(phase_fired(10.0, firing)) < expected);
        BOOST_TEST(true_rms(phase_fired(10.0, firing)) > std::sqrt(expected * expected - 1.1 * missing));
    }
}

BOOST_AUTO_TEST_CASE(a_half_wave_has_dc_and_even_orders) {
    ChannelSignal const c = half_wave(10.0);
    double const crest = 10.0 * std::numbers::sqrt2;
    matches(
        c, [=](double d) { return d < 180.0 ? crest * sine(d) : 0.0; }, 10.0);
    BOOST_TEST(std::abs(c.dc - crest / kPi) < 1e-12);
    BOOST_TEST(std::abs(c.rms - 5.0) < 1e-12);
    BOOST_TEST(ratio(c, 3) == 0.0);
    BOOST_TEST(std::abs(ratio(c, 4) - 4.0 / (kPi * 15.0)) < 1e-12);  // 2·crest/(15π) over crest/2
    matches(
        half_wave(10.0, 60.0), [=](double d) { return d >= 60.0 && d < 180.0 ? crest * sine(d) : 0.0; }, 10.0);
}

BOOST_AUTO_TEST_CASE(a_square_wave_has_odd_orders_as_one_over_h) {
    ChannelSignal const c = square_wave(10.0);
    BOOST_TEST(std::abs(c.rms - 10.0 * 4.0 / (kPi * std::numbers::sqrt2)) < 1e-12);
    BOOST_TEST(c.phase_deg == 0.0, boost::test_tools::tolerance(1e-9));
    for (int h = 2; h <= kHighestOrder; ++h) BOOST_TEST(std::abs(ratio(c, h) - (h % 2 == 1 ? 1.0 / h : 0.0)) < 1e-12);
}

BOOST_AUTO_TEST_CASE(an_ideal_six_pulse_bridge_has_6k_plus_minus_1_as_one_over_h) {
    for (double const firing : {0.0, 30.0, 90.0}) {
        ChannelSignal const c = six_pulse(100.0, firing);
        BOOST_TEST(std::abs(c.rms - 100.0 * std::sqrt(6.0) / kPi) < 1e-9);
        BOOST_TEST(std::abs(c.phase_deg + firing) < 1e-9);  // the displacement is the firing angle
        for (int h = 2; h <= kHighestOrder; ++h) BOOST_TEST(std::abs(ratio(c, h) - (h % 6 == 1 || h % 6 == 5 ? 1.0 / h : 0.0)) < 1e-9);
    }
}

// Kimbark's formula of the magnitudes: I_h/I_h0 = sqrt(A² + B² - 2AB·cos(2α + µ))/(cos α - cos(α + µ)) with A = sin((h-1)µ/2)/(h-1),
// B = sin((h+1)µ/2)/(h+1).
BOOST_AUTO_TEST_CASE(overlap_takes_from_the_harmonics_what_the_book_says) {
    for (double const firing : {0.0, 15.0, 60.0})
        for (double const overlap : {5.0, 20.0, 40.0}) {
            ChannelSignal const c = six_pulse(100.0, firing, overlap);
            double const whole = cosine(firing) - cosine(firing + overlap);
            for (int h : {5, 7, 11, 13, 61}) {
                double const a = sine((h - 1) * overlap / 2.0) / (h - 1);
                double const b = sine((h + 1) * overlap / 2.0) / (h + 1);
                double const ideal = 100.0 * std::sqrt(6.0) / kPi / h;
                double const expected = ideal * std::sqrt(a * a + b * b - 2.0 * a * b * cosine(2.0 * firing + overlap)) / whole;
                BOOST_TEST(std::abs(c.rms * ratio(c, h) - expected) < 1e-9);
            }
            BOOST_TEST(ratio(c, 3) < 1e-9);
            matches(c, both_halves([=](double d) {
                        double const from = 30.0 + firing;
                        double const x = d < from ? d + 180.0 : d;  // a pulse may reach into the other half
                        double const sign = d < from ? -1.0 : 1.0;
                        if (x < from + overlap) return sign * 100.0 * (cosine(firing) - cosine(x - 30.0)) / whole;
                        if (x < from + 120.0) return sign * 100.0;
                        if (x < from + 120.0 + overlap) return sign * 100.0 * (1.0 - (cosine(firing) - cosine(x - 150.0)) / whole);
                        return 0.0;
                    }),
                    100.0);
        }
}

BOOST_AUTO_TEST_CASE(a_capacitor_input_rectifier_draws_pulses_around_the_crest) {
    for (double const conduction : {40.0, 60.0, 120.0, 180.0}) {
        ChannelSignal const c = capacitor_input(10.0, conduction);
        auto const pulse = [=](double d) { return std::abs(d - 90.0) < conduction / 2.0 ? sine(d) - cosine(conduction / 2.0) : 0.0; };
        double square = 0.0;
        for (int n = 0; n < kPoints / 2; ++n) square += std::pow(pulse(360.0 * (n + 0.5) / kPoints), 2.0) / (kPoints / 2);
        double const scale = 10.0 / std::sqrt(square);
        matches(c, both_halves([=](double d) { return scale * pulse(d); }), 10.0);
        BOOST_TEST(std::abs(true_rms(c) - 10.0) < 1e-3);  // the pulse has no jumps: what is behind 63 is little
    }
}

BOOST_AUTO_TEST_CASE(turning_keeps_the_shape_and_scaling_the_spectrum) {
    ChannelSignal c = turned(half_wave(10.0, 40.0), -120.0);
    c.noise = 1.0;
    c.interharmonics = {{175.0, 2.0, 0.0}};
    ChannelSignal const scaled = scaled_to(c, 3.0);
    BOOST_TEST(std::abs(true_rms(scaled) - 3.0) < 1e-12);
    BOOST_TEST(std::abs(scaled.dc / c.dc - scaled.rms / c.rms) < 1e-12);
    BOOST_TEST((scaled.harmonics == c.harmonics));
    auto const before = spectrum_of(half_wave(10.0, 40.0));
    auto const after = spectrum_of(c);
    for (std::size_t h = 0; h < after.size(); ++h)
        BOOST_TEST(std::abs(after[h] - before[h] * std::polar(1.0, -2.0 * kPi / 3.0 * static_cast<double>(h))) < 1e-9);
    BOOST_TEST(scaled_to(ChannelSignal{}, 3.0).rms == 0.0);
}
