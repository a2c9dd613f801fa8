// SPDX-License-Identifier: GPL-3.0-or-later
// No value rather than a wrong one: what the whole meter says of bad input, why, and how soon it is over.
#include <limits>

#include "tests/core/meter/meter_bench.hpp"

using namespace mb;
using namespace mb::test;

namespace {

constexpr float kNaN = std::numeric_limits<float>::quiet_NaN();

/// A second of the star with `x` in the middle of it.
std::vector<Frame> with_sample(Channel channel, float x) {
    auto frames = frames_of(Star{}, 1.0);
    frames[frames.size() - 6000].lanes[index(channel)] = x;
    return frames;
}

}  // namespace

BOOST_AUTO_TEST_CASE(before_the_first_window_and_without_a_load_the_reason_says_so) {
    MeterBench bench;
    BOOST_TEST(bench.why_not("net_inst.v1") == "no window measured yet");
    bench.run(Star{}, 1);
    BOOST_TEST(bench.why_not("net_inst.v1").empty());
    BOOST_TEST(bench.why_not("load2.inst.v1") == "load not in use");
    BOOST_TEST(bench.why_not("load2.avg.v1") == "load not in use");
    BOOST_TEST(bench.why_not("net_avg.v1") == "no interval completed, or no value in it");
    BOOST_TEST(bench.why_not("ident.serial_site").empty());  // is no reading
}

BOOST_AUTO_TEST_CASE(a_power_factor_without_apparent_power_is_undefined) {
    MeterBench bench;
    bench.run(lagging(0.0, 0.0), 1);
    BOOST_TEST(bench.number("load1.inst.s") == 0.0);
    BOOST_TEST(!bench.has("load1.inst.pf"));
    BOOST_TEST(bench.why_not("load1.inst.pf") == "undefined: its reference is zero or too small");
}

BOOST_AUTO_TEST_CASE(every_flaw_has_its_reason) {
    {
        MeterBench bench;
        bench.run(Star{}, 1);
        Star loud = lagging(0.0, 5'100.0);  // beyond fifty times the rated current
        bench.run(loud, 1);
        BOOST_TEST(bench.why_not("load1.inst.i1") == "input over range");
        BOOST_TEST(bench.why_not("load1.inst.p") == "input over range");
        BOOST_TEST(bench.has("net_inst.v1"));
    }
    {
        MeterBench bench;
        bench.run(dark(), 1);
        BOOST_TEST(bench.number("net_inst.v1") == 0.0);  // zero volts is a value
        BOOST_TEST(bench.why_not("net_inst.f") == "no fundamental");
        BOOST_TEST(bench.why_not("net_fund.thd_v1") == "no fundamental");
    }
    {
        MeterBench bench;
        Star slow;
        slow.frequency = 43.0;
        bench.run(slow, 2);
        BOOST_TEST(bench.why_not("net_inst.f") == "frequency outside 45 to 65 Hz");
        BOOST_TEST(bench.why_not("net_inst.v1") == "frequency outside 45 to 65 Hz");
    }
}

BOOST_AUTO_TEST_CASE(samples_that_are_not_finite_take_their_channel_for_two_windows) {
    MeterBench bench;
    bench.run(Star{}, 1);
    auto const frames = with_sample(Channel::i2, kNaN);
    bool seen = false;
    for (std::size_t at = 0; at < frames.size(); at += kBlockFrames) {
        bench.feed({frames.begin() + static_cast<std::ptrdiff_t>(at), frames.begin() + static_cast<std::ptrdiff_t>(at + kBlockFrames)});
        BOOST_REQUIRE(bench.has("net_inst.v1"));
        BOOST_REQUIRE(bench.has("load1.inst.i1"));
        if (bench.has("load1.inst.i2")) continue;
        seen = true;
        BOOST_TEST(bench.why_not("load1.inst.i2") == "samples that are not finite");
        BOOST_TEST(bench.why_not("load1.inst.p") == "samples that are not finite");
        BOOST_TEST(bench.meter.snapshot()->flagged);
    }
    BOOST_TEST(seen);
    bench.run(Star{}, 1);
    bench.near("load1.inst.i2", 10.0);
}

BOOST_AUTO_TEST_CASE(a_voltage_that_is_not_finite_for_a_moment_is_over_within_two_windows) {
    for (float const x : {kNaN, std::numeric_limits<float>::infinity()}) {
        MeterBench bench;
        bench.run(Star{}, 1);
        auto const frames = with_sample(Channel::va, x);
        std::size_t const bad = frames.size() - 6000;
        std::size_t last = 0;
        for (std::size_t at = 0; at < frames.size(); at += kBlockFrames) {
            bench.feed({frames.begin() + static_cast<std::ptrdiff_t>(at), frames.begin() + static_cast<std::ptrdiff_t>(at + kBlockFrames)});
            if (!bench.has("net_inst.v1")) last = at + kBlockFrames;
        }
        BOOST_TEST(last > bad);
        // Two windows of 200 ms; the filter, the wait for flags and a block are less than 100 ms.
        BOOST_TEST(static_cast<double>(last - bad) / kSampleRate < 0.5);
        bench.near("net_inst.v1", 230.0);
        bench.near("load1.inst.p", 6900.0);
        BOOST_TEST(bench.meter.snapshot()->events.empty());
        double const energy = bench.number("load1.energy.ea_pos");
        bench.run(Star{}, 1);
        BOOST_TEST(bench.number("load1.energy.ea_pos") > energy);
    }
}

BOOST_AUTO_TEST_CASE(a_model_with_fewer_orders_tells_none_above) {
    MeterSettings settings;
    settings.highest_order = 25;
    MeterBench bench{settings};
    Star star;
    star.tones = {{5, 0.1, 0.0}, {25, 0.1, 0.0}, {31, 0.1, 0.0}};
    bench.run(star, 1);
    bench.near("net_harm_v.h25_v1", 10.0, 1e-3);
    BOOST_TEST(!bench.has("net_harm_v.h26_v1"));
    BOOST_TEST(!bench.has("net_harm_v.h31_v1"));
    BOOST_TEST(!bench.has("net_harm_v.h26_34_v1"));
    bench.near("net_fund.thd_v1", 100.0 * std::sqrt(0.02), 1e-3);
    MeterBench whole;
    whole.run(star, 1);
    whole.near("net_fund.thd_v1", 100.0 * std::sqrt(0.03), 1e-3);
}
