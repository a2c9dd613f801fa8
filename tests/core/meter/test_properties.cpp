// SPDX-License-Identifier: GPL-3.0-or-later
// The whole meter is a function of its samples: nothing else goes in, whoever is fed beside it and however the samples are cut.
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <bit>
#include <cstdint>
#include <span>
#include <vector>

#include "core/meter/meter.hpp"
#include "sim/synth.hpp"

using namespace mb;
using namespace std::chrono_literals;

namespace {

/// 2 s of a distorted star, with a dip after the first.
std::vector<Frame> signal(double frequency) {
    Stimulus s = balanced(230.0, 10.0, 30.0, frequency);
    for (std::size_t p = 0; p < 3; ++p) s.channels[p].harmonics = {{5, 0.06, 0.0}, {11, 0.035, 90.0}};
    Synth synth(s);
    std::vector<Frame> frames(2 * kSampleRate);
    synth.render(std::span{frames}.first(kSampleRate));
    s.event = VoltageEvent{0b011, 0.6, 150ms, 90.0};
    synth.apply(s);
    synth.render(std::span{frames}.subspan(kSampleRate));
    return frames;
}

/// What a meter told after every tenth of a second.
class Told {
public:
    void note(Meter& meter) {
        auto const s = meter.snapshot();
        add(s->readings);
        if (s->average) add(s->average->values);
        if (s->three_seconds) add(s->three_seconds->values);
        for (EnergyCount const& e : s->loads[0].total.energy) bits_.insert(bits_.end(), {e.watt_hours(), e.nanojoules()});
        add(s->loads[0].predicted);
        bits_.push_back(s->pulses);
        bits_.push_back(s->windows);
        bits_.push_back(static_cast<std::uint64_t>(s->window_end.time_since_epoch().count()));
        for (Event const& e : s->events) {
            bits_.push_back(static_cast<std::uint64_t>(e.start.time_since_epoch().count()));
            for (double const x : e.extreme) bits_.push_back(std::bit_cast<std::uint64_t>(x));
        }
    }
    bool operator==(Told const&) const = default;
    std::size_t size() const { return bits_.size(); }

private:
    void add(std::span<double const> values) {
        for (double const x : values) bits_.push_back(std::bit_cast<std::uint64_t>(x));
    }
    std::vector<std::uint64_t> bits_;
};

constexpr std::size_t kTenth = 960;

/// A minute of the clock begins now.
Meter made() {
    Meter meter{MeterSettings{}};
    meter.carry_out(SetSetting{SettingId::win_avg, 0, 60.0});
    meter.carry_out(SetClock{0});
    return meter;
}

Told alone(std::vector<Frame> const& frames, std::size_t chunk) {
    Meter meter = made();
    Told told;
    for (std::size_t at = 0; at < frames.size(); at += chunk) {
        meter.feed(Block{frames}.subspan(at, chunk));
        if ((at + chunk) % kTenth == 0) told.note(meter);
    }
    return told;
}

}  // namespace

BOOST_AUTO_TEST_CASE(chunks_of_8_96_and_960_frames_give_the_same_bits) {
    auto const frames = signal(50.3);
    Told const blocks = alone(frames, kBlockFrames);
    BOOST_TEST(blocks.size() > 1'000U);
    BOOST_TEST((alone(frames, kChunkFrames) == blocks));
    BOOST_TEST((alone(frames, kTenth) == blocks));
}

BOOST_AUTO_TEST_CASE(two_meters_fed_in_turns_tell_what_each_tells_alone) {
    auto const first = signal(50.3);
    auto const second = signal(49.1);
    Meter a = made();
    Meter b = made();
    Told of_a, of_b;
    for (std::size_t at = 0; at < first.size(); at += kBlockFrames) {
        a.feed(Block{first}.subspan(at, kBlockFrames));
        b.feed(Block{second}.subspan(at, kBlockFrames));
        if ((at + kBlockFrames) % kTenth == 0) {
            of_a.note(a);
            of_b.note(b);
        }
    }
    BOOST_TEST((of_a == alone(first, kBlockFrames)));
    BOOST_TEST((of_b == alone(second, kBlockFrames)));
    BOOST_TEST(!(of_a == of_b));
}

BOOST_AUTO_TEST_CASE(two_meters_fed_in_turns_for_a_minute_tell_the_averages_that_each_tells_alone) {
    auto const first = signal(50.3);
    auto const second = signal(49.1);
    Meter a = made();
    Meter b = made();
    Meter alone_a = made();
    Meter alone_b = made();
    constexpr int kTimes = 31;
    for (int n = 0; n < kTimes; ++n)
        for (std::size_t at = 0; at < first.size(); at += kBlockFrames) {
            a.feed(Block{first}.subspan(at, kBlockFrames));
            b.feed(Block{second}.subspan(at, kBlockFrames));
        }
    for (int n = 0; n < kTimes; ++n) alone_a.feed(first);
    for (int n = 0; n < kTimes; ++n) alone_b.feed(second);
    BOOST_REQUIRE(a.snapshot()->average);
    auto const told = [](Meter& meter) {
        Told t;
        t.note(meter);
        return t;
    };
    BOOST_TEST((told(a) == told(alone_a)));
    BOOST_TEST((told(b) == told(alone_b)));
}
