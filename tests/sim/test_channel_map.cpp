// SPDX-License-Identifier: GPL-3.0-or-later
#include <boost/test/unit_test.hpp>

#include "sim/playback.hpp"

using namespace mb;

namespace {

WaveformChannel channel(std::string name, std::string unit, std::string phase = "") {
    return {std::move(name), std::move(phase), std::move(unit), {0.0}};
}

WaveformFile recording(std::vector<WaveformChannel> channels) {
    WaveformFile file;
    file.name = "r.cfg";
    file.sampling_rate = 9600.0;
    file.channels = std::move(channels);
    return file;
}

/// Va Vb Vc Vn I1 I2 I3 I4, as indices into the channels.
void check_map(std::vector<WaveformChannel> channels, ChannelMap const& expected, std::map<std::string, std::string> const& forced = {}) {
    auto const map = map_channels(recording(std::move(channels)), forced);
    BOOST_REQUIRE_MESSAGE(map, (map ? "" : map.error().sentence));
    BOOST_TEST(*map == expected, boost::test_tools::per_element());
}

std::string refusal(std::vector<WaveformChannel> channels, std::map<std::string, std::string> const& forced = {}) {
    auto const map = map_channels(recording(std::move(channels)), forced);
    BOOST_REQUIRE(!map);
    return map.error().sentence;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(channel_map)

BOOST_AUTO_TEST_CASE(numbers_letters_and_line_names_are_found_whatever_their_order) {
    check_map({channel("I1", "A"), channel("I2", "A"), channel("I3", "A"), channel("I4", "A"), channel("U1", "V"), channel("U2", "V"),
               channel("U3", "V"), channel("U4", "V")},
              {4, 5, 6, 7, 0, 1, 2, 3});
    check_map({channel("VA", "kV"), channel("VB", "kV"), channel("VC", "kV"), channel("VN", "kV"), channel("IA", "A"), channel("IB", "A"),
               channel("IC", "A"), channel("IN", "A")},
              {0, 1, 2, 3, 4, 5, 6, 7});
    check_map({channel("Ia", "ampere"), channel("Ib", "ampere"), channel("Ic", "ampere"), channel("3I0", "ampere"), channel("Va", "volt"),
               channel("Vb", "volt"), channel("Vc", "volt")},
              {4, 5, 6, -1, 0, 1, 2, 3});
    check_map(
        {channel("U L1", "V"), channel("U L2", "V"), channel("U L3", "V"), channel("I L1", "A"), channel("IL2", "A"), channel("i_l3", "A")},
        {0, 1, 2, -1, 3, 4, 5, -1});
}

BOOST_AUTO_TEST_CASE(bare_line_names_follow_their_unit) {
    check_map({channel("L1", "A"), channel("L2", "A"), channel("L3", "A"), channel("N", "A"), channel("L1", "kV"), channel("L2", "kV"),
               channel("L3", "kV")},
              {4, 5, 6, -1, 0, 1, 2, 3});
}

BOOST_AUTO_TEST_CASE(names_inside_longer_names_are_found) {
    check_map({channel("MODAQ_Va_V", ""), channel("MODAQ_Vb_V", ""), channel("MODAQ_Vc_V", ""), channel("MODAQ_Ia_I", ""),
               channel("Feeder 7: Ib", "A")},
              {0, 1, 2, -1, 3, 4, -1, -1});
}

BOOST_AUTO_TEST_CASE(the_phase_field_helps_where_the_name_does_not) {
    check_map({channel("Busbar", "V", "A"), channel("Busbar", "V", "B"), channel("Busbar", "V", "V3"), channel("Feeder", "A", "A"),
               channel("Feeder", "A", "N")},
              {0, 1, 2, -1, 3, -1, -1, 4});
}

BOOST_AUTO_TEST_CASE(a_better_name_wins_over_a_phase_field_that_comes_first) {
    check_map({channel("Reserve", "V", "A"), channel("VA", "V", "A")}, {1, -1, -1, -1, -1, -1, -1, -1});
}

BOOST_AUTO_TEST_CASE(voltages_between_phases_are_not_taken_for_phase_voltages) {
    auto const sentence = refusal({channel("U12", "V"), channel("VBC", "V", "BC"), channel("UL3L1", "V")});
    BOOST_TEST(sentence == "r.cfg: no phase voltage was found among its channels (U12, VBC, UL3L1); name it, for example --channel V1=U12");
}

BOOST_AUTO_TEST_CASE(a_current_is_not_proposed_for_a_voltage) {
    BOOST_TEST(refusal({channel("IA", "A"), channel("Bus", "kV"), channel("U12", "V")}) ==
               "r.cfg: no phase voltage was found among its channels (IA, Bus, U12); name it, for example --channel V1=Bus");
    BOOST_TEST(refusal({channel("IA", "A"), channel("F", "Hz")}) ==
               "r.cfg: no phase voltage was found among its channels (IA, F); none of them is in volts; where one is a voltage all the "
               "same, name it with --channel V1=NAME");
}

BOOST_AUTO_TEST_CASE(a_name_that_contradicts_its_unit_is_left_to_the_user) {
    check_map({channel("VA", "V"), channel("IA", "V"), channel("VB", "A"), channel("V3", "Hz")}, {0, -1, -1, -1, -1, -1, -1, -1});
}

BOOST_AUTO_TEST_CASE(cyrillic_letters_that_look_like_phases_are_read) {
    check_map({channel("U\u0410", "\u043A\u0412"), channel("U\u0412", "\u043A\u0412"), channel("U\u0421", "\u043A\u0412"),
               channel("I\u0410", "\u043A\u0410")},
              {0, 1, 2, -1, 3, -1, -1, -1});
}

BOOST_AUTO_TEST_CASE(the_user_decides_by_name_number_or_none) {
    std::vector<WaveformChannel> const channels{channel("U1", "V"), channel("U2", "V"), channel("U3", "V"), channel("U4", "V"),
                                                channel("Aux", "A")};
    check_map(channels, {1, 0, 2, 3, 4, -1, -1, -1}, {{"V1", "U2"}, {"vb", "1"}, {"I1", "aux"}});
    check_map(channels, {0, 1, 2, -1, -1, -1, -1, -1}, {{"Vn", "none"}});
}

BOOST_AUTO_TEST_CASE(a_forced_name_that_is_not_there_lists_those_that_are) {
    BOOST_TEST(refusal({channel("Uab", "V"), channel("Spare", "A")}, {{"V1", "Spar"}}) ==
               "r.cfg has no channel 'Spar', did you mean 'Spare'?; it has: Uab, Spare");
    BOOST_TEST(refusal({channel("U1", "V")}, {{"V1", "7"}}).find("has no channel '7'") != std::string::npos);
    BOOST_TEST(refusal({channel("U1", "V")}, {{"V9", "U1"}}).find("'V9' is no input of the meter") == 0U);
}

BOOST_AUTO_TEST_CASE(a_recording_without_channels_is_refused) { BOOST_TEST(refusal({}).find("no phase voltage") != std::string::npos); }

BOOST_AUTO_TEST_SUITE_END()
