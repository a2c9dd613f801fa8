// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/engine/readings_json.hpp"

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include <cmath>

using namespace mb;
using namespace std::chrono_literals;

namespace {

Event event(EventKind kind, ChannelMask channels) {
    Event e;
    e.kind = kind;
    e.start = Instant{1s};
    e.end = Instant{1200ms};
    e.channels = channels;
    e.reference = {230, 230, 230, 400, 400, 400, 100, 100, 100, 100};
    e.extreme = {92, 115, 230, 300, 400, 400, 50, 60, 70, std::nan("")};
    return e;
}

std::string keys(nlohmann::ordered_json const& object) {
    std::string all;
    for (auto const& [key, value] : object.items()) all += key + ' ';
    return all;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(readings)

BOOST_AUTO_TEST_CASE(a_dip_tells_its_channels_and_the_currents_along) {
    auto const json = event_json(event(EventKind::dip, 0b1001));
    BOOST_TEST(json["where"].get<int>() == 0);
    BOOST_TEST(json["channels"].dump() == "[\"V1\",\"U12\"]");
    BOOST_TEST(keys(json["per_channel"]) == "V1 U12 ");
    BOOST_TEST(json["per_channel"]["V1"]["unit"].get<std::string>() == "V");
    BOOST_TEST(keys(json["along"]) == "I1 I2 I3 ");  // In had no value
    BOOST_TEST(json["along"]["I2"].dump() == "{\"reference\":100.0,\"extreme\":60.0,\"unit\":\"A\"}");
    BOOST_TEST(json["residual_percent"].get<double>() == 40.0);
}

BOOST_AUTO_TEST_CASE(an_inrush_tells_its_load_its_highest_current_and_no_residual) {
    Event e = event(EventKind::inrush, 0b1100'0000);
    e.where = 1;
    e.extreme[6] = 620.0;
    auto const json = event_json(e);
    BOOST_TEST(json["kind"].get<std::string>() == "inrush");
    BOOST_TEST(json["where"].get<int>() == 1);
    BOOST_TEST(json["channels"].dump() == "[\"I1\",\"I2\"]");
    BOOST_TEST(json["extreme_percent"].get<double>() == 620.0);
    BOOST_TEST(!json.contains("residual_percent"));
    BOOST_TEST(keys(json["along"]) == "V1 V2 V3 U12 U23 U31 ");
    BOOST_TEST(json["along"]["V1"]["extreme"].get<double>() == 92.0);
}

BOOST_AUTO_TEST_CASE(what_a_meter_does_not_tell_is_left_out) {
    Event e = event(EventKind::dip, 0b1);
    for (std::size_t c = kEventVoltages; c < kEventChannels; ++c) e.reference[c] = e.extreme[c] = 0.0;
    BOOST_TEST(event_json(e)["along"].empty());
}

BOOST_AUTO_TEST_SUITE_END()
