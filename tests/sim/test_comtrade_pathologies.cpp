// SPDX-License-Identifier: GPL-3.0-or-later
// What real recorders are known to write and where it is tested (files of this folder; no file name: below):
//
//   nrates = 0, then one rate line      test_comtrade_config: zero_rates_with_one_rate_line_use_that_rate, zero_rates_by_the_book_…
//                                       zero_rates_with_a_rate_line_are_played_at_that_rate
//   several rate segments               test_comtrade_data: segments_of_different_rates_become_one_signal (ends and lengths)
//   revision year "2000"                test_comtrade_config: revisions_follow_the_edition_they_name
//                                       the_year_2000_follows_1999_with_its_secondary_values
//   zero-padded counts ("064D")         test_comtrade_config: counts_may_be_padded_with_zeros_and_written_small
//                                       padded_counts_still_say_how_long_a_binary_record_is
//   text in cp1251, Latin-1             test_comtrade_config: names_in_windows_1251_become_utf_8, names_in_latin_1_become_utf_8
//                                       units_in_other_character_sets_scale_the_samples
//   negative multiplier with offset     test_comtrade_data: a_negative_multiplier_with_an_offset_turns_the_sign
//                                       a_negative_multiplier_an_offset_and_a_ratio_work_in_this_order
//   12-bit ranges                       test_comtrade_data: a_twelve_bit_converter_keeps_its_range
//                                       a_signed_twelve_bit_range_does_not_make_its_lowest_count_missing
//   empty skew                          test_comtrade_config: an_empty_skew_is_zero_and_told
//   line frequency with a fraction      test_comtrade_config: the_line_frequency_may_have_a_fraction_or_be_missing
//                                       all_at_once_in_one_recording
//   0x1A padding                        test_comtrade_config: the_file_ends_at_0x1a
//                                       test_comtrade_data: a_two_byte_tail_and_padding_with_0x1a_are_ignored_and_told
//   status-only records                 test_comtrade_data: records_of_status_channels_alone_are_read_and_told (ASCII)
//                                       binary_records_of_status_channels_alone_are_told_and_refused_by_the_player
//   2-byte tail                         test_comtrade_data: a_two_byte_tail_and_padding_with_0x1a_are_ignored_and_told
//   zero start date                     test_comtrade_config: a_zero_date_is_told_and_harmless
//                                       all_at_once_in_one_recording
//   time multiplier                     test_comtrade_data: the_stamps_give_the_rate_where_the_configuration_has_none
//                                       a_time_multiplier_and_nanoseconds_multiply
//   primary or secondary (P/S)          test_comtrade_config: secondary_values_are_multiplied_by_the_ratio, …_without_a_usable_ratio_…
//                                       test_comtrade_data: secondary_kilovolts_become_primary_volts
//   short and long records              test_comtrade_data: short_and_long_lines_are_told, binary_records_longer_than_described_…
//                                       binary_records_shorter_than_described_show_by_their_sample_numbers
//                                       a_text_of_short_lines_does_not_take_memory_for_what_lacks
#include <boost/test/unit_test.hpp>

#include <cmath>

#include "sim/playback.hpp"
#include "tests/sim/comtrade_text.hpp"

using namespace mb;
using test::Bytes16;
using test::ComtradeText;
using test::kFourSamples;
using test::says;

namespace {

WaveformFile made(ComtradeText const& text, std::string const& data) {
    auto file = text.read(data);
    BOOST_REQUIRE_MESSAGE(file, (file ? "" : file.error().sentence));
    return *file;
}

void check_samples(WaveformFile const& file, std::vector<double> const& expected) {
    BOOST_REQUIRE(!file.channels.empty());
    BOOST_TEST(file.channels[0].samples == expected, boost::test_tools::per_element());
}

}  // namespace

BOOST_AUTO_TEST_SUITE(comtrade_pathologies)

BOOST_AUTO_TEST_CASE(zero_rates_with_a_rate_line_are_played_at_that_rate) {
    ComtradeText text;
    text.rates = {"0", "1200,4"};
    auto const file = made(text, "1,0,10\r\n2,833,20\r\n3,1667,30\r\n4,2500,40\r\n");
    check_samples(file, {10.0, 20.0, 30.0, 40.0});
    BOOST_TEST(file.sampling_rate == 1200.0);
    BOOST_TEST(says(file.diagnostics, "0 sampling rates are announced but one is given"));
    BOOST_TEST(file.diagnostics.size() == 1U);
}

BOOST_AUTO_TEST_CASE(the_year_2000_follows_1999_with_its_secondary_values) {
    ComtradeText text;
    text.station = "Station,Device,2000";
    text.channels = {"1,IA,A,,A,0.5,0,0,-32767,32767,400,5,S"};
    auto const file = made(text, kFourSamples);
    check_samples(file, {400.0, 800.0, 1200.0, 1600.0});  // 0.5 * count * 400 / 5
    BOOST_TEST(says(file.diagnostics, "x.cfg:1: revision 2000 is no edition of the standard: read by the rules of 1999"));
    BOOST_TEST(says(file.diagnostics, "x.cfg:3: channel 'IA' holds secondary values: multiplied by 80"));
    BOOST_TEST(file.diagnostics.size() == 2U);
}

BOOST_AUTO_TEST_CASE(padded_counts_still_say_how_long_a_binary_record_is) {
    ComtradeText text;
    text.format = "BINARY";
    text.counts = "065,001A,064D";  // 64 status channels: four words
    for (int i = 1; i <= 64; ++i) text.channels.push_back(std::to_string(i) + ",S,,,0");
    text.rates = {"1", "1000,2"};
    Bytes16 data;
    for (int i = 1; i <= 2; ++i) data.u32(static_cast<std::uint32_t>(i)).u32(0).i16(100 * i).i16(-1).i16(-1).i16(0).i16(7);
    auto const file = made(text, data.bytes);
    check_samples(file, {100.0, 200.0});
    BOOST_TEST(file.diagnostics.empty());
}

BOOST_AUTO_TEST_CASE(units_in_other_character_sets_scale_the_samples) {
    ComtradeText text;
    text.channels = {"1,\xD4\xE0\xE7\xE0 A,A,,\xEA\xC2,1,0,0,-32767,32767,1,1,P"};  // Windows-1251: "Faza A" in Cyrillic, kV
    auto const cyrillic = made(text, kFourSamples);
    check_samples(cyrillic, {10'000.0, 20'000.0, 30'000.0, 40'000.0});
    BOOST_TEST(cyrillic.channels[0].name == "\u0424\u0430\u0437\u0430 A");
    BOOST_TEST(says(cyrillic.diagnostics, "it was read as Windows-1251"));
    text.channels = {"1,U1,A,,\xB5V,1000000,0,0,-32767,32767,1,1,P"};  // Latin-1: microvolts
    auto const latin = made(text, kFourSamples);
    BOOST_TEST(latin.channels[0].samples[0] == 10.0, boost::test_tools::tolerance(1e-12));
    BOOST_TEST(says(latin.diagnostics, "it was read as Latin-1"));
}

BOOST_AUTO_TEST_CASE(a_negative_multiplier_an_offset_and_a_ratio_work_in_this_order) {
    ComtradeText text;
    text.format = "BINARY";
    text.channels = {"1,U1,A,,V,-0.5,2,0,-32767,32767,10,1,S"};
    Bytes16 data;
    for (int i = 1; i <= 4; ++i) data.u32(static_cast<std::uint32_t>(i)).u32(static_cast<std::uint32_t>(1000 * i)).i16(2 * i);
    check_samples(made(text, data.bytes), {10.0, 0.0, -10.0, -20.0});  // (-0.5 n + 2) * 10
}

BOOST_AUTO_TEST_CASE(a_signed_twelve_bit_range_does_not_make_its_lowest_count_missing) {
    ComtradeText text;
    text.format = "BINARY";
    text.station = "Station,Device";
    text.channels = {"1,U1,A,,V,0.125,0,0,-2048,2047"};
    text.rest.clear();
    Bytes16 data;
    int const counts[] = {-2048, -1, 0, 2047};
    for (int i = 0; i < 4; ++i) data.u32(static_cast<std::uint32_t>(i + 1)).u32(static_cast<std::uint32_t>(1000 * i)).i16(counts[i]);
    auto const file = made(text, data.bytes);
    check_samples(file, {-256.0, -0.125, 0.0, 255.875});
    BOOST_TEST(says(file.diagnostics, "no revision year"));
    BOOST_TEST(file.diagnostics.size() == 1U);
}

BOOST_AUTO_TEST_CASE(binary_records_of_status_channels_alone_are_told_and_refused_by_the_player) {
    ComtradeText text;
    text.format = "BINARY";
    text.counts = "17,0A,17D";
    text.channels.clear();
    for (int i = 1; i <= 17; ++i) text.channels.push_back(std::to_string(i) + ",S,,,0");
    Bytes16 data;
    for (int i = 1; i <= 4; ++i) data.u32(static_cast<std::uint32_t>(i)).u32(static_cast<std::uint32_t>(1000 * i)).i16(i).i16(1);
    auto const file = made(text, data.bytes);
    BOOST_TEST(file.channels.empty());
    BOOST_TEST(says(file.diagnostics, "x.dat: no analog channel with samples, only 17 status channels"));
    auto const map = map_channels(file, {});
    BOOST_REQUIRE(!map);
    BOOST_TEST(map.error().sentence.find("no phase voltage was found") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_time_multiplier_and_nanoseconds_multiply) {
    ComtradeText text;
    text.station = "Station,Device,2013";
    text.rates = {"0", "0,4"};
    text.start = "01/02/2020,10:00:00.000000000";
    text.rest = {"250", "0,0", "0,0"};  // a stamp counts 250 ns
    BOOST_TEST(made(text, kFourSamples).sampling_rate == 4000.0, boost::test_tools::tolerance(1e-12));
}

BOOST_AUTO_TEST_CASE(binary_records_shorter_than_described_show_by_their_sample_numbers) {
    ComtradeText text;
    text.format = "BINARY";
    text.counts = "33,1A,32D";  // two words are described, one is written
    for (int i = 1; i <= 32; ++i) text.channels.push_back(std::to_string(i) + ",S,,,0");
    Bytes16 data;
    for (int i = 1; i <= 4; ++i) data.u32(static_cast<std::uint32_t>(i)).u32(static_cast<std::uint32_t>(1000 * i)).i16(10 * i).i16(0x5555);
    auto const file = made(text, data.bytes);
    check_samples(file, {10.0, 20.0, 30.0, 40.0});
    BOOST_TEST(
        says(file.diagnostics, "x.dat: the configuration describes records of 14 bytes, the sample numbers show 12: these are used"));
}

BOOST_AUTO_TEST_CASE(a_text_of_short_lines_does_not_take_memory_for_what_lacks) {
    ComtradeText text;
    text.counts = "1000,1000A,0D";
    text.channels.clear();
    for (int i = 1; i <= 1000; ++i) text.channels.push_back(fmt::format("{},X{},A,,V,1,0,0,-1,1,1,1,P", i, i));
    std::string data;
    for (int i = 1; i <= 20'000; ++i) data += fmt::format("{}\n", i);
    auto const file = text.read(data);
    BOOST_REQUIRE(!file);
    BOOST_TEST(file.error().sentence.find("lines have fewer than 1000 samples; is it the right file for this configuration?") !=
               std::string::npos);
}

BOOST_AUTO_TEST_CASE(all_at_once_in_one_recording) {
    ComtradeText text;
    text.station = "\xCF\xD1 110,Recorder,2000";
    text.counts = "0003,001A,02D";
    text.channels = {"1,Ua,A,,\xEA\xC2,-0.001,2.048,,0,4095,110,1,s", "1,Trip,,,0", "2,Start,,,0"};
    text.line_frequency = "50.02";
    text.rates = {"0", "1200,4"};
    text.start = "00/00/0000,00:00:00.000000";
    text.trigger = "00/00/0000,00:00:00.000000";
    text.format = "binary";
    text.rest = {"1", "\x1A\x1A\x1A\x1A"};
    Bytes16 data;
    int const counts[] = {0, 2048, 4095, 1048};
    for (int i = 0; i < 4; ++i) data.u32(static_cast<std::uint32_t>(i + 1)).u32(static_cast<std::uint32_t>(833 * i)).i16(counts[i]).i16(3);
    auto const file = made(text, data.bytes + "\x07\x08");
    std::vector<double> const expected{225'280.0, 0.0, -225'170.0, 110'000.0};  // (2.048 - n / 1000) kV * 110
    BOOST_REQUIRE(file.channels.size() == 1U);
    for (std::size_t i = 0; i < 4; ++i) BOOST_TEST(std::abs(file.channels[0].samples[i] - expected[i]) < 1e-6);
    BOOST_TEST(file.sampling_rate == 1200.0);
    BOOST_TEST(file.line_frequency == 50.02);
    for (std::string const told : {"Windows-1251", "revision 2000", "multiplied by 110", "skew of 1 analog channels is empty",
                                   "0 sampling rates", "start date", "trigger date", "2 bytes after the last"})
        BOOST_TEST(says(file.diagnostics, told), told);
    BOOST_TEST(file.diagnostics.size() == 8U);
}

BOOST_AUTO_TEST_SUITE_END()
