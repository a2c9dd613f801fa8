// SPDX-License-Identifier: GPL-3.0-or-later
// Core, coil and displacement against the solutions of their differential equations.
#include "sim/sensor_stages.hpp"

#include <boost/test/unit_test.hpp>

#include "tests/sim/sensor_signals.hpp"

using namespace mb;
using namespace mb::test;

namespace {

constexpr std::size_t kInput = 2;  // the others stay without the part

/// Runs the wave through the stage's input; the other inputs carry it too and have to pass with the same bits.
template <class Stage>
std::vector<double> through(Stage& stage, std::vector<double> const& in) {
    std::vector<sensor::Sample> samples(in.size());
    for (std::size_t n = 0; n < in.size(); ++n) samples[n].amperes = sensor::four({in[n], in[n], in[n], in[n]});
    stage.run(samples);
    std::vector<double> out(in.size());
    bool others_pass = true;
    for (std::size_t n = 0; n < in.size(); ++n) {
        out[n] = samples[n].amperes[kInput];
        for (std::size_t k = 0; k < 4; ++k) others_pass &= k == kInput || samples[n].amperes[k] == in[n];
    }
    BOOST_TEST(others_pass);
    return out;
}

constexpr double kNone = std::numeric_limits<double>::infinity();

}  // namespace

BOOST_AUTO_TEST_CASE(a_dc_step_saturates_a_core_when_its_flux_is_used_up) {
    // Without magnetising current λ = R·I·t: t = λ_s/(R·I), in our terms K/I. With one φ = I·T(1 - e^(-t/T)).
    for (double const unsaturated : {1e9, 0.05}) {
        double const knee = 0.2;
        double const current = 8.0;
        double const due = unsaturated > 1.0 ? knee / current : -unsaturated * std::log(1.0 - knee / (current * unsaturated));
        sensor::Core core;
        core.set(kInput, unsaturated, 1e-4, knee);
        std::vector<double> const one{current};
        std::size_t samples = 0;
        while (core.flux(kInput) < knee && samples < 10'000) {
            (void)through(core, one);
            ++samples;
        }
        // The step begins half a sample before its first sample, as a trapezoid sees it.
        BOOST_TEST(std::abs(time_of(samples) - due) < 1.6 / kSampleRate);
    }
}

BOOST_AUTO_TEST_CASE(once_saturated_what_is_left_of_a_dc_current_falls_with_the_saturated_time_constant) {
    double const saturated = 0.01;
    sensor::Core core;
    core.set(kInput, 1e9, saturated, 0.01);
    auto const out = through(core, std::vector<double>(2'000, 5.0));  // saturated after 2 ms
    std::size_t const at = 500;
    BOOST_TEST(std::abs(out[at + 96] / out[at] - std::exp(-1.0)) < 1e-4);  // 96 samples are 10 ms
}

BOOST_AUTO_TEST_CASE(below_its_knee_a_core_has_the_complex_ratio_of_its_equivalent_circuit) {
    // jωL/(R + jωL) with T = L/R.
    for (double const hertz : {50.0, 250.0}) {
        for (double const time : {0.05, 1.0}) {
            sensor::Core core;
            core.set(kInput, time, 1e-4, kNone);
            auto const out = through(core, sampled(9'600 * 10, sine(10, hertz)));
            auto const end = last(out, 9'600);
            std::complex<double> const jwt{0, 2 * kPi * hertz * time};
            // The trapezoidal rule sees ω as tan(ωh/2)/(h/2): at 250 Hz 0.2 % of the error, which itself is at most 1/ωT.
            double const within = 0.003 / std::abs(jwt) + 1e-6;
            BOOST_TEST(std::abs(phasor(end, hertz, 9'600 * 9) / 10.0 - jwt / (1.0 + jwt)) < within);
        }
    }
}

BOOST_AUTO_TEST_CASE(a_saturated_core_conducts_until_the_flux_has_swung_from_knee_to_knee) {
    // Hard saturation: after each zero crossing ∫i dt = 2K ends the conduction, at cos α = 1 - 2Kω/crest. K of half a crest's flux: α =
    // 90°, a quarter of each cycle's half is left, and rms = crest·sqrt(1/4).
    double const omega = 2 * kPi * 50;
    double const crest = std::numbers::sqrt2 * 10;
    for (double const part : {0.5, 0.25}) {
        sensor::Core core;
        core.set(kInput, 1e3, 1e-6, part * crest / omega);
        auto const out = through(core, sampled(9'600, sine(10, 50)));
        auto const end = last(out, 1'920);
        double const angle = std::acos(1.0 - 2.0 * part);
        double const expected = crest * std::sqrt((angle - std::sin(angle) * std::cos(angle)) / (2.0 * kPi));
        // The end of the conduction falls between two samples: a sample's charge of 2K is what the sampled core knows it by.
        double const knee = part * crest / omega;
        double const sample = 1.2 * crest * std::sin(angle) / kSampleRate / (2.0 * knee);
        BOOST_TEST(std::abs(rms(end) / expected - 1.0) < sample);
        double charge = 0.0;
        double swing = 0.0;
        for (double const i : end) {
            charge += i / kSampleRate;
            swing += std::abs(i) / kSampleRate;
        }
        BOOST_TEST(std::abs(charge) < 1e-5 * swing);                       // volt-seconds balance
        BOOST_TEST(std::abs(swing / (20.0 * 2.0 * knee) - 1.0) < sample);  // 20 half cycles of 2K
    }
}

BOOST_AUTO_TEST_CASE(the_flux_is_the_integral_of_the_secondary_current_whatever_it_does) {
    sensor::Core core;
    core.set(kInput, 0.3, 3e-4, 0.02);
    auto const out = through(core, sampled(5'000, [](double t) { return 7 * std::sin(314 * t) + 3 + 5 * std::cos(2'000 * t * t); }));
    double integral = out[0] / 2;
    for (std::size_t n = 1; n < out.size(); ++n) integral += (out[n] + out[n - 1]) / 2;
    BOOST_TEST(std::abs(integral / kSampleRate - core.flux(kInput)) < 1e-12);
}

BOOST_AUTO_TEST_CASE(the_charge_of_an_integrator_leaks_with_its_time_constant) {
    sensor::Coil coil;
    coil.set(kInput, 0.2, kNone, kNone);
    auto const out = through(coil, sampled(9'600, [](double t) { return std::min(1.0, 100.0 * t); }));  // up within 10 ms, then dc
    BOOST_TEST(std::abs(out[960 + 1'920] / out[960] - std::exp(-1.0)) < 1e-5);
}

BOOST_AUTO_TEST_CASE(a_coil_that_clips_nothing_has_the_ratio_of_its_leak) {
    sensor::Coil coil;
    coil.set(kInput, 0.5, kNone, kNone);
    auto const out = through(coil, sampled(9'600 * 8, sine(10, 50)));
    std::complex<double> const jwt{0, 2 * kPi * 50 * 0.5};
    BOOST_TEST(std::abs(phasor(last(out, 9'600), 50, 9'600 * 7) / 10.0 - jwt / (1.0 + jwt)) < 3e-6);
}

BOOST_AUTO_TEST_CASE(an_impulsive_current_saturates_a_coil_that_a_sine_of_the_same_rms_does_not) {
    // Fired at 90°: the crest, twice the rms, comes within one sample; eight slopes of the sine pass of it. What is lost, L, stands behind
    // until the next firing: with L/2 below in one half and above in the other, quarters of (2·cos - L/2) and of L/2 follow each other.
    double const steepest = 8.0 * std::numbers::sqrt2 * 10 * 2 * kPi * 50;
    double const lost = (20.0 - steepest / kSampleRate) / 2.0;
    double const expected = std::sqrt(0.5 * (200.0 - 4.0 * 20.0 * lost / kPi + lost * lost + lost * lost));
    auto const fired = [](double t) {
        double const turn = 50.0 * t - std::floor(50.0 * t + 1e-9);
        bool const on = (turn >= 0.25 - 1e-9 && turn < 0.5) || turn >= 0.75 - 1e-9;
        return on ? 20.0 * std::sin(2 * kPi * turn) : 0.0;
    };
    auto const run = [&](std::function<double(double)> const& wave) {
        sensor::Coil coil;
        coil.set(kInput, 0.5, steepest, 25.0 * std::numbers::sqrt2);
        coil.settle(kInput);
        auto const out = through(coil, sampled(9'600 * 6, wave));
        return rms(last(out, 9'600));
    };
    BOOST_TEST(std::abs(run(sine(10, 50)) / 10.0 - 1.0) < 1e-4);
    double const impulsive = run(fired);
    BOOST_TEST(std::abs(impulsive / expected - 1.0) < 0.03);
    BOOST_TEST(impulsive < 8.5);  // of 10 A
}

BOOST_AUTO_TEST_CASE(the_output_of_an_integrator_ends_at_its_limit_and_comes_back_at_once) {
    sensor::Coil coil;
    coil.set(kInput, 1e6, kNone, 10.0);
    auto const out = through(coil, {0, 5, 20, 30, 20, 5});
    BOOST_TEST(out[2] == 10.0);
    BOOST_TEST(out[3] == 10.0);
    BOOST_TEST(std::abs(out[4] - 0.0) < 1e-6);  // -10 A from the limit: the charge beyond it is lost
    BOOST_TEST(std::abs(out[5] + 10.0) < 1e-6);
}

BOOST_AUTO_TEST_CASE(two_taps_turn_the_fundamental_by_exactly_the_angle_and_a_harmonic_as_stated) {
    for (double const minutes : {30.0, -30.0, 600.0}) {
        double const angle = minutes / 60 * kPi / 180;
        sensor::Turn turn;
        turn.set(kInput, angle, 50);
        auto const out = through(turn, sampled(9'600, sine(10, 50)));
        BOOST_TEST(std::abs(phasor(last(out, 1'920), 50, 9'600 - 1'920) - std::polar(10.0, angle)) < 1e-10);
        sensor::Turn again;
        again.set(kInput, angle, 50);
        auto const fifth = through(again, sampled(9'600, sine(10, 250)));
        double const theta = 2 * kPi * 50 / kSampleRate;
        std::complex<double> const expected =
            std::cos(angle) + std::sin(angle) / std::sin(theta) * (std::cos(theta) - std::polar(1.0, -5 * theta));
        BOOST_TEST(std::abs(phasor(last(fifth, 1'920), 250, 9'600 - 1'920) - 10.0 * expected) < 1e-10);
    }
}
