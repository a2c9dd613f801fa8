// SPDX-License-Identifier: GPL-3.0-or-later
// Events with edges, phase jumps and inrush against their closed forms; rendering in pieces.
#include <rapidcheck.h>
#include <boost/test/unit_test.hpp>

#include "tests/sim/synth_probe.hpp"

using namespace mb;
using namespace mb::test;
using namespace std::chrono_literals;

namespace {

constexpr double kVolt = 4e-4;  // a few roundings of a float at 325 V

/// Everything at work at once, and about to change.
std::array<Stimulus, 3> eventful() {
    Stimulus a = balanced(230.0, 10.0, 20.0, 49.3);
    a[Channel::vn] = {5.0, 70.0, {}};
    a[Channel::vb].harmonics = {{5, 0.1, 30.0}, {63, 0.01, 0.0}};
    a[Channel::vb].interharmonics = {{175.3, 3.0, 0.0}};
    a[Channel::i3].noise = 0.1;
    a.event = VoltageEvent{0b111, 1.2, 33ms, std::nullopt, 5ms, 12.0};
    a.inrush = CurrentEvent{0b0110, 8.0, 40ms, -0.8, 20ms, 90.0};
    Stimulus b = a;
    b.frequency_hz = 51.7;
    b[Channel::vb].interharmonics = {{175.3, 1.0, 90.0}, {222.0, 1.0, 0.0}};
    b[Channel::va].dc = 3.0;
    b.ramp = 70ms;
    b.event = VoltageEvent{0b010, 0.3, 21ms, 77.0};
    b.modulation = {0b110, 0.1, 9.0, false};
    Stimulus c = a;
    c.ramp = 31ms;
    c.modulation = {0b110, 0.1, 7.0, true};
    c.seed = 9;
    c.phase_jump_deg = 33.0;
    return {a, b, c};
}

}  // namespace

BOOST_AUTO_TEST_CASE(edges_rise_and_fall_in_straight_lines) {
    Stimulus s = balanced(230.0, 10.0, 0.0, 50.0);
    Synth synth(s);
    s.event = VoltageEvent{0b010, 0.4, 100ms, std::nullopt, 20ms};
    synth.apply(s);
    auto const frames = render(synth, 2'000);
    for (std::size_t n = 0; n < frames.size(); ++n) {
        double const t = static_cast<double>(n);
        // 20 ms are 192 frames: down to frame 192, at 0.4 until 960, up until 1152.
        double const part = n < 192 ? t / 192.0 : n < 960 ? 1.0 : n < 1'152 ? (1'152.0 - t) / 192.0 : 0.0;
        double const expected = (1.0 - 0.6 * part) * stated(s[Channel::vb], turned(50.0, t));
        BOOST_REQUIRE_SMALL(volts(frames[n], Channel::vb) - expected, kVolt);
        BOOST_REQUIRE_SMALL(volts(frames[n], Channel::va) - stated(s[Channel::va], turned(50.0, t)), kVolt);
    }
}

BOOST_AUTO_TEST_CASE(a_dip_with_a_phase_jump_turns_the_voltage_to_neutral_of_its_phases) {
    Stimulus s = balanced(230.0, 10.0, 0.0, 50.0);
    s[Channel::va].harmonics = {{5, 0.1, 30.0}};
    s[Channel::vn] = {10.0, 40.0, {}};
    Synth synth(s);
    (void)render(synth, 50);
    s.event = VoltageEvent{0b101, 0.4, 100ms, std::nullopt, {}, -25.0};
    synth.apply(s);
    auto const frames = render(synth, 1'100);
    for (std::size_t n = 0; n < frames.size(); ++n) {
        double const wt = turned(50.0, 50.0 + static_cast<double>(n));
        bool const dip = n < 960;
        double const vn = stated(s[Channel::vn], wt);
        for (Channel const c : {Channel::va, Channel::vb, Channel::vc}) {
            bool const dips = dip && c != Channel::vb;
            double const there = wt - (dips ? 25.0 * kPi / 180.0 : 0.0);
            double const expected = vn + (dips ? 0.4 : 1.0) * (stated(s[c], there) - stated(s[Channel::vn], there));
            BOOST_REQUIRE_SMALL(volts(frames[n], c) - expected, kVolt);
        }
    }
}

BOOST_AUTO_TEST_CASE(two_jumps_add_and_an_edge_takes_the_jump_with_it) {
    Stimulus s = balanced(230.0, 10.0, 0.0, 50.0);
    Synth synth(s);
    s.event = VoltageEvent{0b001, 1.0, 100ms, std::nullopt, 10ms, 40.0};
    synth.apply(s);
    s.event = VoltageEvent{0b011, 1.0, 50ms, std::nullopt, {}, -10.0};
    synth.apply(s);
    auto const frames = render(synth, 1'100);
    for (std::size_t n = 0; n < frames.size(); ++n) {
        double const t = static_cast<double>(n);
        double const part = n < 96 ? t / 96.0 : n < 960 ? 1.0 : n < 1'056 ? (1'056.0 - t) / 96.0 : 0.0;
        double const lead = 40.0 * part - (n < 480 ? 10.0 : 0.0);
        BOOST_REQUIRE_SMALL(volts(frames[n], Channel::va) - stated(s[Channel::va], turned(50.0, t) + lead * kPi / 180.0), kVolt);
    }
}

BOOST_AUTO_TEST_CASE(an_inrush_decays_and_carries_dc) {
    Stimulus s = balanced(230.0, 10.0, 30.0, 50.0);
    s[Channel::i2].harmonics = {{5, 0.2, 0.0}};
    Synth synth(s);
    s.inrush = CurrentEvent{0b0010, 8.0, 100ms, -0.8, 60ms, 90.0};
    synth.apply(s);
    auto const frames = render(synth, 4 * kSampleRate);
    double const crest = std::numbers::sqrt2 * 10.0;
    for (std::size_t n = 0; n < frames.size(); ++n) {
        // 90 degrees of Va are frame 48.
        double const t = (static_cast<double>(n) - 48.0) / kSampleRate;
        double const multiple = n < 48 ? 1.0 : 1.0 + 7.0 * std::exp(-t / 0.1);
        double const dc = n < 48 ? 0.0 : -0.8 * crest * std::exp(-t / 0.06);
        double const wt = turned(50.0, static_cast<double>(n));
        BOOST_REQUIRE_SMALL(volts(frames[n], Channel::i2) - multiple * stated(s[Channel::i2], wt) - dc, 1e-4);
        BOOST_REQUIRE_SMALL(volts(frames[n], Channel::i1) - stated(s[Channel::i1], wt), 1e-5);
        BOOST_REQUIRE_SMALL(volts(frames[n], Channel::va) - stated(s[Channel::va], wt), kVolt);
    }
}

BOOST_AUTO_TEST_CASE(the_dc_of_an_inrush_keeps_the_crest_of_its_begin) {
    Stimulus s;
    s[Channel::i1].rms = 10.0;
    Synth synth(s);
    s.inrush = CurrentEvent{0b0001, 1.0, 100ms, 1.0, 100ms, std::nullopt};
    synth.apply(s);
    (void)render(synth, 96);
    s.inrush.reset();
    s[Channel::i1].rms = 0.0;
    synth.apply(s);
    double const expected = std::numbers::sqrt2 * 10.0 * std::exp(-0.1);
    BOOST_TEST(std::abs(volts(render(synth, 1)[0], Channel::i1) - expected) < 1e-5);
}

BOOST_AUTO_TEST_CASE(of_seventeen_inrushes_the_oldest_ends) {
    Stimulus s;
    s[Channel::i1].rms = 10.0;
    Synth synth(s);
    s.inrush = CurrentEvent{0b0001, 1.0, 1h, 1.0, 1h, std::nullopt};
    synth.apply(s);
    s.inrush = CurrentEvent{0b0010, 2.0, 1h, 0.0, {}, std::nullopt};
    for (int n = 0; n < 15; ++n) synth.apply(s);
    BOOST_TEST(std::abs(volts(render(synth, 1)[0], Channel::i1) - 14.142) < 0.001);
    synth.apply(s);
    BOOST_TEST(render(synth, 192)[191][Channel::i1] < 0.0F);  // the sine alone is below zero there, with dc it would not be
}

BOOST_AUTO_TEST_CASE(rendering_in_any_pieces_gives_the_same_bits) {
    bool const holds = rc::check([](std::vector<std::uint8_t> const& sizes, unsigned first) {
        auto const steps = eventful();
        Synth whole(steps[0]);
        Synth pieces(steps[0]);
        std::size_t turn = 0;
        for (std::size_t k = 0; k < steps.size(); ++k) {
            // The change comes at any frame, in the middle of ramps, edges and waits.
            std::size_t const length = 100 + (first + 131U * k) % 500;
            if (k > 0) {
                whole.apply(steps[k]);
                pieces.apply(steps[k]);
            }
            auto const expected = render(whole, length);
            std::vector<Frame> got;
            while (got.size() < length) {
                std::size_t const size = sizes.empty() ? 1 : sizes[turn++ % sizes.size()] % 100 + 1;
                for (Frame const& f : render(pieces, std::min(size, length - got.size()))) got.push_back(f);
            }
            for (std::size_t n = 0; n < length; ++n)
                for (std::size_t c = 0; c < kChannels; ++c) RC_ASSERT(expected[n].lanes[c] == got[n].lanes[c]);
        }
    });
    BOOST_TEST(holds);
}

// The wave itself has no step larger than its steepest slope where no jump is asked for: ramps and edges begin and end where it stands.
BOOST_AUTO_TEST_CASE(nothing_breaks_where_nothing_jumps) {
    Stimulus s = balanced(230.0, 10.0, 0.0, 50.0);
    Synth synth(s);
    std::vector<Frame> all = render(synth, 333);
    auto const go = [&](Stimulus const& next, std::size_t frames) {
        synth.apply(next);
        for (Frame const& f : render(synth, frames)) all.push_back(f);
    };
    s.ramp = 50ms;
    s.frequency_hz = 55.0;
    for (std::size_t p = 0; p < 3; ++p) s.channels[p].phase_deg += 40.0;
    go(s, 100);
    s.frequency_hz = 45.0;
    s[Channel::va].rms = 180.0;
    s[Channel::va].dc = 20.0;
    s[Channel::va].interharmonics = {{77.0, 10.0, 0.0}};
    s.modulation = {0b111, 0.1, 8.8, false};
    s.event = VoltageEvent{0b111, 0.2, 60ms, std::nullopt, 30ms, 30.0};
    go(s, 777);
    s.event.reset();
    s.ramp = {};  // at once, but to what stands there already
    go(s, 1'000);
    // Steepest: 325 V at 55 Hz; the edge takes 80 % in 288 frames and turns 30 degrees in them; ramps add less.
    double const slope = 325.3 * (2.0 * kPi * 55.0 / kSampleRate + 0.8 / 288.0 + kPi / 6.0 / 288.0) + 2.0;
    for (std::size_t n = 1; n < all.size(); ++n)
        for (Channel const c : {Channel::va, Channel::vb, Channel::vc}) BOOST_REQUIRE_SMALL(volts(all[n], c) - volts(all[n - 1], c), slope);
}
