// SPDX-License-Identifier: GPL-3.0-or-later
// A program of its own, because it replaces operator new (counting_new.hpp). What runs per sample or per window must not allocate: firmware
// has no heap to spare, and a bench that does would stall now and then.
#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <span>
#include <vector>

#include "core/meter/meter.hpp"
#include "sim/synth.hpp"
#include "tests/core/meter/allocations/counting_new.hpp"

using namespace mb;
using namespace std::chrono_literals;
using mb::test::allocated_bytes;
using mb::test::allocations;

namespace {

constexpr std::size_t kSecond = kSampleRate;

Stimulus star() {
    Stimulus s = balanced(230.0, 10.0, 30.0, 50.3);
    for (std::size_t p = 0; p < 3; ++p) s.channels[p].harmonics = {{5, 0.06, 0.0}, {11, 0.035, 0.0}};
    return s;
}

/// Allocations while the meter takes these frames, block by block.
std::size_t counted_feed(Meter& meter, std::span<Frame const> frames) {
    std::size_t const before = allocations();
    for (std::size_t at = 0; at < frames.size(); at += kBlockFrames) meter.feed(frames.subspan(at, kBlockFrames));
    return allocations() - before;
}

}  // namespace

BOOST_AUTO_TEST_CASE(the_count_sees_an_allocation) {
    std::size_t const before = allocations();
    std::vector<int> const one(1'000);
    std::vector<Frame> const aligned(1);
    BOOST_TEST(allocations() - before == 2U);
    BOOST_TEST(one.size() + aligned.size() == 1'001U);
}

BOOST_AUTO_TEST_CASE(five_seconds_of_a_steady_signal_allocate_nothing) {
    Synth synth(star());
    std::vector<Frame> frames(8 * kSecond);
    synth.render(frames);
    Meter meter{MeterSettings{}};
    counted_feed(meter, std::span{frames}.first(3 * kSecond));
    BOOST_TEST(counted_feed(meter, std::span{frames}.subspan(3 * kSecond)) == 0U);
}

BOOST_AUTO_TEST_CASE(five_seconds_with_a_dip_and_a_swell_allocate_nothing) {
    Stimulus s = star();
    Synth synth(s);
    std::vector<Frame> frames(8 * kSecond);
    std::span<Frame> const all{frames};
    synth.render(all.first(4 * kSecond));
    s.event = VoltageEvent{0b111, 0.4, 300ms, 0.0};
    synth.apply(s);
    synth.render(all.subspan(4 * kSecond, 2 * kSecond));
    s.event = VoltageEvent{0b001, 1.3, 300ms, 90.0};
    synth.apply(s);
    synth.render(all.subspan(6 * kSecond));
    Meter meter{MeterSettings{}};
    counted_feed(meter, all.first(3 * kSecond));
    BOOST_TEST(counted_feed(meter, all.subspan(3 * kSecond)) == 0U);
    BOOST_TEST(meter.snapshot()->events.size() == 2U);
}

BOOST_AUTO_TEST_CASE(the_tick_of_ten_minutes_the_end_of_an_average_and_an_overcurrent_allocate_nothing) {
    Stimulus s = star();
    Synth synth(s);
    std::vector<Frame> frames(10 * kSecond);
    std::span<Frame> const all{frames};
    synth.render(all.first(5 * kSecond));
    for (Channel const c : {Channel::i1, Channel::i2, Channel::i3}) s[c].rms = 300.0;
    synth.apply(s);
    synth.render(all.subspan(5 * kSecond));
    Meter meter{MeterSettings{}};
    meter.carry_out(SetSetting{SettingId::win_avg, 0, 60.0});
    meter.carry_out(SetClock{600'000 - 65'000});
    for (int n = 0; n < 12; ++n) BOOST_REQUIRE(counted_feed(meter, std::span{frames}.first(5 * kSecond)) == 0U);  // a minute ends at 5 s
    BOOST_TEST(counted_feed(meter, frames) == 0U);                                                                // the tick is at 65 s
    auto const told = meter.snapshot();
    BOOST_TEST(told->average->completed == 1U);
    BOOST_TEST(!told->events.empty());
}

BOOST_AUTO_TEST_CASE(a_meter_takes_less_than_four_megabytes) {
    std::size_t const before = allocated_bytes();
    Meter meter{MeterSettings{}};
    std::size_t const bytes = allocated_bytes() - before;
    BOOST_TEST_MESSAGE("a meter takes " << bytes << " bytes");
    BOOST_TEST(bytes > 100'000U);  // it counts at all
    BOOST_TEST(bytes <= 4U * 1024 * 1024);
    BOOST_TEST((meter.now() == Instant{}));
}
