// SPDX-License-Identifier: GPL-3.0-or-later
// From bytes to volts. Expected values are worked out by hand from the formula value = a * count + b.
#include <boost/test/unit_test.hpp>

#include <cmath>
#include <limits>
#include <numbers>

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

std::string refusal(ComtradeText const& text, std::string const& data) {
    auto const file = text.read(data);
    BOOST_REQUIRE(!file);
    return file.error().sentence;
}

void check_samples(WaveformFile const& file, std::vector<double> const& expected, std::size_t channel = 0) {
    BOOST_REQUIRE(channel < file.channels.size());
    BOOST_TEST(file.channels[channel].samples == expected, boost::test_tools::per_element());
}

/// BINARY with one channel and the given counts, numbered from 1, stamps 1000 apart.
std::string binary(std::vector<int> const& counts) {
    Bytes16 out;
    for (std::size_t i = 0; i < counts.size(); ++i)
        out.u32(static_cast<std::uint32_t>(i + 1)).u32(static_cast<std::uint32_t>(1000 * i)).i16(counts[i]);
    return out.bytes;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(comtrade_data)

BOOST_AUTO_TEST_CASE(ascii_samples_are_scaled_by_multiplier_and_offset) {
    ComtradeText text;
    text.channels = {"1,U1,A,,V,0.5,-3,0,-32767,32767,1,1,P"};
    auto const file = made(text, kFourSamples);
    check_samples(file, {2.0, 7.0, 12.0, 17.0});
    BOOST_TEST(file.sampling_rate == 1000.0);
    BOOST_TEST(file.line_frequency == 50.0);
    BOOST_TEST(file.diagnostics.empty());
}

BOOST_AUTO_TEST_CASE(a_negative_multiplier_with_an_offset_turns_the_sign) {
    ComtradeText text;
    text.channels = {"1,U1,A,,V,-0.5,8,0,-32767,32767,1,1,P"};
    check_samples(made(text, kFourSamples), {3.0, -2.0, -7.0, -12.0});
}

BOOST_AUTO_TEST_CASE(units_become_volts_and_amperes) {
    struct Case {
        std::string unit;
        double factor;
    };
    for (auto const& [unit, factor] :
         {Case{"kV", 1e3}, Case{"KV", 1e3}, Case{"mV", 1e-3}, Case{"kA", 1e3}, Case{"volt", 1}, Case{"Ampere", 1}, Case{"a", 1},
          Case{"mA", 1e-3}, Case{"MV", 1e6}, Case{"\u043A\u0412", 1e3}, Case{"Hz", 1}}) {
        ComtradeText text;
        text.channels = {"1,X,A,," + unit + ",1,0,0,-32767,32767,1,1,P"};
        BOOST_TEST_CONTEXT(unit)
        BOOST_TEST(made(text, kFourSamples).channels[0].samples[0] == 10.0 * factor, boost::test_tools::tolerance(1e-12));
    }
}

BOOST_AUTO_TEST_CASE(secondary_kilovolts_become_primary_volts) {
    ComtradeText text;
    text.channels = {"1,U1,A,,kV,1,0,0,-32767,32767,20,0.1,S"};
    check_samples(made(text, kFourSamples), {2'000'000.0, 4'000'000.0, 6'000'000.0, 8'000'000.0});
}

BOOST_AUTO_TEST_CASE(binary_counts_are_little_endian_and_signed) {
    ComtradeText text;
    text.format = "binary";
    check_samples(made(text, binary({1, -2, 300, -32767})), {1.0, -2.0, 300.0, -32767.0});
}

BOOST_AUTO_TEST_CASE(thousands_of_binary_records_are_read_to_the_last) {
    ComtradeText text;
    text.format = "BINARY";
    text.rates = {"1", "1000,3001"};
    std::vector<int> counts;
    for (int i = 0; i < 3'001; ++i) counts.push_back(7 * i % 1'009 - 500);
    check_samples(made(text, binary(counts)), std::vector<double>(counts.begin(), counts.end()));
}

BOOST_AUTO_TEST_CASE(a_twelve_bit_converter_keeps_its_range) {
    ComtradeText text;
    text.format = "BINARY";
    text.channels = {"1,U1,A,,V,0.1,-204.8,0,0,4095,1,1,P"};
    auto const file = made(text, binary({0, 2048, 4095, 4096}));
    BOOST_TEST(file.channels[0].samples[0] == -204.8, boost::test_tools::tolerance(1e-12));
    BOOST_TEST(std::abs(file.channels[0].samples[1]) < 1e-12);
    BOOST_TEST(file.channels[0].samples[2] == 204.7, boost::test_tools::tolerance(1e-12));
    BOOST_TEST(says(file.diagnostics, "1 samples of channel 'U1' are outside the stated 0 to 4095"));
}

BOOST_AUTO_TEST_CASE(binary32_and_float32_records_are_read) {
    ComtradeText text;
    text.station = "S,D,2013";
    text.rates = {"1", "1000,2"};
    text.rest = {"1", "0,0", "0,0"};
    text.channels = {"1,U1,A,,V,0.001,0,0,-2147483647,2147483647,1,1,P"};
    text.format = "BINARY32";
    Bytes16 integers;
    integers.u32(1).u32(0).i32(-2'000'000'000).u32(2).u32(1000).i32(123'456);
    check_samples(made(text, integers.bytes), {-2'000'000.0, 123.456});
    text.format = "FLOAT32";
    text.channels = {"1,U1,A,,V,2,0,0,-1e9,1e9,1,1,P"};
    Bytes16 floats;
    floats.u32(1).u32(0).f32(-0.25F).u32(2).u32(1000).f32(1.5F);
    check_samples(made(text, floats.bytes), {-0.5, 3.0});
}

BOOST_AUTO_TEST_CASE(status_words_between_records_are_stepped_over) {
    ComtradeText text;
    text.format = "BINARY";
    text.counts = "18,1A,17D";
    for (int i = 1; i <= 17; ++i) text.channels.push_back(std::to_string(i) + ",S,,,0");
    text.rates = {"1", "1000,2"};
    Bytes16 data;
    data.u32(1).u32(0).i16(5).i16(-1).i16(1).u32(2).u32(1000).i16(6).i16(-1).i16(1);
    check_samples(made(text, data.bytes), {5.0, 6.0});
}

BOOST_AUTO_TEST_CASE(missing_samples_are_filled_by_straight_lines_and_told) {
    auto const ascii = made({}, "1,0,10\n2,1000,\n3,2000,30\n4,3000,99999\n");
    check_samples(ascii, {10.0, 20.0, 30.0, 30.0});
    BOOST_TEST(says(ascii.diagnostics, "2 missing samples of channel 'U1'"));
    ComtradeText text;
    text.format = "BINARY";
    check_samples(made(text, binary({10, -32768, -32768, 40})), {10.0, 20.0, 30.0, 40.0});
}

BOOST_AUTO_TEST_CASE(the_most_negative_count_is_a_value_where_the_channel_says_so) {
    ComtradeText text;
    text.format = "BINARY";
    text.channels = {"1,U1,A,,V,1,0,0,-32768,32767,1,1,P"};
    check_samples(made(text, binary({10, -32768, 30, 40})), {10.0, -32768.0, 30.0, 40.0});
}

BOOST_AUTO_TEST_CASE(a_float_that_is_no_number_is_a_missing_sample) {
    ComtradeText text;
    text.station = "S,D,2013";
    text.format = "FLOAT32";
    text.rates = {"1", "1000,3"};
    text.channels = {"1,U1,A,,V,1,0,0,-1e9,1e9,1,1,P"};
    Bytes16 data;
    data.u32(1).u32(0).f32(1.0F).u32(2).u32(1).f32(std::numeric_limits<float>::quiet_NaN()).u32(3).u32(2).f32(2.0F);
    check_samples(made(text, data.bytes), {1.0, 1.5, 2.0});
}

BOOST_AUTO_TEST_CASE(a_channel_without_any_sample_is_left_out_not_silent) {
    ComtradeText text;
    text.counts = "2,2A,0D";
    text.channels.push_back("2,I1,A,,A,1,0,0,-32767,32767,1,1,P");
    auto const file = made(text, "1,0,10,\n2,1000,20,\n3,2000,30,\n4,3000,40,\n");
    BOOST_TEST(file.channels.size() == 1U);
    BOOST_TEST(says(file.diagnostics, "'I1' holds no sample"));
}

BOOST_AUTO_TEST_CASE(lost_records_keep_their_place_in_time) {
    ComtradeText text;
    text.rates = {"1", "1000,6"};
    auto const file = made(text, "1,0,10\n2,1000,20\n5,4000,50\n6,5000,60\n");
    check_samples(file, {10.0, 20.0, 30.0, 40.0, 50.0, 60.0});
    BOOST_TEST(says(file.diagnostics, "2 samples are missing"));
}

BOOST_AUTO_TEST_CASE(a_wild_jump_of_the_sample_number_costs_no_memory) {
    for (std::string const stated : {"4", "4000000001"}) {
        ComtradeText text;
        text.rates = {"1", "1000," + stated};
        auto const file = made(text, "1,0,10\n2,1000,20\n4000000000,2000,30\n4000000001,3000,40\n");
        check_samples(file, {10.0, 20.0, 30.0, 40.0});
        BOOST_TEST(says(file.diagnostics, "jump"));
    }
}

BOOST_AUTO_TEST_CASE(fewer_or_more_whole_records_than_stated_are_used_and_told) {
    ComtradeText text;
    text.rates = {"1", "1000,9"};
    BOOST_TEST(says(made(text, kFourSamples).diagnostics, "9 samples are stated and 4 are there"));
    text.rates = {"1", "1000,2"};
    auto const file = made(text, kFourSamples);
    BOOST_TEST(file.channels[0].samples.size() == 4U);
    BOOST_TEST(says(file.diagnostics, "2 samples are stated and 4 are there"));
    text.format = "BINARY";
    BOOST_TEST(made(text, binary({1, 2, 3, 4})).channels[0].samples.size() == 4U);
}

BOOST_AUTO_TEST_CASE(short_and_long_lines_are_told) {
    ComtradeText text;
    text.counts = "2,1A,1D";
    text.channels.push_back("1,Trip,,,0");
    auto const file = made(text, "1,0,10\n2,1000,20,0,7,7\n3,2000,30,1\n4,3000,40,1\n");
    check_samples(file, {10.0, 20.0, 30.0, 40.0});
    BOOST_TEST(says(file.diagnostics, "1 lines have fewer"));
    BOOST_TEST(says(file.diagnostics, "1 lines have more"));
}

BOOST_AUTO_TEST_CASE(binary_records_longer_than_described_show_by_their_sample_numbers) {
    ComtradeText text;
    text.format = "BINARY";
    Bytes16 data;
    for (int i = 1; i <= 4; ++i) data.u32(static_cast<std::uint32_t>(i)).u32(static_cast<std::uint32_t>(1000 * i)).i16(10 * i).i16(0x5555);
    auto const file = made(text, data.bytes);
    check_samples(file, {10.0, 20.0, 30.0, 40.0});
    BOOST_TEST(says(file.diagnostics, "records of 10 bytes, the sample numbers show 12"));
}

BOOST_AUTO_TEST_CASE(a_two_byte_tail_and_padding_with_0x1a_are_ignored_and_told) {
    ComtradeText text;
    text.format = "BINARY";
    std::string const data = binary({10, 20, 30, 40});
    for (std::string const& tail : {std::string("\x07\x08"), std::string(1, '\x1A'), std::string(100, '\x1A'), std::string(37, '\0')}) {
        auto const file = made(text, data + tail);
        check_samples(file, {10.0, 20.0, 30.0, 40.0});
        BOOST_TEST(says(file.diagnostics, "ignored"));
    }
    check_samples(made({}, kFourSamples + std::string(64, '\x1A')), {10.0, 20.0, 30.0, 40.0});
}

BOOST_AUTO_TEST_CASE(data_cut_inside_a_record_are_refused) {
    ComtradeText text;
    text.format = "BINARY";
    std::string const data = binary({10, 20, 30, 40});
    BOOST_TEST(refusal(text, data.substr(0, 25)) ==
               "x.dat: byte 25: the data end inside a record, 2 of 4 samples are there; the file was cut off, copy it again");
    BOOST_TEST(refusal({}, kFourSamples.substr(0, 14)).find("x.dat:2: the data end inside a record") == 0U);
    BOOST_TEST(refusal({}, "").find("no sample") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(data_cut_inside_a_record_are_refused_where_the_rate_lines_hold_lengths_too) {
    ComtradeText text;
    text.rates = {"3", "1000,100", "2000,200", "1000,50"};  // 350 samples
    std::string lines;
    for (int i = 1; i <= 60; ++i) lines += fmt::format("{},{},{}\n", i, 1000 * i, i);
    BOOST_TEST(refusal(text, lines + "61,61000") ==
               "x.dat:61: the data end inside a record, 60 of 350 samples are there; the file was cut off, copy it again");
    BOOST_TEST(says(made(text, lines + "61,61000,6").diagnostics, "may be cut"));
    text.format = "BINARY";
    BOOST_TEST(refusal(text, binary(std::vector<int>(60, 7)) + "\x3D\x07\x01") ==
               "x.dat: byte 603: the data end inside a record, 60 of 350 samples are there; the file was cut off, copy it again");
}

BOOST_AUTO_TEST_CASE(lost_records_keep_their_place_where_the_rate_lines_hold_lengths_too) {
    ComtradeText text;
    text.rates = {"2", "1000,4", "1000,2"};  // six samples
    auto const file = made(text, "1,0,10\n2,1000,20\n3,2000,30\n5,4000,50\n6,5000,60\n");
    check_samples(file, {10.0, 20.0, 30.0, 40.0, 50.0, 60.0});
    BOOST_TEST(says(file.diagnostics, "1 samples are missing"));
}

BOOST_AUTO_TEST_CASE(a_last_line_without_end_in_a_short_file_is_not_trusted) {
    ComtradeText text;
    text.rates = {"1", "1000,9"};
    auto const file = made(text, "1,0,1000\n2,1000,1000\n3,2000,10");
    check_samples(file, {1000.0, 1000.0});
    BOOST_TEST(says(file.diagnostics, "may be cut"));
}

BOOST_AUTO_TEST_CASE(nonsense_in_the_data_is_refused_with_its_line) {
    BOOST_TEST(refusal({}, "1,0,10\n2,1000,tw\x1Bo\n") == "x.dat:2: sample 'tw?o' of channel 'U1' is no number");
    BOOST_TEST(refusal({}, "1,0,10\nhello\n").find("x.dat:2") == 0U);
    ComtradeText text;
    text.channels = {"1,U1,A,,V,1e300,0,0,-32767,32767,1,1,P"};
    BOOST_TEST(refusal(text, kFourSamples).find("beyond all reason") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(the_stamps_give_the_rate_where_the_configuration_has_none) {
    ComtradeText text;
    text.rates = {"0", "0,4"};
    BOOST_TEST(made(text, kFourSamples).sampling_rate == 1000.0, boost::test_tools::tolerance(1e-9));
    text.rest = {"2.5"};  // time multiplier
    BOOST_TEST(made(text, kFourSamples).sampling_rate == 400.0, boost::test_tools::tolerance(1e-9));
    BOOST_TEST(refusal(text, "1,,10\n2,,20\n3,,30\n4,,40\n").find("no sampling rate") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(irregular_stamps_are_straightened_by_interpolation) {
    ComtradeText text;
    text.rates = {"0", "0,6"};
    // value = stamp / 100, with one step three times as long
    auto const file = made(text, "1,0,0\n2,1000,10\n3,2000,20\n4,5000,50\n5,6000,60\n6,7000,70\n");
    check_samples(file, {0.0, 10.0, 20.0, 30.0, 40.0, 50.0, 60.0, 70.0});
    BOOST_TEST(file.sampling_rate == 1000.0, boost::test_tools::tolerance(1e-9));
    BOOST_TEST(says(file.diagnostics, "not uniform"));
}

BOOST_AUTO_TEST_CASE(stamps_that_contradict_the_rate_are_told) {
    ComtradeText text;
    text.rates = {"1", "2000,4"};
    auto const file = made(text, kFourSamples);
    BOOST_TEST(file.sampling_rate == 2000.0);
    BOOST_TEST(says(file.diagnostics, "the time stamps tell 1000 Hz"));
}

BOOST_AUTO_TEST_CASE(segments_of_different_rates_become_one_signal) {
    // 50 Hz at 2 kHz for 80 ms, then at 4 kHz for 80 ms; the same sine must come out at 4 kHz.
    auto const sine = [](double t) { return 10'000.0 * std::sin(2.0 * std::numbers::pi * 50.0 * t + 0.3); };
    for (bool const lengths : {false, true}) {
        ComtradeText text;
        text.rates = {"2", "2000,160", lengths ? "4000,320" : "4000,480"};
        std::string data;
        for (int i = 0; i < 480; ++i) {
            double const t = i < 160 ? i / 2000.0 : 0.08 + (i - 160) / 4000.0;
            data += fmt::format("{},{},{:.6f}\n", i + 1, std::lround(t * 1e6), sine(t));
        }
        auto const file = made(text, data);
        BOOST_TEST(file.sampling_rate == 4000.0);
        BOOST_TEST(file.channels[0].samples.size() == 640U);
        double worst = 0.0;
        for (std::size_t i = 0; i < file.channels[0].samples.size(); ++i)
            // Next to a join or an end half the kernel sees a reflection instead of the signal.
            if (i > 80 && i < 240) worst = std::max(worst, std::abs(file.channels[0].samples[i] - sine(static_cast<double>(i) / 4000.0)));
        BOOST_TEST(worst < 2.0);
        BOOST_TEST(says(file.diagnostics, "2 segments with different sampling rates"));
        BOOST_TEST(says(file.diagnostics, "the number of samples of each segment") == lengths);
    }
}

BOOST_AUTO_TEST_CASE(absurdly_different_rates_are_refused_before_memory_is_taken) {
    ComtradeText text;
    text.rates = {"2", "0.000001,2", "1000000,4"};
    BOOST_TEST(refusal(text, kFourSamples).find("too far apart") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(skew_is_taken_out) {
    // The channel is sampled 100 us late at 4 kHz: 0.4 of a sample.
    ComtradeText text;
    text.channels = {"1,U1,A,,V,1,0,100,-32767,32767,1,1,P"};
    text.rates = {"1", "4000,400"};
    auto const sine = [](double t) { return 10'000.0 * std::sin(2.0 * std::numbers::pi * 50.0 * t); };
    std::string data;
    for (int i = 0; i < 400; ++i) data += fmt::format("{},{},{:.6f}\n", i + 1, 250 * i, sine(i / 4000.0 + 100e-6));
    auto const file = made(text, data);
    double worst = 0.0;
    for (int i = 50; i < 350; ++i)
        worst = std::max(worst, std::abs(file.channels[0].samples[static_cast<std::size_t>(i)] - sine(i / 4000.0)));
    BOOST_TEST(worst < 1.0);
    BOOST_TEST(says(file.diagnostics, "skew of channel 'U1' (100 us) was taken out"));
}

BOOST_AUTO_TEST_CASE(records_of_status_channels_alone_are_read_and_told) {
    ComtradeText text;
    text.counts = "2,0A,2D";
    text.channels = {"1,Trip,,,0", "2,Start,,,0"};
    auto const file = made(text, "1,0,0,1\n2,1000,1,1\n3,2000,1,1\n4,3000,0,0\n");
    BOOST_TEST(file.channels.empty());
    BOOST_TEST(says(file.diagnostics, "no analog channel"));
}

BOOST_AUTO_TEST_SUITE_END()
