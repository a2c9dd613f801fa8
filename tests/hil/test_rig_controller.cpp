// SPDX-License-Identifier: GPL-3.0-or-later
#include <boost/test/unit_test.hpp>

#include <cmath>

#include "hil/controller/rig_controller.hpp"
#include "hil/pulse_collector.hpp"
#include "tests/hil/fake_controller.hpp"

using namespace mb;
using namespace mb::hil;
using namespace std::chrono_literals;
using test::FakeController;

namespace {

struct Bed {
    Bed() {
        auto const opened = port.open();
        BOOST_REQUIRE_MESSAGE(opened, "the line is open");
    }
    FakeController fake;
    LinkRigPort port{*LinkAddress::parse("serial:" + fake.line.path() + ":115200:8N1"), 100ms};
    RigController rig{port};
};

}  // namespace

BOOST_AUTO_TEST_SUITE(rig_controller)

BOOST_AUTO_TEST_CASE(it_says_who_it_is_and_does_what_it_is_told) {
    Bed bed;
    auto const who = bed.rig.hello();
    BOOST_REQUIRE_MESSAGE(who, "an answer");
    BOOST_TEST(who->name == "fake rig");
    BOOST_TEST(int{who->relays} == 8);
    BOOST_TEST(int{who->pulse_channels} == 2);
    BOOST_TEST(who->ticks_per_second == 1'000'000U);
    BOOST_REQUIRE(bed.rig.supply(true));
    BOOST_REQUIRE(bed.rig.relay(5, 2));
    BOOST_REQUIRE(bed.rig.inputs(0b11));
    auto const state = bed.rig.state();
    BOOST_REQUIRE_MESSAGE(state, "an answer");
    BOOST_TEST(state->supply);
    BOOST_TEST(int{state->inputs} == 3);
    BOOST_TEST(int{state->relays.at(5)} == 2);
    BOOST_TEST(int{*bed.rig.outputs()} == 0b101);
    BOOST_REQUIRE(bed.rig.safe());
    BOOST_TEST(!bed.fake.supply);
}

BOOST_AUTO_TEST_CASE(a_request_without_answer_is_repeated_with_its_sequence_and_carried_out_once) {
    Bed bed;
    bed.fake.ignores = 3;
    BOOST_REQUIRE(bed.rig.supply(true));
    BOOST_TEST(bed.fake.heard.size() == 1U);
    bed.fake.line.delay_ms = 150;  // the answer comes when the bench has asked again
    BOOST_REQUIRE(bed.rig.supply(false));
    BOOST_TEST(bed.fake.repeats >= 1U);
    BOOST_TEST(bed.fake.heard.size() == 2U);
    bed.fake.line.delay_ms = 0;
    bed.fake.mute = true;
    auto const lost = bed.rig.supply(true);
    BOOST_REQUIRE(!lost);
    BOOST_TEST(lost.error().sentence.find("did not answer supply, asked 4 times") != std::string::npos, lost.error().sentence);
}

BOOST_AUTO_TEST_CASE(a_refusal_is_told_in_words) {
    Bed bed;
    bed.fake.interlock_closed = false;
    BOOST_TEST(bed.rig.supply(true).error().sentence.find("the rig controller refused supply: not now (interlock open)") !=
               std::string::npos);
    BOOST_TEST(bed.rig.relay(9, 0).error().sentence.find("refused relay: no such channel") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_clock_that_goes_back_is_refused) {
    Bed bed;
    BOOST_REQUIRE(bed.rig.clock());
    bed.fake.ticks = 0;
    bed.fake.stands_still = true;
    auto const back = bed.rig.clock();
    BOOST_REQUIRE(!back);
    BOOST_TEST(back.error().sentence.find("went back from 20000 to 0") != std::string::npos, back.error().sentence);
}

BOOST_AUTO_TEST_CASE(noise_on_the_line_costs_time_but_no_truth) {
    Bed bed;
    bed.fake.line.flip_every = 151;
    for (int n = 0; n < 100; ++n) {
        auto const state = bed.rig.state();
        if (!state) continue;  // asked four times in vain; what never comes is a wrong answer
        BOOST_TEST(!state->supply);
        BOOST_TEST(state->interlock_closed);
        BOOST_TEST(state->relays.size() == 8U);
    }
}

BOOST_AUTO_TEST_CASE(pulses_come_with_their_numbers) {
    Bed bed;
    bed.fake.pulse_every = 100'000;
    bed.fake.ticks = 1'050'000;
    auto const some = bed.rig.pulses(0, 7);
    BOOST_REQUIRE_MESSAGE(some, "an answer");
    BOOST_TEST(some->first == 7U);
    BOOST_TEST(some->ticks == (std::vector<std::uint64_t>{800'000, 900'000, 1'000'000}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(the_line_through_two_clocks_is_that_of_least_squares) {
    // y = 2 + 3x + e with e = +1 -1 -1 +1 at x = 0 1 2 3: e is orthogonal to 1 and to x, so the line is y = 2 + 3x exactly, the residuals
    // are e, s² = 4/(4-2) = 2, Sxx = 5, and the slope's deviation is sqrt(2/5).
    ClockFit fit;
    for (auto const& [x, y] : {std::pair{0.0, 3U}, {1.0, 4U}, {2.0, 7U}, {3.0, 12U}}) fit.add(x, y);
    auto const rate = fit.rate();
    BOOST_REQUIRE(rate.has_value());
    BOOST_TEST(rate->ticks_per_second == 3.0, boost::test_tools::tolerance(1e-12));
    BOOST_TEST(rate->ticks_at_zero == 2.0, boost::test_tools::tolerance(1e-12));
    BOOST_TEST(rate->uncertainty == std::sqrt(0.4), boost::test_tools::tolerance(1e-12));
    BOOST_TEST(rate->span == 3.0);
    BOOST_TEST(rate->points == 4U);
}

BOOST_AUTO_TEST_CASE(a_drift_of_parts_in_a_million_is_seen_on_large_counts) {
    ClockFit fit;
    for (int n = 0; n < 1'000; ++n)  // 20 ppm fast, ten days after power-up
        fit.add(5'000.0 + n * 0.1, 864'000'000'000ULL + static_cast<std::uint64_t>(std::llround(n * 0.1 * 1'000'020.0)));
    auto const rate = fit.rate();
    BOOST_REQUIRE(rate.has_value());
    BOOST_TEST(rate->drift_ppm(1e6) == 20.0, boost::test_tools::tolerance(1e-4));
    BOOST_TEST(rate->drift_uncertainty_ppm(1e6) < 0.01);
}

BOOST_AUTO_TEST_CASE(two_points_make_no_rate) {
    ClockFit fit;
    BOOST_TEST(!fit.rate());
    fit.add(0.0, 0);
    fit.add(1.0, 10);
    BOOST_TEST(!fit.rate());
    ClockFit still;
    for (int n = 0; n < 5; ++n) still.add(1.0, 10);
    BOOST_TEST(!still.rate());
}

BOOST_AUTO_TEST_CASE(pulses_are_collected_once_and_lost_ones_are_an_error) {
    Bed bed;
    BOOST_REQUIRE(bed.rig.hello());
    PulseCollector pulses{bed.rig, {0, 0.1}};
    bed.fake.pulse_every = 120'000;
    bed.fake.ticks = 1'200'000;  // ten of them
    BOOST_REQUIRE(pulses.begin(2'970.0, 1.2));
    BOOST_TEST(pulses.take().size() == 10U);
    bed.fake.ticks = 3'600'000;  // twenty more, one every 120 ms: 0.1 Wh in 0.12 s are 3000 W
    BOOST_REQUIRE(pulses.fetch());
    auto const taken = pulses.take();
    BOOST_REQUIRE(taken.size() == 20U);
    BOOST_TEST(taken.front().time_s == 1.32, boost::test_tools::tolerance(1e-12));
    BOOST_TEST(pulses.take().empty());
    // From 2.2 s on: at 2.28 … 3.6 s twelve. 3000/2970 - 1 = 1.0101 %
    auto const told = pulses.end(0.1);
    BOOST_TEST(told.find("12 pulses of 0.1 Wh stand for 3000 W, 2970 W applied: error +1.010 %") != std::string::npos, told);
    BOOST_TEST(pulses.end(0.1) == "");
    bed.fake.ticks = 1'000 * 3'600'000ULL;  // thirty thousand: more than the rig keeps
    auto const lost = pulses.fetch();
    BOOST_REQUIRE(!lost);
    BOOST_TEST(lost.error().sentence.find("pulse channel 0: pulses 30 to ") == 0U, lost.error().sentence);
}

BOOST_AUTO_TEST_SUITE_END()
