// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/signal/loads.hpp"

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <complex>
#include <numbers>

#include "core/signal/spectra.hpp"

using namespace mb;
using namespace std::chrono_literals;
using Complex = std::complex<double>;

namespace {

constexpr double kPi = std::numbers::pi;

ChannelSignal voltage(double rms, double degrees) {
    ChannelSignal v;
    v.rms = rms;
    v.phase_deg = degrees;
    return v;
}

/// V·I*: active power and, inductive positive, reactive power of the fundamental.
Complex power(ChannelSignal const& v, ChannelSignal const& i) { return spectrum_of(v)[1] * std::conj(spectrum_of(i)[1]); }

}  // namespace

BOOST_AUTO_TEST_CASE(components_are_found_again_in_the_three_phases) {
    Sequences const given{230.0, 10.0, 4.6, -70.0, 2.3, 145.0};
    auto const phases = three_phase(given);
    Complex const a = std::polar(1.0, 2.0 * kPi / 3.0);
    Complex const v1 = spectrum_of(phases[0])[1];
    Complex const v2 = spectrum_of(phases[1])[1];
    Complex const v3 = spectrum_of(phases[2])[1];
    auto const is = [](Complex const& x, double rms, double degrees) {
        return std::abs(x - std::polar(rms, degrees * kPi / 180.0)) < 1e-10;
    };
    BOOST_TEST(is((v1 + a * v2 + a * a * v3) / 3.0, 230.0, 10.0));
    BOOST_TEST(is((v1 + a * a * v2 + a * v3) / 3.0, 4.6, -70.0));
    BOOST_TEST(is((v1 + v2 + v3) / 3.0, 2.3, 145.0));
}

BOOST_AUTO_TEST_CASE(a_load_draws_the_power_it_is_given_by) {
    ChannelSignal const v = voltage(231.0, -117.0);
    for (auto const& [p, q] : {std::pair{3'000.0, 1'000.0}, {3'000.0, -1'000.0}, {-2'000.0, 500.0}, {0.0, 800.0}}) {
        auto const i = power_load(v, p, q);
        BOOST_REQUIRE(static_cast<bool>(i));
        BOOST_TEST(std::abs(power(v, *i) - Complex{p, q}) < 1e-9);
    }
    auto const lagging = power_factor_load(v, 2'000.0, 0.8, false);
    BOOST_REQUIRE(static_cast<bool>(lagging));
    BOOST_TEST(std::abs(power(v, *lagging) - Complex{2'000.0, 1'500.0}) < 1e-9);
    auto const exporting = power_factor_load(v, -2'000.0, 0.8, true);
    BOOST_REQUIRE(static_cast<bool>(exporting));
    BOOST_TEST(std::abs(power(v, *exporting) - Complex{-2'000.0, -1'500.0}) < 1e-9);
}

BOOST_AUTO_TEST_CASE(power_without_voltage_and_impossible_power_factors_are_refused) {
    BOOST_TEST(power_load(voltage(0.0, 0.0), 10.0, 0.0).error().sentence ==
               "load: 10 W and 0 var cannot be drawn where there is no voltage");
    BOOST_TEST(static_cast<bool>(power_load(voltage(0.0, 0.0), 0.0, 0.0)));
    BOOST_TEST(!power_factor_load(voltage(230.0, 0.0), 10.0, 0.0, false));
    BOOST_TEST(!power_factor_load(voltage(230.0, 0.0), 10.0, 1.1, false));
    BOOST_TEST(!power_factor_load(voltage(230.0, 0.0), 10.0, std::nan(""), false));
}

BOOST_AUTO_TEST_CASE(every_order_of_the_voltage_drives_its_current_through_the_impedance) {
    ChannelSignal v = voltage(230.0, 30.0);
    v.harmonics = {{5, 0.1, 40.0}};
    v.interharmonics = {{175.0, 7.0, 20.0}};
    v.dc = 4.0;
    v.noise = 1.0;
    auto const inductive = impedance_load(v, 3.0, 4.0, 50.0);
    BOOST_REQUIRE(static_cast<bool>(inductive));
    auto const volts = spectrum_of(v);
    auto const amperes = spectrum_of(*inductive);
    BOOST_TEST(std::abs(inductive->rms - 46.0) < 1e-12);  // |3 + 4j| = 5
    BOOST_TEST(std::abs(amperes[5] - volts[5] / Complex{3.0, 20.0}) < 1e-12);
    BOOST_TEST(std::abs(inductive->dc - 4.0 / 3.0) < 1e-12);
    BOOST_REQUIRE(inductive->interharmonics.size() == 1U);
    BOOST_TEST(std::abs(inductive->interharmonics[0].rms - 7.0 / std::hypot(3.0, 14.0)) < 1e-12);
    BOOST_TEST(std::abs(inductive->interharmonics[0].phase_deg - (20.0 - std::atan2(14.0, 3.0) * 180.0 / kPi)) < 1e-12);
    BOOST_TEST(inductive->noise == 0.0);
    auto const capacitive = impedance_load(v, 3.0, -4.0, 50.0);
    BOOST_REQUIRE(static_cast<bool>(capacitive));
    BOOST_TEST(std::abs(spectrum_of(*capacitive)[5] - volts[5] / Complex{3.0, -0.8}) < 1e-12);
    BOOST_TEST(capacitive->dc == 0.0);
}

BOOST_AUTO_TEST_CASE(short_circuits_are_refused) {
    ChannelSignal v = voltage(230.0, 0.0);
    BOOST_TEST(impedance_load(v, 0.0, 0.0, 50.0).error().sentence == "load: an impedance of 0 ohm is a short circuit");
    BOOST_TEST(!impedance_load(v, -1.0, 5.0, 50.0));
    BOOST_TEST(static_cast<bool>(impedance_load(v, 0.0, 5.0, 50.0)));
    v.dc = 1.0;
    BOOST_TEST(impedance_load(v, 0.0, 5.0, 50.0).error().sentence.find("load: a voltage of 1 V dc across an inductance") == 0U);
}

BOOST_AUTO_TEST_CASE(a_difference_is_that_of_the_waves) {
    ChannelSignal a = voltage(230.0, 0.0);
    a.harmonics = {{3, 0.1, 0.0}};
    a.dc = 5.0;
    a.noise = 3.0;
    ChannelSignal b = voltage(20.0, 90.0);
    b.harmonics = {{7, 0.5, 0.0}};
    b.interharmonics = {{175.0, 1.0, 10.0}};
    b.noise = 4.0;
    auto const sum = spectrum_of(difference(a, b));
    for (std::size_t h = 0; h < sum.size(); ++h) BOOST_TEST(std::abs(sum[h] - (spectrum_of(a)[h] - spectrum_of(b)[h])) < 1e-12);
    BOOST_TEST((difference(a, b).interharmonics == std::vector<Interharmonic>{{175.0, 1.0, 190.0}}));
    BOOST_TEST(difference(a, b).noise == 5.0);
}

BOOST_AUTO_TEST_CASE(a_motor_start_is_a_locked_rotor_and_a_run_up) {
    Stimulus running = balanced(230.0, 10.0, 30.0, 50.0);
    running[Channel::i1].harmonics = {{5, 0.1, 0.0}};
    running[Channel::i4].rms = 1.0;
    running.event = VoltageEvent{0b111, 0.5, 100ms, std::nullopt};
    MotorStart start;
    start.duration = 2s;
    auto const steps = motor_start(running, start);
    Stimulus const& locked = steps[0].stimulus;
    BOOST_TEST((steps[0].after == Duration{}));
    BOOST_TEST((locked.ramp == Duration{}));
    BOOST_TEST(!locked.event);
    for (std::size_t p = 0; p < 3; ++p) {
        BOOST_TEST(locked.channels[4 + p].rms == 60.0);
        BOOST_TEST(locked.channels[4 + p].harmonics.empty());
        // cos of the lag is the power factor; the sine makes the reactive power inductive.
        Complex const s = power(locked.channels[p], locked.channels[4 + p]);
        BOOST_TEST(std::abs(s - 230.0 * 60.0 * Complex{0.3, std::sqrt(1.0 - 0.09)}) < 1e-8);
    }
    BOOST_TEST(locked[Channel::i4].rms == 1.0);
    BOOST_TEST((steps[1].after == Duration{1500ms}));
    BOOST_TEST((steps[1].stimulus.ramp == Duration{500ms}));
    BOOST_TEST((steps[1].stimulus[Channel::i1] == running[Channel::i1]));
    BOOST_TEST(!steps[1].stimulus.event);
}
