// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dsp/aggregate.hpp"

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <memory>
#include <numbers>

using namespace mb::dsp;

namespace {

// Sums of a few doubles of this size; three digits above their resolution.
constexpr double kRounding = 1e-11;
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

bool close(double a, double b) { return std::abs(a - b) <= kRounding * (1.0 + std::abs(b)); }

/// All channels alike: rms and fundamental `level`, 3rd harmonic a tenth of it, interharmonic 2–3 a hundredth.
WindowResult window(double level, double begin = 0.0) {
    WindowResult w;
    w.begin = begin;
    w.end = begin + 1920.0;
    w.cycles = 10;
    w.frequency = 50.0;
    w.rms.fill(level);
    w.peak.fill(1.5 * level);
    w.fundamental.fill({level, 0.0});
    for (auto& y : w.harmonic) {
        y[1] = level;
        y[3] = level / 10.0;
    }
    for (auto& y : w.interharmonic) y[2] = level / 100.0;
    w.active_power.fill(level);
    w.apparent_power.fill(2.0 * level);
    w.fundamental_power.fill({level, -level});
    return w;
}

void spoil(WindowResult& w, Measured m, Flaw flaw) {
    w.flaw[index(m)] = flaw;
    w.flagged = true;
    w.rms[index(m)] = w.peak[index(m)] = kNaN;
    w.fundamental[index(m)] = {kNaN, kNaN};
    w.harmonic[index(m)].fill(kNaN);
    w.interharmonic[index(m)].fill(kNaN);
}

}  // namespace

BOOST_AUTO_TEST_CASE(rms_values_and_spectra_are_roots_of_mean_squares_and_powers_are_means) {
    // sqrt((3² + 4² + 12²)/3) = 13/sqrt(3)
    auto const sum = std::make_unique<Aggregate>();
    for (double const level : {3.0, 4.0, 12.0}) sum->add(window(level));
    WindowResult const r = sum->result();
    double const rms = 13.0 / std::numbers::sqrt3;
    for (std::size_t m = 0; m < kMeasured; ++m) {
        BOOST_TEST(close(r.rms[m], rms));
        BOOST_TEST(close(std::abs(r.fundamental[m]), rms));
        BOOST_TEST(close(r.harmonic[m][1], rms));
        BOOST_TEST(close(r.harmonic[m][3], rms / 10.0));
        BOOST_TEST(r.harmonic[m][2] == 0.0);
        BOOST_TEST(close(r.interharmonic[m][2], rms / 100.0));
        BOOST_TEST(r.peak[m] == 18.0);
    }
    BOOST_TEST(close(r.active_power[2], 19.0 / 3.0));
    BOOST_TEST(close(r.apparent_power[0], 38.0 / 3.0));
    BOOST_TEST(close(r.fundamental_power[1].imag(), -19.0 / 3.0));
}

BOOST_AUTO_TEST_CASE(the_frequency_is_the_mean_and_times_reach_from_the_first_to_the_last) {
    auto const sum = std::make_unique<Aggregate>();
    WindowResult w = window(230.0, 100.0);
    sum->add(w);
    w = window(230.0, 2020.0);
    w.frequency = 50.5;
    w.cycles = 12;
    sum->add(w);
    WindowResult const r = sum->result();
    BOOST_TEST(close(r.frequency, 50.25));
    BOOST_TEST(r.begin == 100.0);
    BOOST_TEST(r.end == 3940.0);
    BOOST_TEST(r.cycles == 22);
    BOOST_TEST(sum->windows() == 2);
    BOOST_TEST(!r.flagged);
}

BOOST_AUTO_TEST_CASE(a_phasor_keeps_its_rms_magnitude_and_takes_the_angle_of_the_complex_mean) {
    auto const sum = std::make_unique<Aggregate>();
    WindowResult w = window(10.0);
    w.fundamental[0] = {10.0, 0.0};
    sum->add(w);
    w.fundamental[0] = {0.0, 10.0};
    sum->add(w);
    auto const phasor = sum->result().phasor(Measured::v1);
    BOOST_TEST(close(std::abs(phasor), 10.0));  // the plain mean would be 7.07
    BOOST_TEST(close(std::arg(phasor), std::numbers::pi / 4.0));
}

BOOST_AUTO_TEST_CASE(a_flawed_window_counts_for_the_other_channels_only) {
    auto const sum = std::make_unique<Aggregate>();
    sum->add(window(100.0));
    WindowResult w = window(200.0);
    spoil(w, Measured::i2, Flaw::over_range);
    w.active_power[1] = w.apparent_power[1] = kNaN;
    w.fundamental_power[1] = {kNaN, kNaN};
    sum->add(w);
    WindowResult const r = sum->result();
    BOOST_TEST(r[Measured::i2] == 100.0);
    BOOST_TEST(r.harmonic[index(Measured::i2)][3] == 10.0);
    BOOST_TEST((r.flaw[index(Measured::i2)] == Flaw::none));
    BOOST_TEST(close(r[Measured::i1], std::sqrt(25'000.0)));
    BOOST_TEST(r.active_power[1] == 100.0);
    BOOST_TEST(r.active_power[0] == 150.0);
    BOOST_TEST(r.flagged);
}

BOOST_AUTO_TEST_CASE(a_channel_that_never_was_sound_has_no_value_and_says_why) {
    auto const sum = std::make_unique<Aggregate>();
    for (int n = 0; n < 3; ++n) {
        WindowResult w = window(100.0);
        spoil(w, Measured::v3, Flaw::not_finite);
        w.flagged = false;
        sum->add(w);
    }
    WindowResult const r = sum->result();
    BOOST_TEST(std::isnan(r[Measured::v3]));
    BOOST_TEST(std::isnan(r.peak[index(Measured::v3)]));
    BOOST_TEST(std::isnan(r.phasor(Measured::v3).real()));
    BOOST_TEST(std::isnan(r.harmonic[index(Measured::v3)][5]));
    BOOST_TEST((r.flaw[index(Measured::v3)] == Flaw::not_finite));
    BOOST_TEST(r.flagged);
    BOOST_TEST(r[Measured::v1] == 100.0);
}

BOOST_AUTO_TEST_CASE(windows_without_a_fundamental_keep_their_rms_but_do_not_thin_the_spectrum) {
    auto const sum = std::make_unique<Aggregate>();
    sum->add(window(100.0));
    WindowResult w = window(0.0);
    w.sync = Flaw::no_fundamental;
    w.frequency = kNaN;
    w.fundamental.fill({kNaN, kNaN});
    for (auto& y : w.harmonic) y.fill(kNaN);
    sum->add(w);
    WindowResult r = sum->result();
    BOOST_TEST(close(r[Measured::v1], 100.0 / std::numbers::sqrt2));
    BOOST_TEST(r.harmonic[0][3] == 10.0);
    BOOST_TEST(r.frequency == 50.0);
    BOOST_TEST((r.sync == Flaw::none));

    sum->clear();
    sum->add(w);
    r = sum->result();
    BOOST_TEST(std::isnan(r.frequency));
    BOOST_TEST((r.sync == Flaw::no_fundamental));
    BOOST_TEST(r[Measured::v1] == 0.0);
}

BOOST_AUTO_TEST_CASE(nothing_added_is_nothing_known) {
    auto const sum = std::make_unique<Aggregate>();
    BOOST_TEST(sum->windows() == 0);
    BOOST_TEST(std::isnan(sum->result()[Measured::v1]));
    BOOST_TEST(std::isnan(sum->result().frequency));
    sum->add(window(7.0));
    sum->clear();
    BOOST_TEST(sum->windows() == 0);
    BOOST_TEST(std::isnan(sum->result().active_power[0]));
}

BOOST_AUTO_TEST_CASE(a_flag_goes_up) {
    auto const sum = std::make_unique<Aggregate>();
    WindowResult w = window(1.0);
    sum->add(w);
    w.flagged = true;
    sum->add(w);
    w.flagged = false;
    sum->add(w);
    auto const longer = std::make_unique<Aggregate>();
    longer->add(sum->result());
    BOOST_TEST(longer->result().flagged);
}

BOOST_AUTO_TEST_CASE(a_window_in_which_a_channel_was_silent_does_not_take_the_harmonics_of_the_others_away) {
    mb::dsp::WindowResult sound;
    sound.frequency = 50.0;
    sound.rms[0] = 230.0;
    sound.fundamental[0] = {230.0, 0.0};
    sound.harmonic[0][1] = 230.0;
    sound.harmonic[0][5] = 10.0;
    mb::dsp::WindowResult silent = sound;  // V1 is off, V2 goes on: there is a frequency and a phasor, and no harmonics of V1
    silent.rms[0] = 0.0;
    silent.fundamental[0] = {};
    silent.harmonic[0].fill(std::numeric_limits<double>::quiet_NaN());
    mb::dsp::Aggregate both;
    both.add(sound);
    both.add(silent);
    BOOST_TEST(both.result().harmonic[0][5] == 10.0);
    BOOST_TEST(std::abs(both.result().rms[0] - 230.0 / std::sqrt(2.0)) < 1e-9);
}
