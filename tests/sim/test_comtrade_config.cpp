// SPDX-License-Identifier: GPL-3.0-or-later
// What C37.111 says about the configuration file, and what real recorders make of it. One case per pathology; texts are ours.
#include <boost/test/unit_test.hpp>

#include "tests/sim/comtrade_text.hpp"

using namespace mb;
using test::ComtradeText;
using test::kFourSamples;
using test::says;

namespace {

ComtradeConfig parsed(ComtradeText const& text) {
    auto config = parse_config(text.config(), "x.cfg");
    BOOST_REQUIRE_MESSAGE(config, (config ? "" : config.error().sentence));
    return *config;
}

std::string refusal(ComtradeText const& text) {
    auto const config = parse_config(text.config(), "x.cfg");
    BOOST_REQUIRE(!config);
    return config.error().sentence;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(comtrade_config)

BOOST_AUTO_TEST_CASE(a_file_by_the_book_is_read_without_a_diagnostic) {
    auto const config = parsed({});
    BOOST_TEST(config.revision == 1999);
    BOOST_TEST(config.station == "Station");
    BOOST_TEST(config.analog.size() == 1U);
    BOOST_TEST(config.analog[0].name == "U1");
    BOOST_TEST(config.analog[0].phase == "A");
    BOOST_TEST(config.line_frequency == 50.0);
    BOOST_TEST(config.rates[0].rate_hz == 1000.0);
    BOOST_TEST(config.rates[0].last_sample == 4);
    BOOST_TEST(config.stamp_seconds == 1e-6);
    BOOST_TEST(config.diagnostics.empty());
}

BOOST_AUTO_TEST_CASE(lines_may_end_with_lf_or_with_cr_alone) {
    for (std::string const end : {"\n", "\r"}) {
        ComtradeText text;
        text.line_end = end;
        auto const config = parsed(text);
        BOOST_TEST(config.analog.size() == 1U);
        BOOST_TEST(says(config.diagnostics, "CR alone") == (end == "\r"));
    }
}

BOOST_AUTO_TEST_CASE(a_byte_order_mark_is_skipped) {
    ComtradeText text;
    text.station = "\xEF\xBB\xBFStation,Device,1999";
    auto const config = parsed(text);
    BOOST_TEST(config.station == "Station");
    BOOST_TEST(says(config.diagnostics, "byte order mark"));
}

BOOST_AUTO_TEST_CASE(revisions_follow_the_edition_they_name) {
    struct Case {
        std::string year;
        int revision;
        bool told;
    };
    for (auto const& [year, revision, told] :
         {Case{"1991", 1991, false}, Case{"1999", 1999, false}, Case{"2013", 2013, false}, Case{"2000", 1999, true},
          Case{"1997", 1999, true}, Case{"2017", 2013, true}, Case{"rev2", 1999, true}}) {
        ComtradeText text;
        text.station = "S,D," + year;
        auto const config = parsed(text);
        BOOST_TEST_CONTEXT("year " << year) {
            BOOST_TEST(config.revision == revision);
            BOOST_TEST(says(config.diagnostics, "revision") == told);
        }
    }
}

BOOST_AUTO_TEST_CASE(the_edition_of_1991_has_no_year_no_side_and_no_time_multiplier) {
    ComtradeText text;
    text.station = "Station,Device";
    text.channels = {"1,U1,A,,kV,0.5,0,0,-2048,2047"};
    text.rest.clear();
    auto const config = parsed(text);
    BOOST_TEST(config.revision == 1991);
    BOOST_TEST(config.analog[0].ratio == 1.0);
    BOOST_TEST(config.analog[0].lowest == -2048.0);
    BOOST_TEST(says(config.diagnostics, "no revision year"));
}

BOOST_AUTO_TEST_CASE(counts_may_be_padded_with_zeros_and_written_small) {
    ComtradeText text;
    text.counts = "0003,001a,02D";
    text.channels.push_back("1,Trip,,,0");
    text.channels.push_back("2,Start,,,0");
    auto const config = parsed(text);
    BOOST_TEST(config.analog.size() == 1U);
    BOOST_TEST(config.status_channels == 2);
    BOOST_TEST(config.diagnostics.empty());
}

BOOST_AUTO_TEST_CASE(counts_that_disagree_with_each_other_are_told) {
    ComtradeText text;
    text.counts = "7,1A,0D";
    BOOST_TEST(says(parsed(text).diagnostics, "do not agree"));
}

BOOST_AUTO_TEST_CASE(counts_that_disagree_with_the_lines_give_way_to_them) {
    ComtradeText text;
    text.counts = "5,3A,2D";
    text.channels.push_back("1,Trip,,,0");
    auto const config = parsed(text);
    BOOST_TEST(config.analog.size() == 1U);
    BOOST_TEST(config.status_channels == 1);
    BOOST_TEST(says(config.diagnostics, "3 analog channels are announced and 1 described"));
    BOOST_TEST(says(config.diagnostics, "2 status channels are announced and 1 described"));
}

BOOST_AUTO_TEST_CASE(a_huge_count_costs_nothing) {
    ComtradeText text;
    text.counts = "999999,999999A,0D";
    BOOST_TEST(parsed(text).analog.size() == 1U);
    text.counts = "99999999999,99999999999A,0D";
    BOOST_TEST(refusal(text).find("x.cfg:2") == 0U);
}

BOOST_AUTO_TEST_CASE(names_in_windows_1251_become_utf_8) {
    ComtradeText text;
    text.channels = {"1,\xC8\xE2\xE0\xED Ua,A,,\xEA\xC2,1,0,0,-1,1,1,1,P"};
    auto const config = parsed(text);
    BOOST_TEST(config.analog[0].name == "\u0418\u0432\u0430\u043D Ua");
    BOOST_TEST(config.analog[0].unit == "\u043A\u0412");
    BOOST_TEST(says(config.diagnostics, "Windows-1251"));
}

BOOST_AUTO_TEST_CASE(names_in_latin_1_become_utf_8) {
    ComtradeText text;
    text.station = "M\xFChle,Device,1999";
    auto const config = parsed(text);
    BOOST_TEST(config.station == "M\u00FChle");
    BOOST_TEST(says(config.diagnostics, "Latin-1"));
}

BOOST_AUTO_TEST_CASE(control_characters_never_reach_a_terminal) {
    ComtradeText text;
    text.channels = {"1,U1\x1B[31m,A,,V,1,0,0,-1,1,1,1,P"};
    BOOST_TEST(parsed(text).analog[0].name == "U1?[31m");
}

BOOST_AUTO_TEST_CASE(an_empty_skew_is_zero_and_told) {
    ComtradeText text;
    text.channels = {"1,U1,A,,V,1,0,,-1,1,1,1,P"};
    auto const config = parsed(text);
    BOOST_TEST(config.analog[0].skew_us == 0.0);
    BOOST_TEST(says(config.diagnostics, "skew"));
}

BOOST_AUTO_TEST_CASE(secondary_values_are_multiplied_by_the_ratio) {
    ComtradeText text;
    text.channels = {"1,IA,A,,A,0.5,0,0,-1,1,1200,5,s"};
    auto const config = parsed(text);
    BOOST_TEST(config.analog[0].ratio == 240.0);
    BOOST_TEST(says(config.diagnostics, "multiplied by 240"));
}

BOOST_AUTO_TEST_CASE(secondary_values_without_a_usable_ratio_are_told) {
    ComtradeText text;
    text.channels = {"1,IA,A,,A,0.5,0,0,-1,1,1200,0,S"};
    auto const config = parsed(text);
    BOOST_TEST(config.analog[0].ratio == 1.0);
    BOOST_TEST(says(config.diagnostics, "no usable ratio"));
}

BOOST_AUTO_TEST_CASE(the_line_frequency_may_have_a_fraction_or_be_missing) {
    ComtradeText text;
    text.line_frequency = "59.94";
    BOOST_TEST(parsed(text).line_frequency == 59.94);
    text.line_frequency = "";
    auto const config = parsed(text);
    BOOST_TEST(config.line_frequency == 0.0);
    BOOST_TEST(says(config.diagnostics, "line frequency"));
}

BOOST_AUTO_TEST_CASE(zero_rates_with_one_rate_line_use_that_rate) {
    ComtradeText text;
    text.rates = {"0", "1200,4"};
    auto const config = parsed(text);
    BOOST_TEST(config.rates.size() == 1U);
    BOOST_TEST(config.rates[0].rate_hz == 1200.0);
    BOOST_TEST(says(config.diagnostics, "0 sampling rates are announced but one is given"));
}

BOOST_AUTO_TEST_CASE(zero_rates_by_the_book_leave_the_rate_to_the_stamps) {
    ComtradeText text;
    text.rates = {"0", "0,4"};
    auto const config = parsed(text);
    BOOST_TEST(config.rates[0].rate_hz == 0.0);
    BOOST_TEST(config.rates[0].last_sample == 4);
}

BOOST_AUTO_TEST_CASE(zero_rates_without_any_line_go_straight_to_the_dates) {
    ComtradeText text;
    text.rates = {"0"};
    auto const config = parsed(text);
    BOOST_TEST(config.rates.size() == 1U);
    BOOST_TEST(config.start == "01/02/2020,10:00:00.000000");
}

BOOST_AUTO_TEST_CASE(a_zero_date_is_told_and_harmless) {
    ComtradeText text;
    text.start = "00/00/0000,00:00:00.000000";
    BOOST_TEST(says(parsed(text).diagnostics, "start date is not set"));
}

BOOST_AUTO_TEST_CASE(nine_digits_of_the_second_mean_nanosecond_stamps_in_2013) {
    ComtradeText text;
    text.station = "S,D,2013";
    text.start = "01/02/2020,10:00:00.000000000";
    text.rest = {"2", "0,0", "0,0"};
    BOOST_TEST(parsed(text).stamp_seconds == 2e-9);
    text.station = "S,D,1999";
    BOOST_TEST(parsed(text).stamp_seconds == 2e-6);
}

BOOST_AUTO_TEST_CASE(the_file_ends_at_0x1a) {
    ComtradeText text;
    text.rest = {"1\x1A\x1A\x1A"};
    auto const config = parsed(text);
    BOOST_TEST(config.stamp_seconds == 1e-6);
    BOOST_TEST(config.diagnostics.empty());
}

BOOST_AUTO_TEST_CASE(every_cut_of_a_configuration_is_refused_with_its_line_or_still_complete) {
    std::string const whole = ComtradeText{}.config();
    for (std::size_t length = 0; length < whole.size(); ++length) {
        auto const config = parse_config(whole.substr(0, length), "x.cfg");
        BOOST_TEST_CONTEXT("length " << length) {
            // Behind "ASCII" stand its line end, the time multiplier and that one's end: five bytes that may be missing.
            BOOST_TEST(static_cast<bool>(config) == (length + 5 >= whole.size()));
            if (!config) BOOST_TEST(config.error().sentence.find("x.cfg") == 0U);
        }
    }
}

BOOST_AUTO_TEST_CASE(nonsense_is_refused_with_file_and_line) {
    BOOST_TEST(!parse_config("", "x.cfg"));
    BOOST_TEST(
        !parse_config("\x7F"
                      "ELF\x02\x01\x01",
                      "x.cfg"));
    ComtradeText text;
    text.counts = "eight";
    BOOST_TEST(refusal(text).find("x.cfg:2: the numbers of channels") == 0U);
    text = {};
    text.channels = {"1,U1,A,,V,one,0,0,-1,1,1,1,P"};
    BOOST_TEST(refusal(text) == "x.cfg:3: the multiplier of channel 'U1' is 'one', a number is needed");
    text = {};
    text.channels = {"1,U1,A,,V,1,0"};
    BOOST_TEST(refusal(text) == "x.cfg:3: an analog channel needs at least 10 fields, this line has 7");
    text = {};
    text.rates = {"1", "fast,4"};
    BOOST_TEST(refusal(text).find("x.cfg:6: a sampling rate") == 0U);
    text = {};
    text.format = "MORSE";
    BOOST_TEST(refusal(text) == "x.cfg:9: the data file type (ASCII, BINARY, BINARY32 or FLOAT32) expected, found 'MORSE'");
    text = {};
    text.channels = {"1,U1,A,,V,nan,0,0,-1,1,1,1,P"};
    BOOST_TEST(refusal(text).find("x.cfg:3: the multiplier") == 0U);
}

BOOST_AUTO_TEST_SUITE_END()
