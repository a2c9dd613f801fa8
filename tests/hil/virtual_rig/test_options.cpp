// SPDX-License-Identifier: GPL-3.0-or-later
/// Hidden errors and misbehaviour as they are written.
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <bit>
#include <cmath>
#include <ranges>
#include <string>

#include "hil/virtual_rig/misbehaviour.hpp"
#include "hil/virtual_rig/rig_truth.hpp"

namespace {

using namespace mb;
using namespace mb::virtual_rig;

std::string why(std::string_view misbehaviour) {
    Misbehaviour to;
    auto const added = add_misbehaviour(misbehaviour, to);
    return added ? "" : added.error().sentence;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(rig_options)

BOOST_AUTO_TEST_CASE(limits_of_errors_are_read_and_explained) {
    auto const limits = parse_error_limits("gain=0.2%, phase=5min,clock=0 ppm,source=off");
    BOOST_TEST_REQUIRE(bool(limits));
    BOOST_TEST(limits->gain_percent == 0.2);
    BOOST_TEST(limits->phase_minutes == 5.0);
    BOOST_TEST(limits->clock_ppm == 0.0);
    BOOST_TEST(!limits->source);
    BOOST_TEST(limits->controller_ppm == 20.0);
    BOOST_TEST(parse_error_limits("gan=1%").error().sentence.find("did you mean 'gain'?") != std::string::npos);
    for (auto const* wrong : {"", "gain", "gain=1", "gain=1V", "gain=-1%", "gain=nan%", "clock=1e9ppm", "source=1"})
        BOOST_TEST(!parse_error_limits(wrong));
}

BOOST_AUTO_TEST_CASE(errors_stay_within_their_limits_and_follow_the_seed) {
    double largest = 0.0;
    for (std::uint64_t seed = 0; seed < 200; ++seed) {
        auto const truth = draw_truth(ErrorLimits{}, seed);
        for (double const gain : truth.voltage_gain_percent) largest = std::max(largest, std::abs(gain));
        BOOST_TEST(std::abs(truth.meter_clock_ppm) <= 40.0);
        // rig.yaml tells 0.02 % of voltage and current, 0.04 % of power down to a power factor of 0.5, 1 mHz.
        for (std::size_t p = 0; p < 3; ++p) {
            double const angle = std::abs(truth.source_current_degrees[p]) * 0.017453 * std::sqrt(3.0) * 100.0;
            BOOST_TEST(std::abs(truth.source_voltage_percent[p]) + std::abs(truth.source_read_voltage_percent[p]) < 0.02);
            BOOST_TEST(std::abs(truth.source_voltage_percent[p] + truth.source_current_percent[p]) + angle < 0.04);
        }
    }
    BOOST_TEST(largest <= 0.3);
    BOOST_TEST(largest > 0.29);
    BOOST_TEST((draw_truth(ErrorLimits{}, 7) == draw_truth(ErrorLimits{}, 7)));
    BOOST_TEST((draw_truth(ErrorLimits{}, 7) != draw_truth(ErrorLimits{}, 8)));
    BOOST_TEST((draw_truth(*parse_error_limits("none"), 7) == RigTruth{}));
}

BOOST_AUTO_TEST_CASE(the_truth_is_written_and_read_back) {
    auto const truth = draw_truth(ErrorLimits{}, 3);
    auto const back = truth_from_json(truth_json(truth), "file");
    BOOST_TEST_REQUIRE(bool(back));
    BOOST_TEST((*back == truth));
    auto const part = truth_from_json(R"({"meter": {"voltage_gain_percent": [0.1, 0, -0.1]}})", "file");
    BOOST_TEST_REQUIRE(bool(part));
    BOOST_TEST(part->voltage_gain_percent[2] == -0.1);
    BOOST_TEST(part->meter_clock_ppm == 0.0);
    BOOST_TEST(truth_from_json(R"({"meter": {"clock_pmm": 1}})", "f").error().sentence ==
               "f: unknown key 'meter.clock_pmm', did you mean 'clock_ppm'?");
    for (auto const* wrong : {"", "[]", "{", R"({"metre": {}})", R"({"meter": 1})", R"({"meter": {"clock_ppm": "1"}})",
                              R"({"meter": {"clock_ppm": [1]}})", R"({"meter": {"clock_ppm": 1e6}})",
                              R"({"meter": {"voltage_gain_percent": [1, 2]}})", R"({"meter": {"voltage_gain_percent": 1}})"})
        BOOST_TEST(!truth_from_json(wrong, "file"));
}

BOOST_AUTO_TEST_CASE(misbehaviour_is_read_by_port_and_kind) {
    Misbehaviour m;
    BOOST_TEST_REQUIRE(bool(add_misbehaviour("drop=1%,rig.flip=0.1 %,meter.stall=200ms@5s,unplug=2s/10s,interlock=1s@3s", m)));
    BOOST_TEST_REQUIRE(bool(add_misbehaviour("ignore=SOUR:VOLT2,ignore=clock,error=MEAS:FREQ?,error=relay", m)));
    BOOST_TEST(m.lines[0].drop == 0.01);
    BOOST_TEST(m.lines[2].drop == 0.01);
    BOOST_TEST(m.lines[0].flip == 0.0);
    BOOST_TEST(m.lines[1].flip == 0.001);
    BOOST_TEST(m.lines[0].stalls.empty());
    BOOST_TEST(m.lines[2].stalls.size() == 1U);
    BOOST_TEST(m.lines[1].unplugged.size() == 1U);
    BOOST_TEST(m.interlock.size() == 1U);
    BOOST_TEST(m.ignored_commands.size() == 1U);
    BOOST_TEST(m.ignored_commands[0].suffixes[0] == 2);
    BOOST_TEST(m.refused_commands[0].query);
    BOOST_TEST((m.ignored_requests == std::vector{ControllerRequest::clock}));
    BOOST_TEST((m.refused_requests == std::vector{ControllerRequest::relay}));
}

BOOST_AUTO_TEST_CASE(misbehaviour_that_cannot_be_is_explained) {
    BOOST_TEST(why("drp=1%").find("did you mean 'drop'?") != std::string::npos);
    BOOST_TEST(why("meters.drop=1%").find("did you mean 'meter'?") != std::string::npos);
    for (auto const* wrong : {"", "drop", "drop=1", "drop=101%", "drop=1V", "stall=200ms", "stall=200@5s", "stall=0s@5s", "unplug=2s/1s",
                              "ignore=SOUR:BOGUS", "ignore=", "rig.ignore=clock", "interlock=5s"})
        BOOST_TEST(why(wrong) != "");
}

BOOST_AUTO_TEST_CASE(a_trouble_is_once_or_again_and_again) {
    TroubleTime const once{5.0, 0.2, false};
    BOOST_TEST(!once.holds(4.99));
    BOOST_TEST(once.holds(5.1));
    BOOST_TEST(!once.holds(5.21));
    BOOST_TEST(!once.holds(10.1));
    TroubleTime const again{5.0, 0.2, true};
    BOOST_TEST(!again.holds(0.1));
    BOOST_TEST(again.holds(5.1));
    BOOST_TEST(!again.holds(5.21));
    BOOST_TEST(again.holds(10.1));
}

BOOST_AUTO_TEST_CASE(bytes_are_lost_and_spoilt_as_often_as_told) {
    LineTrouble trouble;
    trouble.drop = 0.1;
    Spoiler drops{trouble, 1, "a"};
    auto const left = drops.spoil(Bytes(100'000, 0x55));
    BOOST_TEST(std::abs(static_cast<double>(left.size()) - 90'000.0) < 5.0 * std::sqrt(100'000 * 0.1 * 0.9));
    BOOST_TEST(std::ranges::all_of(left, [](auto b) { return b == 0x55; }));
    trouble = {};
    trouble.flip = 0.01;
    Spoiler flips{trouble, 1, "a"};
    auto const spoilt = flips.spoil(Bytes(100'000, 0x00));
    BOOST_TEST(spoilt.size() == 100'000U);
    auto const changed = std::ranges::count_if(spoilt, [](auto b) { return b != 0; });
    BOOST_TEST(std::abs(static_cast<double>(changed) - 1'000.0) < 5.0 * std::sqrt(1'000.0));
    BOOST_TEST(std::ranges::all_of(spoilt, [](auto b) { return std::popcount(b) <= 1; }));
}

BOOST_AUTO_TEST_SUITE_END()
