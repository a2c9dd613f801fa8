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
