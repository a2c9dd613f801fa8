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

BOOST_AUTO_TEST_CASE(the_block_size_does_not_change_a_bit) {
    Stimulus s = balanced(230.0, 10.0, 20.0, 49.3);
    s.event = VoltageEvent{0b111, 1.2, 33ms, std::nullopt};
    Synth a(s);
    Synth b(s);
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
