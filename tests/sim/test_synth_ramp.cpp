// SPDX-License-Identifier: GPL-3.0-or-later
// Ramps against the straight lines that the stimulus promises.
#include <boost/test/unit_test.hpp>

#include "tests/sim/synth_probe.hpp"

using namespace mb;
using namespace mb::test;
using namespace std::chrono_literals;

namespace {

/// A float holds 230 V to 1.5e-5 V; the sums of four products and the ramp's own line make a few of that. The cubic's error at low orders
/// is below it.
constexpr double kVolt = 2e-4;

/// Angle of a ramp from f0 to f1 over T, and on from there: 2π(f0·t + (f1 - f0)·t²/2T).
double ramped_angle(double f0, double f1, double ramp_s, double t) {
    double const on_ramp = std::min(t, ramp_s);
    double const turns = f0 * on_ramp + (f1 - f0) * on_ramp * on_ramp / (2.0 * ramp_s) + f1 * (t - on_ramp);
    return 2.0 * kPi * (turns - std::floor(turns));
}

}  // namespace

BOOST_AUTO_TEST_CASE(the_angle_on_a_ramp_of_the_frequency_is_the_square_of_time) {
    Stimulus s = balanced(230.0, 10.0, 0.0, 50.0);
    Synth synth(s);
    s.frequency_hz = 57.3;
    s.ramp = 2s;
    synth.apply(s);
    auto const frames = render(synth, 3 * kSampleRate);
    for (std::size_t n = 0; n < frames.size(); ++n) {
        double const wt = ramped_angle(50.0, 57.3, 2.0, static_cast<double>(n) / kSampleRate);
        BOOST_REQUIRE_SMALL(volts(frames[n], Channel::vb) - stated(s[Channel::vb], wt), kVolt);
    }
}

BOOST_AUTO_TEST_CASE(an_hour_of_ramp_ends_at_the_exact_angle) {
    Angle angle(50.0);
    angle.ramp(60.0, 3'600 * std::int64_t{kSampleRate});
    for (std::int64_t n = 0; n < 3'600 * std::int64_t{kSampleRate}; ++n) angle.next();
    // 55 Hz in the mean are 198 000 turns. The steps of 50 and 60 Hz are doubles: 1e-16 of so many turns.
    double const off = static_cast<double>(static_cast<std::int64_t>(angle.now())) * 0x1p-64;
    BOOST_TEST(std::abs(off) < 1e-10);
    BOOST_TEST(angle.step() == Angle(60.0).step());
}

BOOST_AUTO_TEST_CASE(a_ramp_out_of_the_middle_of_a_ramp_begins_at_the_frequency_that_stands) {
    Angle angle(50.0);
    angle.ramp(60.0, 1'000);
    for (int n = 0; n < 400; ++n) angle.next();
    angle.ramp(50.0, 1'000);
    for (int n = 0; n < 1'000; ++n) angle.next();
    // 400 frames with a mean of 52 Hz, then 1000 with one of 52 Hz.
    double const turns = 52.0 * 1'400 / kSampleRate;
    double const off = static_cast<double>(static_cast<std::int64_t>(angle.now() - turn_of(turns))) * 0x1p-64;
    BOOST_TEST(std::abs(off) < 1e-12);
}

BOOST_AUTO_TEST_CASE(phasors_harmonics_and_dc_move_in_straight_lines) {
    Stimulus const from = [] {
        Stimulus s = balanced(230.0, 10.0, 0.0, 50.0);
        s[Channel::va].harmonics = {{5, 0.06, 20.0}};
        s[Channel::i2].dc = 2.0;
        return s;
    }();
    Stimulus to = balanced(100.0, 20.0, 60.0, 50.0);
    to[Channel::va].harmonics = {{7, 0.1, 0.0}};
    to[Channel::va].dc = -3.0;
    to.ramp = 500ms;
    Synth synth(from);
    (void)render(synth, 77);
    synth.apply(to);
    auto const frames = render(synth, 6'000);
    for (std::size_t n = 0; n < frames.size(); ++n) {
        double const wt = turned(50.0, 77.0 + static_cast<double>(n));
        double const part = std::min(1.0, static_cast<double>(n) / 4'800.0);
        for (Channel const c : {Channel::va, Channel::vb, Channel::i2}) {
            double const expected = (1.0 - part) * stated(from[c], wt) + part * stated(to[c], wt);
            BOOST_REQUIRE_SMALL(volts(frames[n], c) - expected, kVolt);
        }
    }
}

BOOST_AUTO_TEST_CASE(a_ramp_in_the_middle_of_another_goes_on_from_what_stands) {
    Stimulus a = balanced(230.0, 10.0, 0.0, 50.0);
    a[Channel::i4].interharmonics = {{175.0, 2.3, 0.0}};
    Stimulus b = balanced(100.0, 10.0, 0.0, 50.0);
    b[Channel::i4].interharmonics = {{175.0, 1.0, 0.0}};
    b.ramp = 100ms;
    Stimulus c = balanced(200.0, 10.0, 0.0, 50.0);
    c[Channel::i4].interharmonics = {{175.0, 2.0, 0.0}};
    c.ramp = 200ms;
    Synth synth(a);
    synth.apply(b);
    auto frames = render(synth, 480);  // half of the way: 165 V
    synth.apply(c);
    for (Frame const& f : render(synth, 2'400)) frames.push_back(f);
    for (std::size_t n = 0; n < frames.size(); ++n) {
        double const t = static_cast<double>(n);
        double const level = n < 480 ? 230.0 - 130.0 * t / 960.0 : 165.0 + 35.0 * std::min(1.0, (t - 480.0) / 1'920.0);
        BOOST_REQUIRE_SMALL(volts(frames[n], Channel::va) - std::numbers::sqrt2 * level * std::sin(turned(50.0, t)), kVolt);
        BOOST_REQUIRE_SMALL(volts(frames[n], Channel::i4) - std::numbers::sqrt2 * level / 100.0 * std::sin(turned(175.0, t)), 1e-5);
    }
}

BOOST_AUTO_TEST_CASE(the_same_goal_again_begins_a_new_line_from_what_stands) {
    Stimulus s = balanced(230.0, 10.0, 0.0, 50.0);
    Synth synth(s);
    for (ChannelSignal& channel : s.channels) channel.rms = 0.0;
    s.ramp = 100ms;
    synth.apply(s);
    (void)render(synth, 480);  // 115 V stand
    synth.apply(s);
    auto const frames = render(synth, 960);
    for (std::size_t n = 0; n < frames.size(); ++n) {
        double const t = static_cast<double>(n);
        double const expected = std::numbers::sqrt2 * 115.0 * (1.0 - t / 960.0) * std::sin(turned(50.0, 480.0 + t));
        BOOST_REQUIRE_SMALL(volts(frames[n], Channel::va) - expected, kVolt);
    }
}

BOOST_AUTO_TEST_CASE(a_stimulus_without_ramp_ends_one_at_once) {
    Stimulus const a = balanced(230.0, 10.0, 0.0, 50.0);
    Stimulus b = balanced(100.0, 10.0, 0.0, 60.0);
    b.ramp = 1s;
    Synth synth(a);
    synth.apply(b);
    (void)render(synth, 0);
    b.ramp = {};
    synth.apply(b);
    auto const frames = render(synth, 500);
    for (std::size_t n = 0; n < frames.size(); ++n)
        BOOST_REQUIRE_SMALL(volts(frames[n], Channel::va) - stated(b[Channel::va], turned(60.0, static_cast<double>(n))), kVolt);
}

BOOST_AUTO_TEST_CASE(interharmonics_and_flicker_fade_in_and_out_in_straight_lines) {
    Stimulus a = balanced(230.0, 10.0, 0.0, 50.0);
    a[Channel::i1].interharmonics = {{175.0, 2.0, 0.0}, {305.0, 1.0, 0.0}};
    a.modulation = {0b001, 0.1, 10.0, false};
    Stimulus b = balanced(230.0, 10.0, 0.0, 50.0);
    b[Channel::i1].interharmonics = {{175.0, 4.0, 90.0}, {410.0, 3.0, 0.0}};  // one stays, one goes, one comes
    b.ramp = 200ms;
    Synth synth(a);
    auto frames = render(synth, 960);
    synth.apply(b);
    for (Frame const& f : render(synth, 4'000)) frames.push_back(f);
    for (std::size_t n = 0; n < frames.size(); ++n) {
        double const t = static_cast<double>(n);
        double const part = n < 960 ? 0.0 : std::min(1.0, (t - 960.0) / 1'920.0);
        double const root = std::numbers::sqrt2;
        double const i = root * (10.0 * std::sin(turned(50.0, t)) + (1.0 - part) * 2.0 * std::sin(turned(175.0, t)) +
                                 part * 4.0 * std::cos(turned(175.0, t)) + (1.0 - part) * std::sin(turned(305.0, t)) +
                                 (n < 960 ? 0.0 : part * 3.0 * std::sin(turned(410.0, t - 960.0))));
        BOOST_REQUIRE_SMALL(volts(frames[n], Channel::i1) - i, 1e-5);
        double const v = (1.0 + (1.0 - part) * 0.05 * std::sin(turned(10.0, t))) * root * 230.0 * std::sin(turned(50.0, t));
        BOOST_REQUIRE_SMALL(volts(frames[n], Channel::va) - v, kVolt);
    }
}

BOOST_AUTO_TEST_CASE(the_level_of_noise_moves_in_a_straight_line) {
    Stimulus s;
    Synth synth(s);
    s[Channel::va].noise = 1.0;
    s.ramp = 10s;
    synth.apply(s);
    auto const frames = render(synth, 10 * kSampleRate);
    // Mean square between parts a and b of the way: (a² + ab + b²)/3; 9600 numbers tell it to 1.4 %.
    for (std::size_t second = 0; second < 10; ++second) {
        double const a = static_cast<double>(second) / 10.0;
        double const b = a + 0.1;
        double const expected = std::sqrt((a * a + a * b + b * b) / 3.0);
        BOOST_TEST(std::abs(rms(std::span{frames}.subspan(second * kSampleRate, kSampleRate), Channel::va) / expected - 1.0) < 0.06);
    }
}

BOOST_AUTO_TEST_CASE(a_point_on_wave_is_met_on_a_ramp_of_frequency_and_phase) {
    Stimulus s = balanced(230.0, 10.0, 0.0, 50.0);
    Synth synth(s);
    Synth clean(s);
    s.frequency_hz = 60.0;
    s.ramp = 100ms;
    for (std::size_t p = 0; p < 3; ++p) s.channels[p].phase_deg -= 60.0;
    clean.apply(s);
    s.event = VoltageEvent{0b111, 0.0, 10ms, 270.0};
    synth.apply(s);
    auto const dipped = render(synth, 1'000);
    auto const whole = render(clean, 1'000);
    std::size_t first = 0;
    while (first < 1'000 && dipped[first][Channel::va] == whole[first][Channel::va]) ++first;
    auto const angle = [](double n) {  // of Va's fundamental in degrees: that of wt and that of the chord from 1∠0° to 1∠-60°
        double const part = n / 960.0;
        std::complex<double> const chord = (1.0 - part) + part * std::polar(1.0, -kPi / 3.0);
        return (ramped_angle(50.0, 60.0, 0.1, n / kSampleRate) + std::arg(chord)) * 180.0 / kPi;
    };
    BOOST_TEST(angle(static_cast<double>(first)) >= 270.0);
    BOOST_TEST(angle(static_cast<double>(first) - 1.0) < 270.0);
    BOOST_TEST(first < 200U);
}
