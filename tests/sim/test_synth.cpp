// SPDX-License-Identifier: GPL-3.0-or-later
// Against the sum of sines that the stimulus states, computed directly.
#include "sim/synth.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cmath>
#include <numbers>

using namespace mb;
using namespace std::chrono_literals;

namespace {

constexpr double kPi = std::numbers::pi;

std::vector<Frame> render(Synth& synth, std::size_t frames) {
    std::vector<Frame> out(frames);
    synth.render(out);
    return out;
}

double ideal(ChannelSignal const& c, double wt) {
    double const a = wt + c.phase_deg * kPi / 180;
    double x = std::sin(a);
    for (Harmonic const& h : c.harmonics) x += h.ratio * std::sin(h.order * a + h.phase_deg * kPi / 180);
    return std::numbers::sqrt2 * c.rms * x;
}

}  // namespace

BOOST_AUTO_TEST_CASE(all_channels_are_the_stated_sums_of_sines) {
    Stimulus s = balanced(230.0, 10.0, 37.0, 50.3);
    s[Channel::va].harmonics = {{5, 0.06, 20.0}, {25, 0.02, -90.0}};
    s[Channel::i2].harmonics = {{3, 0.30, 180.0}, {63, 0.01, 45.0}};
    s[Channel::vn] = {2.0, 15.0, {}};
    Synth synth(s);
    auto const frames = render(synth, 9'600 * 3);
    double worst_volt = 0.0;
    double worst_ampere = 0.0;
    for (std::size_t n = 0; n < frames.size(); ++n) {
        double const wt = 2 * kPi * s.frequency_hz * static_cast<double>(n) / kSampleRate;
        for (std::size_t c = 0; c < kChannels; ++c) {
            double const error = std::abs(static_cast<double>(frames[n].lanes[c]) - ideal(s.channels[c], wt));
            (c < 4 ? worst_volt : worst_ampere) = std::max(c < 4 ? worst_volt : worst_ampere, error);
        }
    }
    BOOST_TEST(worst_volt < 325.0 * 1e-6);   // a millionth of the peak
    BOOST_TEST(worst_ampere < 14.1 * 2e-6);  // order 63: the cubic's own error on 65 points a cycle
}

BOOST_AUTO_TEST_CASE(a_dip_at_a_point_on_wave_begins_there_lasts_its_time_and_touches_its_phases_only) {
    Stimulus s = balanced(230.0, 10.0, 0.0, 50.0);
    Synth synth(s);
    Synth clean(s);
    (void)render(synth, 1'000);
    (void)render(clean, 1'000);
    s.event = VoltageEvent{0b101, 0.4, 200ms, 90.0};
    synth.apply(s);
    auto const dipped = render(synth, 9'600);
    auto const whole = render(clean, 9'600);
    std::size_t first = 9'600;
    std::size_t last = 0;
    for (std::size_t n = 0; n < dipped.size(); ++n) {
        bool const changed = dipped[n][Channel::va] != whole[n][Channel::va] || dipped[n][Channel::vc] != whole[n][Channel::vc];
        if (changed) {
            first = std::min(first, n);
            last = n;
            BOOST_TEST(std::abs(dipped[n][Channel::vc] - 0.4F * whole[n][Channel::vc]) < 1e-4F);
        }
        BOOST_TEST(dipped[n][Channel::vb] == whole[n][Channel::vb]);
        BOOST_TEST(dipped[n][Channel::i1] == whole[n][Channel::i1]);
    }
    BOOST_TEST(last - first + 1 == 1'920U);
    // Va = sin(2π·50·n/9600): 90° is sample 48 of a cycle of 192.
    BOOST_TEST((1'000 + first) % 192 == 48U);
}

BOOST_AUTO_TEST_CASE(a_change_of_frequency_does_not_jump) {
    Stimulus s = balanced(230.0, 10.0, 0.0, 50.0);
    Synth synth(s);
    auto before = render(synth, 777);
    s.frequency_hz = 60.0;
    synth.apply(s);
    auto const after = render(synth, 777);
    double const steepest = 325.3 * 2 * kPi * 60.0 / kSampleRate;
    BOOST_TEST(std::abs(after.front()[Channel::va] - before.back()[Channel::va]) <= steepest * 1.001);
    // and the angle runs on: wt = 2π(50·777 + 60·n)/9600
    for (std::size_t n = 0; n < after.size(); ++n) {
        double const wt = 2 * kPi * (50.0 * 777 + 60.0 * static_cast<double>(n)) / kSampleRate;
        BOOST_TEST(std::abs(static_cast<double>(after[n][Channel::va]) - ideal(s[Channel::va], wt)) < 325.0 * 1e-6);
    }
}

BOOST_AUTO_TEST_CASE(a_second_dip_leaves_the_first_running_and_common_phases_get_both) {
    Stimulus s = balanced(230.0, 10.0, 0.0, 50.0);
    Synth synth(s);
    Synth clean(s);
    s.event = VoltageEvent{0b001, 0.4, 500ms, std::nullopt};
    synth.apply(s);
    auto dipped = render(synth, 960);
    s.event = VoltageEvent{0b011, 0.5, 100ms, std::nullopt};
    synth.apply(s);
    for (Frame const& f : render(synth, 4'800)) dipped.push_back(f);
    auto const whole = render(clean, dipped.size());
    for (std::size_t n = 0; n < dipped.size(); ++n) {
        bool const second = n >= 960 && n < 1'920;
        float const a = n >= 4'800 ? 1.0F : second ? 0.2F : 0.4F;
        float const b = second ? 0.5F : 1.0F;
        BOOST_REQUIRE_SMALL(dipped[n][Channel::va] - a * whole[n][Channel::va], 1e-4F);
        BOOST_REQUIRE_SMALL(dipped[n][Channel::vb] - b * whole[n][Channel::vb], 1e-4F);
        BOOST_REQUIRE_EQUAL(dipped[n][Channel::vc], whole[n][Channel::vc]);
    }
}

BOOST_AUTO_TEST_CASE(a_dip_that_waits_for_its_angle_leaves_a_running_one_alone) {
    Stimulus s = balanced(230.0, 10.0, 0.0, 50.0);
    Synth synth(s);
    Synth clean(s);
    s.event = VoltageEvent{0b010, 0.5, 100ms, std::nullopt};
    synth.apply(s);
    s.event = VoltageEvent{0b001, 0.4, 10ms, 180.0};
    synth.apply(s);
    auto const dipped = render(synth, 2'000);
    auto const whole = render(clean, 2'000);
    for (std::size_t n = 0; n < dipped.size(); ++n) {
        // 180 degrees are 96 samples of 192.
        float const a = n >= 96 && n < 192 ? 0.4F : 1.0F;
        float const b = n < 960 ? 0.5F : 1.0F;
        BOOST_REQUIRE_SMALL(dipped[n][Channel::va] - a * whole[n][Channel::va], 1e-4F);
        BOOST_REQUIRE_SMALL(dipped[n][Channel::vb] - b * whole[n][Channel::vb], 1e-4F);
    }
}

BOOST_AUTO_TEST_CASE(of_seventeen_events_the_oldest_ends) {
    Stimulus s = balanced(230.0, 10.0, 0.0, 50.0);
    Synth synth(s);
    Synth clean(s);
    s.event = VoltageEvent{0b001, 0.0, 10s, std::nullopt};
    synth.apply(s);
    s.event = VoltageEvent{0b010, 1.0, 10s, std::nullopt};
    for (int i = 0; i < 15; ++i) synth.apply(s);
    auto const sixteen = render(synth, 50);
    (void)render(clean, 50);
    BOOST_TEST(sixteen.back()[Channel::va] == 0.0F);
    synth.apply(s);
    BOOST_TEST(render(synth, 50).back()[Channel::va] == render(clean, 50).back()[Channel::va]);
}

BOOST_AUTO_TEST_CASE(the_point_on_wave_stays_that_angle_when_frequency_or_phase_change_while_it_is_awaited) {
    for (bool const frequency : {true, false}) {
        Stimulus s = balanced(230.0, 10.0, 0.0, 50.0);
        Synth synth(s);
        Synth clean(s);
        s.event = VoltageEvent{0b001, 0.0, 10ms, 90.0};  // due at frame 48
        synth.apply(s);
        (void)render(synth, 10);
        (void)render(clean, 10);
        s.event.reset();
        if (frequency)
            s.frequency_hz = 60.0;
        else
            s[Channel::va].phase_deg = 30.0;
        synth.apply(s);
        clean.apply(s);
        auto const dipped = render(synth, 400);
        auto const whole = render(clean, 400);
        std::size_t first = 0;
        while (first < 400 && dipped[first][Channel::va] == whole[first][Channel::va]) ++first;
        // 50 Hz turns 1.875 degrees a frame, 60 Hz 2.25: (90 - 18.75) / 2.25 = 31.7; (90 - 30 - 18.75) / 1.875 = 22.
        BOOST_TEST(first == (frequency ? 32U : 22U));
    }
}

BOOST_AUTO_TEST_CASE(a_dip_takes_from_the_voltage_to_neutral_not_from_that_to_earth) {
    Stimulus s = balanced(230.0, 10.0, 0.0, 50.0);
    s[Channel::vn] = {20.0, 70.0, {}};
    Synth synth(s);
    Synth clean(s);
    s.event = VoltageEvent{0b101, 0.4, 1s, std::nullopt};
    synth.apply(s);
    auto const dipped = render(synth, 400);
    auto const whole = render(clean, 400);
    for (std::size_t n = 0; n < dipped.size(); ++n) {
        BOOST_REQUIRE_EQUAL(dipped[n][Channel::vn], whole[n][Channel::vn]);
        BOOST_REQUIRE_EQUAL(dipped[n][Channel::vb], whole[n][Channel::vb]);
        for (Channel const phase : {Channel::va, Channel::vc})
            BOOST_REQUIRE_SMALL(dipped[n][phase] - dipped[n][Channel::vn] - 0.4F * (whole[n][phase] - whole[n][Channel::vn]), 1e-4F);
    }
}

BOOST_AUTO_TEST_CASE(the_block_size_does_not_change_a_bit) {
    Stimulus s = balanced(230.0, 10.0, 20.0, 49.3);
    s[Channel::vn] = {5.0, 70.0, {}};
    s.event = VoltageEvent{0b111, 1.2, 33ms, std::nullopt};
    Stimulus second = s;
    second.event = VoltageEvent{0b010, 0.3, 21ms, 77.0};
    Synth a(s);
    Synth b(s);
    a.apply(second);
    b.apply(second);
    auto const whole = render(a, 2'000);
    std::vector<Frame> parts;
    for (std::size_t size = 1; parts.size() < whole.size(); size = size % 97 + 1) {
        auto const some = render(b, std::min(size, whole.size() - parts.size()));
        parts.insert(parts.end(), some.begin(), some.end());
    }
    for (std::size_t n = 0; n < whole.size(); ++n)
        for (std::size_t c = 0; c < kChannels; ++c) BOOST_REQUIRE_EQUAL(whole[n].lanes[c], parts[n].lanes[c]);
}

BOOST_AUTO_TEST_CASE(silence_is_zero) {
    Synth synth(Stimulus{});
    for (Frame const& f : render(synth, 100))
        for (std::size_t c = 0; c < kChannels; ++c) BOOST_TEST(f.lanes[c] == 0.0F);
}
