// SPDX-License-Identifier: GPL-3.0-or-later
// The generators are held to closed forms of their own, or the table would prove nothing.
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include "tests/accuracy/judge.hpp"
#include "tests/accuracy/sampler.hpp"
#include "tests/accuracy/shapes.hpp"

using namespace mb;
using namespace mb::accuracy;
using boost::test_tools::tolerance;

namespace {

constexpr double kPi = std::numbers::pi;
constexpr int kMany = 20'001;  // orders: what is left out is under 1/kMany of a step's energy

}  // namespace

BOOST_AUTO_TEST_CASE(a_current_fired_at_ninety_degrees_has_half_the_energy_and_half_the_power) {
    Content const i = phase_fired(10.0, 90.0, 0.0, kMany);
    BOOST_TEST(i.rms() == 10.0 / std::sqrt(2.0), tolerance(2.0 / kMany));
    Content v;
    v.add(1, phasor(230.0, 0.0));
    BOOST_TEST(active_power(v, i) == 1150.0, tolerance(1e-12));
    // Known coefficients: a1 = -1/π, b1 = 1/2, and |order 3| = 1/π of the peak.
    BOOST_TEST(std::abs(i.at(1)) == 10.0 * std::hypot(0.5, 1.0 / kPi), tolerance(1e-12));
    BOOST_TEST(std::arg(i.at(1)) == -std::atan(2.0 / kPi), tolerance(1e-12));
    BOOST_TEST(std::abs(i.at(3)) == 10.0 / kPi, tolerance(1e-12));
    BOOST_TEST(phase_fired(10.0, 0.0, 0.0, kMany).rms() == 10.0, tolerance(1e-12));
}

BOOST_AUTO_TEST_CASE(half_a_wave_has_half_the_energy_and_a_mean_of_its_peak_over_pi) {
    Content const i = half_wave(10.0, 0.0, 2'000);
    BOOST_TEST(i.rms() == 10.0 / std::sqrt(2.0), tolerance(1e-9));
    BOOST_TEST(i.dc == 10.0 * std::numbers::sqrt2 / kPi, tolerance(1e-12));
    BOOST_TEST(i.peak() == 10.0 * std::numbers::sqrt2, tolerance(1e-3));
}

BOOST_AUTO_TEST_CASE(samples_are_the_waveform_of_the_shape_at_its_own_angle) {
    // The dead part is zero and the live part the sine, away from the steps; phase 2 is a third of a turn later.
    Terminals t;
    t[0] = phase_fired(1.0, 90.0, 0.0, 3'001);
    t[1] = half_wave(1.0, -120.0, 2'000);
    t[2].add(1, phasor(1.0, 30.0)).add(2.5, phasor(0.5, 0.0));
    t[2].dc = 0.25;
    Source source = steady(50.0, t);
    std::vector<Frame> frames(384);
    Sampler(source).render(frames);
    for (std::size_t n = 0; n < frames.size(); ++n) {
        double const angle = 2 * kPi * source.turns_at(static_cast<double>(n) / kSampleRate);
        double const sine = std::sin(angle);
        double const x = std::fmod(angle, kPi);
        if (std::abs(x - kPi / 2) > 0.1 && x > 0.1 && x < kPi - 0.1)
            BOOST_TEST(std::abs(frames[n].lanes[0] - (x > kPi / 2 ? std::numbers::sqrt2 * sine : 0.0)) < 0.01);
        BOOST_TEST(std::abs(frames[n].lanes[1] - std::numbers::sqrt2 * std::max(0.0, std::sin(angle - 2 * kPi / 3))) < 0.001);
        double const tone = std::sin(angle + kPi / 6) + 0.5 * std::sin(2.5 * angle);
        BOOST_TEST(std::abs(frames[n].lanes[2] - (0.25 + std::numbers::sqrt2 * tone)) < 1e-6);
        float const unused = frames[n].lanes[7];
        BOOST_TEST(unused == 0.0F);
    }
}

BOOST_AUTO_TEST_CASE(all_orders_hold_their_levels_once_each_and_the_rms_of_their_sum) {
    Content const x = all_orders(230.0, -120.0, 0.001, 0.2, 1);
    BOOST_TEST(x.lines.size() == 63U);
    std::vector<double> levels;
    for (int h = 2; h <= 63; ++h) levels.push_back(std::abs(x.at(h)) / 230.0);
    std::sort(levels.begin(), levels.end());
    BOOST_TEST(levels.front() == 0.001, tolerance(1e-9));
    BOOST_TEST(levels.back() == 0.2, tolerance(1e-9));
    for (std::size_t k = 1; k < levels.size(); ++k) BOOST_TEST(levels[k] / levels[k - 1] == std::pow(200.0, 1.0 / 61), tolerance(1e-9));
    BOOST_TEST(x.rms() == std::hypot(230.0, x.band(2, 63)), tolerance(1e-12));
}

BOOST_AUTO_TEST_CASE(the_truth_of_a_star_is_that_of_the_textbook) {
    Truth const truth = truth_of(star(230.0, 10.0, 60.0));
    BOOST_TEST(truth.rms[index(dsp::Measured::u12)] == 230.0 * std::numbers::sqrt3, tolerance(1e-12));
    BOOST_TEST(truth.rms[index(dsp::Measured::in)] < 1e-12);
    BOOST_TEST(truth.active_power[1] == 1150.0, tolerance(1e-12));
    BOOST_TEST(truth.fundamental_power[2].imag() == 2300.0 * std::sin(kPi / 3), tolerance(1e-12));
}

BOOST_AUTO_TEST_CASE(noise_has_the_rms_that_was_asked_for) {
    Source source = steady(50.0, star(230.0, 10.0, 0.0));
    auto noisy = source;
    noisy.noise = 0.01;
    std::vector<Frame> clean(96'000), with(96'000);
    Sampler(source).render(clean);
    Sampler(noisy).render(with);
    double sum = 0.0;
    for (std::size_t n = 0; n < clean.size(); ++n) sum += std::pow(with[n].lanes[0] - clean[n].lanes[0], 2);
    // 96 000 uniform samples: the rms is within 0.6 % by four standard deviations.
    BOOST_TEST(std::sqrt(sum / 96'000) == 2.3, tolerance(0.006));
}
