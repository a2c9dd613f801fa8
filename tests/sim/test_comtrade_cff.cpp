// SPDX-License-Identifier: GPL-3.0-or-later
// COMTRADE in one file: the parts are what the pair's files are, so the same text must give the same recording.
#include <boost/test/unit_test.hpp>

#include "sim/comtrade_cff.hpp"
#include "tests/sim/comtrade_text.hpp"

using namespace mb;
using test::Bytes16;
using test::ComtradeText;
using test::kFourSamples;
using test::says;

namespace {

ComtradeText edition_2013(std::string const& format) {
    ComtradeText text;
    text.station = "Station,Device,2013";
    text.format = format;
    text.rest = {"1", "0,0", "0,0"};
    return text;
}

/// Four samples 10 20 30 40 as `format` writes them.
std::string four(std::string const& format) {
    if (format == "ASCII") return kFourSamples;
    Bytes16 out;
    for (int i = 1; i <= 4; ++i) {
        out.u32(static_cast<std::uint32_t>(i)).u32(static_cast<std::uint32_t>(1000 * (i - 1)));
        if (format == "BINARY") out.i16(10 * i);
        if (format == "BINARY32") out.i32(10 * i);
        if (format == "FLOAT32") out.f32(10.0F * static_cast<float>(i));
    }
    return out.bytes;
}

std::string opening(std::string const& type, std::string const& end = "\r\n") { return "--- file type: " + type + " ---" + end; }

/// By the book: CFG, INF, HDR, DAT.
std::string cff(ComtradeText const& text, std::string const& data, std::string const& data_type) {
    return opening("CFG") + text.config() + opening("INF") + "[Public Record]\r\n" + opening("HDR") + "Written by a test.\r\n" +
           opening("DAT " + data_type) + data;
}

WaveformFile made(std::string const& bytes) {
    auto file = read_cff(bytes, "x.cff");
    BOOST_REQUIRE_MESSAGE(file, (file ? "" : file.error().sentence));
    return *file;
}

std::string refusal(std::string const& bytes) {
    auto const file = read_cff(bytes, "x.cff");
    BOOST_REQUIRE(!file);
    BOOST_TEST(file.error().sentence.find('\n') == std::string::npos);
    return file.error().sentence;
}

void check_samples(WaveformFile const& file, std::vector<double> const& expected) {
    BOOST_REQUIRE(file.channels.size() == 1U);
    BOOST_TEST(file.channels[0].samples == expected, boost::test_tools::per_element());
}

}  // namespace

BOOST_AUTO_TEST_SUITE(comtrade_cff)

BOOST_AUTO_TEST_CASE(every_kind_of_data_is_read_without_a_diagnostic) {
    for (std::string const format : {"ASCII", "BINARY", "BINARY32", "FLOAT32"}) {
        std::string const data = four(format);
        auto const file = made(cff(edition_2013(format), data, format == "ASCII" ? format : fmt::format("{}: {}", format, data.size())));
        BOOST_TEST_CONTEXT(format) {
            check_samples(file, {10.0, 20.0, 30.0, 40.0});
            BOOST_TEST(file.channels[0].name == "U1");
            BOOST_TEST(file.sampling_rate == 1000.0);
            BOOST_TEST(file.line_frequency == 50.0);
            BOOST_TEST(file.diagnostics.empty());
        }
    }
}

BOOST_AUTO_TEST_CASE(opening_lines_may_be_small_padded_with_blanks_and_end_as_they_like) {
    ComtradeText text = edition_2013("BINARY");
    text.line_end = "\n";
    std::string const data = four("BINARY");
    auto const file = made("\xEF\xBB\xBF\n --- FILE TYPE:cfg---\n" + text.config() + "---file type: dat binary:40           ---\n" + data);
    check_samples(file, {10.0, 20.0, 30.0, 40.0});
    BOOST_TEST(file.diagnostics.empty());
}

BOOST_AUTO_TEST_CASE(the_data_may_come_before_what_describes_them) {
    std::string const data = four("BINARY");
    std::string const text = opening("DAT BINARY: 40") + data + "\r\n" + opening("CFG") + edition_2013("BINARY").config();
    check_samples(made(text), {10.0, 20.0, 30.0, 40.0});
}

BOOST_AUTO_TEST_CASE(bytes_that_look_like_an_opening_line_are_data_where_the_number_of_bytes_says_so) {
    // "\n--- file type: HDR ---\n" is 24 bytes: two records of a channel with two status words behind it.
    std::string const inside = "\n--- file type: HDR ---\n";
    ComtradeText text = edition_2013("BINARY");
    text.counts = "17,1A,16D";
    for (int i = 1; i <= 16; ++i) text.channels.push_back(std::to_string(i) + ",S,,,0");
    text.rates = {"1", "1000,5"};
    Bytes16 head;
    head.u32(1).u32(0).i16(10).i16(0).u32(2).u32(1000).i16(20).i16(0);
    Bytes16 tail;
    tail.u32(5).u32(4000).i16(50).i16(0);
    auto const file = made(cff(text, head.bytes + inside + tail.bytes, "BINARY: 60"));
    BOOST_REQUIRE(file.channels.size() == 1U);
    BOOST_TEST(file.channels[0].samples.size() == 5U);
    BOOST_TEST(file.channels[0].samples[4] == 50.0);
    BOOST_TEST(file.channels[0].samples[2] == 0x2065);  // "e " of "file "
}

BOOST_AUTO_TEST_CASE(a_number_of_bytes_that_the_file_does_not_have_is_told_and_what_is_there_is_read) {
    std::string const data = four("BINARY");
    auto const short_file = made(cff(edition_2013("BINARY"), data.substr(0, 25), "BINARY: 40"));
    check_samples(short_file, {10.0, 20.0});
    BOOST_TEST(says(short_file.diagnostics, "x.cff:18: 40 bytes of data are stated and 25 are there: these are used"));
    BOOST_TEST(says(short_file.diagnostics, "5 bytes after the last whole record are ignored"));
    BOOST_TEST(says(short_file.diagnostics, "4 samples are stated and 2 are there"));
    auto const more = made(cff(edition_2013("BINARY"), data, "BINARY: 4000000000"));
    check_samples(more, {10.0, 20.0, 30.0, 40.0});
    BOOST_TEST(says(more.diagnostics, "4000000000 bytes of data are stated and 40 are there"));
    auto const fewer = made(cff(edition_2013("BINARY"), data, "BINARY: 7"));
    check_samples(fewer, {10.0, 20.0, 30.0, 40.0});
    BOOST_TEST(says(fewer.diagnostics, "7 bytes of data are stated and 40 are there"));
}

BOOST_AUTO_TEST_CASE(data_without_a_number_of_bytes_reach_to_the_end_and_that_is_told) {
    auto const file = made(cff(edition_2013("FLOAT32"), four("FLOAT32"), "FLOAT32"));
    check_samples(file, {10.0, 20.0, 30.0, 40.0});
    BOOST_TEST(says(file.diagnostics, "states no number of bytes"));
    BOOST_TEST(
        refusal(cff(edition_2013("FLOAT32"), four("FLOAT32").substr(0, 30), "FLOAT32")).find("x.cff (DAT part): byte 30: the data end") ==
        0U);
}

BOOST_AUTO_TEST_CASE(padding_behind_the_stated_bytes_is_not_data) {
    for (std::string const& padding : {std::string("\r\n"), std::string(86, '\x1A'), std::string(512, '\0')}) {
        auto const file = made(cff(edition_2013("BINARY"), four("BINARY") + padding, "BINARY: 40"));
        check_samples(file, {10.0, 20.0, 30.0, 40.0});
        BOOST_TEST(file.diagnostics.empty());
    }
    check_samples(made(cff(edition_2013("ASCII"), kFourSamples + std::string(64, '\x1A'), "ASCII")), {10.0, 20.0, 30.0, 40.0});
}

BOOST_AUTO_TEST_CASE(a_type_that_contradicts_the_configuration_gives_way_to_it) {
    auto const file = made(cff(edition_2013("FLOAT32"), four("FLOAT32"), "BINARY: 48"));
    check_samples(file, {10.0, 20.0, 30.0, 40.0});
    BOOST_TEST(says(file.diagnostics, "says 'BINARY', the configuration something else"));
}

BOOST_AUTO_TEST_CASE(messages_count_the_lines_of_the_whole_file) {
    ComtradeText text = edition_2013("ASCII");
    text.channels = {"1,U1,A,,V,one,0,0,-1,1,1,1,P"};
    BOOST_TEST(refusal(cff(text, kFourSamples, "ASCII")) == "x.cff:4: the multiplier of channel 'U1' is 'one', a number is needed");
    // The configuration is lines 2 to 13, INF and HDR have two each, the DAT line is number 18.
    BOOST_TEST(refusal(cff(edition_2013("ASCII"), "1,0,10\r\n2,1000,two\r\n", "ASCII")) ==
               "x.cff:20: sample 'two' of channel 'U1' is no number");
}

BOOST_AUTO_TEST_CASE(parts_that_lack_or_are_too_many_are_named) {
    ComtradeText const text = edition_2013("ASCII");
    BOOST_TEST(refusal("").find("x.cff: no line like '--- file type: CFG ---' is in it") == 0U);
    BOOST_TEST(refusal(text.config()).find("no line like") != std::string::npos);
    BOOST_TEST(refusal(opening("DAT ASCII") + kFourSamples).find("it has no CFG part") != std::string::npos);
    BOOST_TEST(refusal(opening("CFG") + text.config()).find("it has no DAT part") != std::string::npos);
    auto const twice = made(cff(text, kFourSamples, "ASCII") + opening("CFG") + "nonsense\r\n" + opening("XYZ") + "1\r\n");
    check_samples(twice, {10.0, 20.0, 30.0, 40.0});
    BOOST_TEST(says(twice.diagnostics, "x.cff:23: a second CFG part is ignored"));
    BOOST_TEST(says(twice.diagnostics, "a part of type 'XYZ'"));
    std::string many;
    for (int i = 0; i < 100; ++i) many += opening("INF");
    BOOST_TEST(refusal(many).find("more than 64 parts") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(every_cut_of_a_file_is_refused_or_told) {
    for (std::string const format : {"ASCII", "BINARY"}) {
        std::string const whole = cff(edition_2013(format), four(format), format == "ASCII" ? "ASCII" : "BINARY: 40");
        for (std::size_t length = 0; length < whole.size(); ++length) {
            auto const file = read_cff(std::string_view(whole).substr(0, length), "x.cff");
            BOOST_TEST_CONTEXT(format << ", length " << length) {
                if (!file)
                    BOOST_TEST(file.error().sentence.find("x.cff") == 0U);
                else if (length + 4 < whole.size())  // the last of all stated lines is trusted without its end
                    BOOST_TEST(!file->diagnostics.empty());
            }
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
