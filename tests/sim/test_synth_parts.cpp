// SPDX-License-Identifier: GPL-3.0-or-later
// What is added to the table: dc, interharmonics, noise, flicker, the jump of all angles.
#include <boost/test/unit_test.hpp>

#include "core/base/random.hpp"
#include "tests/sim/synth_probe.hpp"

using namespace mb;
using namespace mb::test;
using namespace std::chrono_literals;

BOOST_AUTO_TEST_CASE(dc_stands_under_the_wave) {
    Stimulus s = balanced(230.0, 10.0, 30.0, 50.0);
    s[Channel::i1].dc = -2.5;
    s[Channel::vn].dc = 4.0;
    Synth synth(s);
    auto const frames = render(synth, 1'000);
    for (std::size_t n = 0; n < frames.size(); ++n) {
        double const wt = turned(50.0, static_cast<double>(n));
        BOOST_REQUIRE_SMALL(volts(frames[n], Channel::i1) - stated(s[Channel::i1], wt), 1e-5);
        BOOST_REQUIRE_SMALL(volts(frames[n], Channel::vn) - 4.0, 1e-6);  // the interpolation's factors add up to 1 but for a rounding
    }
}

BOOST_AUTO_TEST_CASE(interharmonics_are_lines_of_their_own) {
    Stimulus s = balanced(230.0, 10.0, 0.0, 50.0);
    s[Channel::va].interharmonics = {{175.3, 7.0, 20.0}, {3'999.5, 2.0, -100.0}};
    s[Channel::i3].interharmonics = {{175.3, 0.5, 0.0}};
    Synth synth(s);
    auto const frames = render(synth, 3 * kSampleRate);
    for (std::size_t n = 0; n < frames.size(); ++n) {
        double const t = static_cast<double>(n);
        double const root = std::numbers::sqrt2;
        double const va = stated(s[Channel::va], turned(50.0, t)) + root * 7.0 * std::sin(turned(175.3, t) + 20.0 * kPi / 180.0) +
                          root * 2.0 * std::sin(turned(3'999.5, t) - 100.0 * kPi / 180.0);
        BOOST_REQUIRE_SMALL(volts(frames[n], Channel::va) - va, 2e-4);
        double const i3 = stated(s[Channel::i3], turned(50.0, t)) + root * 0.5 * std::sin(turned(175.3, t));
        BOOST_REQUIRE_SMALL(volts(frames[n], Channel::i3) - i3, 1e-5);
    }
}

BOOST_AUTO_TEST_CASE(a_line_that_the_next_stimulus_holds_too_runs_on_and_a_new_one_begins_with_it) {
    Stimulus s;
    s[Channel::va].interharmonics = {{175.0, 7.0, 0.0}};
    Synth synth(s);
    (void)render(synth, 500);
    s[Channel::va].interharmonics = {{210.0, 1.0, 0.0}, {175.0, 14.0, 0.0}};
    s[Channel::vb].interharmonics = {{175.0, 3.0, 0.0}};
    s.frequency_hz = 60.0;
    synth.apply(s);
    auto const frames = render(synth, 500);
    for (std::size_t n = 0; n < frames.size(); ++n) {
        double const t = static_cast<double>(n);
        double const root = std::numbers::sqrt2;
        double const va = root * (14.0 * std::sin(turned(175.0, 500.0 + t)) + std::sin(turned(210.0, t)));
        BOOST_REQUIRE_SMALL(volts(frames[n], Channel::va) - va, 1e-5);
        BOOST_REQUIRE_SMALL(volts(frames[n], Channel::vb) - root * 3.0 * std::sin(turned(175.0, t)), 1e-5);
    }
}

BOOST_AUTO_TEST_CASE(a_rotor_does_not_drift_within_an_hour) {
    Rotor rotor(175.3);
    double worst = 0.0;
    for (std::int64_t n = 0; n < 3'600 * std::int64_t{kSampleRate}; ++n, rotor.next()) {
        if (n % 10'007 != 0) continue;
        // f·n in tenths is a whole number, so the reduction to one turn is exact.
        double const turns = static_cast<double>(1'753 * n % 96'000) / 96'000.0;
        worst = std::max(worst, std::abs(rotor.sine() - std::sin(2.0 * kPi * turns)));
    }
    BOOST_TEST(worst < 1e-8);  // 631 080 cycles at a step that is a double
}

BOOST_AUTO_TEST_CASE(noise_has_its_rms_and_each_lane_its_own_stream) {
    constexpr std::size_t kFrames = 40 * kSampleRate;
    Stimulus s;
    s[Channel::va].noise = 2.0;
    s[Channel::vb].noise = 2.0;
    s[Channel::i4].noise = 0.01;
    s.seed = 42;
    Synth synth(s);
    auto const frames = render(synth, kFrames);
    // The rms of N normal numbers is known to 1/sqrt(2N).
    double const sure = 5.0 / std::sqrt(2.0 * kFrames);
    BOOST_TEST(std::abs(rms(frames, Channel::va) / 2.0 - 1.0) < sure);
    BOOST_TEST(std::abs(rms(frames, Channel::i4) / 0.01 - 1.0) < sure);
    BOOST_TEST(rms(frames, Channel::vc) == 0.0);
    double together = 0.0;
    double neighbours = 0.0;
    for (std::size_t n = 1; n < kFrames; ++n) {
        together += volts(frames[n], Channel::va) * volts(frames[n], Channel::vb);
        neighbours += volts(frames[n], Channel::va) * volts(frames[n - 1], Channel::va);
    }
    BOOST_TEST(std::abs(together / 4.0) < 5.0 * std::sqrt(kFrames));
    BOOST_TEST(std::abs(neighbours / 4.0) < 5.0 * std::sqrt(kFrames));
    // The streams are those of the names, whatever the vector width.
    Random va(42, "Va");
    Random i4(42, "I4");
    for (std::size_t n = 0; n < 1'000; ++n) {
        BOOST_REQUIRE_EQUAL(frames[n][Channel::va], 2.0F * va.normal());
        BOOST_REQUIRE_EQUAL(frames[n][Channel::i4], 0.01F * i4.normal());
    }
}

// A spectrum is flat where no sample tells anything of those before: the correlations at all lags are zero. Estimated from N samples each
// has a spread of 1/sqrt(N).
BOOST_AUTO_TEST_CASE(noise_is_flat_up_to_half_the_sampling_rate) {
    constexpr std::size_t kFrames = 40 * kSampleRate;
    Stimulus s;
    s[Channel::vn].noise = 1.0;
    Synth synth(s);
    auto const frames = render(synth, kFrames);
    for (std::size_t lag = 1; lag <= 32; ++lag) {
        double sum = 0.0;
        for (std::size_t n = lag; n < kFrames; ++n) sum += volts(frames[n], Channel::vn) * volts(frames[n - lag], Channel::vn);
        BOOST_TEST(std::abs(sum / kFrames) < 5.0 / std::sqrt(kFrames), "lag " << lag);
    }
}

BOOST_AUTO_TEST_CASE(the_seed_decides_the_noise_and_another_stimulus_with_the_same_seed_goes_on_with_it) {
    Stimulus s;
    s[Channel::va].noise = 1.0;
    Synth a(s);
    Synth b(s);
    auto const whole = render(a, 300);
    (void)render(b, 100);
    b.apply(s);
    auto const later = render(b, 100);
    for (std::size_t n = 0; n < later.size(); ++n) BOOST_REQUIRE_EQUAL(later[n][Channel::va], whole[100 + n][Channel::va]);
    s.seed = 2;
    b.apply(s);
    BOOST_TEST(render(b, 1)[0][Channel::va] != whole[200][Channel::va]);
    s.seed = 1;
    b.apply(s);
    BOOST_TEST(render(b, 1)[0][Channel::va] == whole[0][Channel::va]);
}

BOOST_AUTO_TEST_CASE(flicker_modulates_the_voltage_to_neutral_of_its_phases) {
    for (bool const square : {false, true}) {
        Stimulus s = balanced(230.0, 10.0, 0.0, 50.0);
        s[Channel::vn] = {10.0, 40.0, {}};
        s.modulation = {0b101, 0.1, 8.0, square};
        Synth synth(s);
        auto const frames = render(synth, kSampleRate);
        for (std::size_t n = 0; n < frames.size(); ++n) {
            double const t = static_cast<double>(n);
            double const m = square ? (n % 1'200 < 600 ? 1.0 : -1.0) : std::sin(turned(8.0, t));
            double const vn = stated(s[Channel::vn], turned(50.0, t));
            for (Channel const c : {Channel::va, Channel::vb, Channel::vc}) {
                double const to_neutral = stated(s[c], turned(50.0, t)) - vn;
                double const expected = vn + (c == Channel::vb ? 1.0 : 1.0 + 0.05 * m) * to_neutral;
                BOOST_REQUIRE_SMALL(volts(frames[n], c) - expected, 3e-4);
            }
            BOOST_REQUIRE_SMALL(volts(frames[n], Channel::i1) - stated(s[Channel::i1], turned(50.0, t)), 1e-5);
        }
    }
}

BOOST_AUTO_TEST_CASE(a_modulation_begins_with_its_positive_half_and_runs_on_through_a_change_of_frequency) {
    Stimulus s = balanced(230.0, 10.0, 0.0, 50.0);
    Synth synth(s);
    auto const gain_after = [&](std::size_t frames) {  // of the last of them
        auto const last = render(synth, frames).back();
        return volts(last, Channel::va) / volts(last, Channel::i1) / 23.0;
    };
    s.modulation = {0b111, 0.2, 8.0, true};
    synth.apply(s);
    BOOST_TEST(std::abs(gain_after(650) - 0.9) < 1e-6);  // the second half began at frame 600
    s.modulation.frequency_hz = 4.0;
    synth.apply(s);
    BOOST_TEST(std::abs(gain_after(1'000) - 0.9) < 1e-6);  // 550 of 1200 frames are left, 1100 at 4 Hz
    BOOST_TEST(std::abs(gain_after(150) - 1.1) < 1e-6);
    BOOST_TEST(std::abs(gain_after(1'200) - 0.9) < 1e-6);
    s.modulation.depth = 0.0;
    synth.apply(s);
    BOOST_TEST(std::abs(gain_after(50) - 1.0) < 1e-6);
    (void)render(synth, 1'000);
    s.modulation.depth = 0.2;
    synth.apply(s);
    BOOST_TEST(std::abs(gain_after(50) - 1.1) < 1e-6);
}

// A sine of relative change d makes two lines of V·d/4 beside the fundamental.
BOOST_AUTO_TEST_CASE(flicker_makes_two_side_lines) {
    Stimulus s = balanced(230.0, 10.0, 0.0, 50.0);
    s.modulation = {0b111, 0.04, 8.0, false};
    Synth synth(s);
    auto const frames = render(synth, kSampleRate);
    BOOST_TEST(std::abs(std::abs(line(frames, Channel::va, 42.0)) - 2.3) < 1e-4);
    BOOST_TEST(std::abs(std::abs(line(frames, Channel::va, 58.0)) - 2.3) < 1e-4);
    BOOST_TEST(std::abs(line(frames, Channel::va, 50.0) - 230.0) < 1e-4);
}

BOOST_AUTO_TEST_CASE(a_phase_jump_turns_all_channels_by_the_same_angle_of_the_fundamental) {
    Stimulus s = balanced(230.0, 10.0, 30.0, 50.0);
    s[Channel::va].harmonics = {{5, 0.1, 0.0}};
    Synth synth(s);
    (void)render(synth, 777);
    s.phase_jump_deg = -75.0;
    synth.apply(s);
    auto const frames = render(synth, 1'000);
    for (std::size_t n = 0; n < frames.size(); ++n) {
        double const wt = turned(50.0, 777.0 + static_cast<double>(n)) - 75.0 * kPi / 180.0;
        for (std::size_t c = 0; c < kChannels; ++c)
            BOOST_REQUIRE_SMALL(static_cast<double>(frames[n].lanes[c]) - stated(s.channels[c], wt), 4e-4);
    }
}
