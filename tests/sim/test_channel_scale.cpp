// SPDX-License-Identifier: GPL-3.0-or-later
#include <boost/test/unit_test.hpp>

#include <cmath>
#include <numbers>

#include "sim/channel_scale.hpp"
#include "sim/recording_facts.hpp"

using namespace mb;

namespace {

std::string refusal(std::vector<std::string> const& choices) {
    auto const scale = lane_scale(choices);
    BOOST_REQUIRE(!scale);
    return scale.error().sentence;
}

/// 0.2 s of 50 Hz at the meter's rate: 1 V rms on U1 and U2, 1 A on I1.
WaveformFile ones() {
    WaveformFile file;
    file.name = "r.cfg";
    file.sampling_rate = kSampleRate;
    for (auto const& [name, unit] : {std::pair{"U1", "V"}, std::pair{"U2", "V"}, std::pair{"I1", "A"}}) {
        WaveformChannel channel{name, "", unit, {}};
        for (int n = 0; n < 1'920; ++n) channel.samples.push_back(std::numbers::sqrt2 * std::sin(2.0 * std::numbers::pi * n / 192.0));
        file.channels.push_back(channel);
    }
    return file;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(channel_scale)

BOOST_AUTO_TEST_CASE(an_inputs_own_factor_wins_over_that_of_its_kind) {
    LaneScale const expected{100.0, 20.0, 20.0, 20.0, -0.5, -0.5, 3e-3, -0.5};
    for (std::vector<std::string> const& choices : {std::vector<std::string>{"V=20", "V1=100", "I=-0.5", "I3=3e-3"},
                                                    std::vector<std::string>{"i3=3e-3", "Va=100", "u=20", "I=-0.5"}}) {
        auto const scale = lane_scale(choices);
        BOOST_REQUIRE_MESSAGE(scale, (scale ? "" : scale.error().sentence));
        BOOST_TEST(*scale == expected, boost::test_tools::per_element());
    }
    BOOST_TEST(*lane_scale({}) == kUnscaled, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(what_is_no_factor_of_an_input_is_refused_with_what_to_write) {
    for (std::string const choice : {"V1", "100", "=100", ""})
        BOOST_TEST(refusal({choice}) == "--scale " + choice + ": INPUT=FACTOR is needed, for example --scale V1=100");
    for (std::string const text : {"", "0", "nan", "inf", "many", "1e10", "1e-10", "2,5", "0x10"})
        BOOST_TEST(refusal({"V1=" + text}) ==
                   "--scale V1=" + text + ": '" + text + "' is no factor; a number from 1e-9 to 1e9 is needed, for example --scale V1=100");
    BOOST_TEST(refusal({"V9=2"}) == "--scale V9=2: 'V9' is no input of the meter; V1 V2 V3 Vn I1 I2 I3 I4 are, V and I mean all of a kind");
    BOOST_TEST(refusal({"V1=2", "Va=3"}) == "--scale Va=3: 'Va' has a factor already; give it once");
    BOOST_TEST(refusal({"I=2", "I=2"}).find("has a factor already") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_factor_multiplies_what_is_played_and_what_is_judged_from_it) {
    WaveformFile const file = ones();
    ChannelMap const map{0, 1, 0, -1, 2, -1, -1, -1};  // U1 feeds V1 and V3
    auto const scale = lane_scale({"V=200", "V3=-230", "I1=50"});
    BOOST_REQUIRE(scale);
    auto playback = Playback::open(file, map, {false, true, *scale});
    BOOST_REQUIRE(playback);
    std::vector<Frame> frames(1'920);
    playback->render(frames);
    for (int n : {0, 17, 48, 144, 1'000}) {
        double const sine = std::numbers::sqrt2 * std::sin(2.0 * std::numbers::pi * n / 192.0);
        Frame const& frame = frames[static_cast<std::size_t>(n)];
        for (auto const& [channel, factor] : {std::pair{Channel::va, 200.0}, std::pair{Channel::vb, 200.0}, std::pair{Channel::vc, -230.0},
                                              std::pair{Channel::i1, 50.0}, std::pair{Channel::i2, 0.0}})
            BOOST_TEST(std::abs(static_cast<double>(frame[channel]) - factor * sine) < 1e-4);
    }
    RecordingFacts const facts = recording_facts(file, map, *scale);
    BOOST_TEST(facts.voltage == 200.0, boost::test_tools::tolerance(1e-9));  // median of 200, 200, 230
    BOOST_TEST(facts.current == 50.0, boost::test_tools::tolerance(1e-9));
    BOOST_TEST(recording_facts(file, map).voltage == 1.0, boost::test_tools::tolerance(1e-9));
}

BOOST_AUTO_TEST_SUITE_END()
