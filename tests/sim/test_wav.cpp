// SPDX-License-Identifier: GPL-3.0-or-later
// WAV files of a few samples, byte by byte; expected values are count / 2^(bits - 1) * full scale.
#include <boost/test/unit_test.hpp>

#include <cmath>
#include <limits>

#include "sim/wav.hpp"
#include "tests/sim/comtrade_text.hpp"

using namespace mb;
using test::Bytes16;
using test::says;

namespace {

std::string chunk(std::string const& name, std::string const& content) {
    return name + Bytes16().u32(static_cast<std::uint32_t>(content.size())).bytes + content;
}

/// A file by the book unless something is bent.
struct WavBytes {
    int tag = 1;  ///< 1 PCM, 3 float, 0xFFFE extensible
    int channels = 1;
    std::uint32_t rate = 48'000;
    int bits = 16;
    int block = -1;  ///< -1: what it should be
    std::string before_data;
    std::string after_data;
    std::string riff = "RIFF";

    std::string format() const {
        int const right = channels * bits / 8;
        int const frame = block < 0 ? right : block;
        return Bytes16().i16(tag).i16(channels).u32(rate).u32(rate * static_cast<std::uint32_t>(frame)).i16(frame).i16(bits).bytes;
    }
    std::string with(std::string const& data_chunk) const {
        std::string const body = "WAVE" + chunk("fmt ", format()) + before_data + data_chunk + after_data;
        return riff + Bytes16().u32(static_cast<std::uint32_t>(body.size())).bytes + body;
    }
    std::string of(std::string const& data) const { return with(chunk("data", data)); }
};

std::vector<WavScale> const kOneVoltage{{1, "U1", "V", 500.0}};

Result<WaveformFile> read(std::string const& bytes, std::vector<WavScale> const& scale = kOneVoltage) {
    return read_wav({reinterpret_cast<std::uint8_t const*>(bytes.data()), bytes.size()}, scale, "x.wav");
}

WaveformFile made(std::string const& bytes, std::vector<WavScale> const& scale = kOneVoltage) {
    auto file = read(bytes, scale);
    BOOST_REQUIRE_MESSAGE(file, (file ? "" : file.error().sentence));
    return *file;
}

std::string refusal(std::string const& bytes, std::vector<WavScale> const& scale = kOneVoltage) {
    auto const file = read(bytes, scale);
    BOOST_REQUIRE(!file);
    return file.error().sentence;
}

void check(WaveformFile const& file, std::vector<double> const& expected, std::size_t channel = 0) {
    BOOST_REQUIRE(channel < file.channels.size());
    BOOST_TEST(file.channels[channel].samples == expected, boost::test_tools::per_element());
}

std::string const kThree = Bytes16().i16(16'384).i16(-32'768).i16(0).bytes;  // 1/2, -1, 0 of full scale
std::vector<double> const kThreeVolts{250.0, -500.0, 0.0};

std::string triple(int value) {
    std::string const four = Bytes16().i32(value).bytes;
    return four.substr(0, 3);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(wav)

BOOST_AUTO_TEST_CASE(sixteen_bits_become_volts) {
    auto const file = made(WavBytes().of(kThree));
    check(file, kThreeVolts);
    BOOST_TEST(file.sampling_rate == 48'000.0);
    BOOST_TEST(file.channels[0].name == "U1");
    BOOST_TEST(file.channels[0].unit == "V");
    BOOST_TEST(file.diagnostics.empty());
}

BOOST_AUTO_TEST_CASE(wider_numbers_and_floats_become_volts) {
    WavBytes wav;
    wav.bits = 24;
    wav.after_data = std::string(1, '\0');  // nine bytes of data are padded
    check(made(wav.of(triple(4'194'304) + triple(-8'388'608) + triple(1))), {250.0, -500.0, 500.0 / 8'388'608.0});
    wav = {};
    wav.bits = 32;
    check(made(wav.of(Bytes16().i32(1 << 30).i32(std::numeric_limits<std::int32_t>::min()).bytes)), {250.0, -500.0});
    wav.tag = 3;
    auto const floats = made(wav.of(Bytes16().f32(0.5F).f32(-1.25F).f32(0.0F).bytes));
    check(floats, {250.0, -625.0, 0.0});
    BOOST_TEST(floats.diagnostics.empty());
}

BOOST_AUTO_TEST_CASE(channels_are_interleaved_and_each_has_its_own_scale) {
    WavBytes wav;
    wav.channels = 3;
    auto const file = made(wav.of(Bytes16().i16(16'384).i16(1).i16(-16'384).i16(-16'384).i16(2).i16(16'384).bytes),
                           {{3, "Ia", "mA", 2000.0}, {1, "Ua", "kV", 10.0}});
    BOOST_REQUIRE(file.channels.size() == 2U);
    check(file, {5'000.0, -5'000.0}, 0);
    check(file, {-1.0, 1.0}, 1);
    BOOST_TEST(file.channels[1].name == "Ia");
    BOOST_TEST(says(file.diagnostics, "x.wav: channel 2 has no row in its scale and is left out"));
}

BOOST_AUTO_TEST_CASE(sixty_four_channels_are_read_and_more_refused) {
    WavBytes wav;
    wav.channels = 64;
    std::string data;
    for (int c = 1; c <= 64; ++c) data += Bytes16().i16(c).bytes;
    check(made(wav.of(data), {{64, "U1", "V", 32'768.0}}), {64.0});
    wav.channels = 65;
    BOOST_TEST(refusal(wav.of(data + "xx")) == "x.wav: 65 channels; 1 to 64 are read");
    wav.channels = 0;
    wav.block = 2;
    BOOST_TEST(refusal(wav.of(data)).find("0 channels") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(the_extensible_format_says_its_format_in_its_subformat) {
    std::string const guid_rest("\x00\x00\x00\x00\x10\x00\x80\x00\x00\xAA\x00\x38\x9B\x71", 14);
    auto const extensible = [&](int subformat, int bits, std::string const& rest, std::string const& data) {
        WavBytes wav;
        wav.tag = 0xFFFE;
        wav.bits = bits;
        std::string const format = wav.format() + Bytes16().i16(22).i16(bits).u32(0).i16(subformat).bytes + rest;
        std::string const body = "WAVE" + chunk("fmt ", format) + chunk("data", data);
        return "RIFF" + Bytes16().u32(static_cast<std::uint32_t>(body.size())).bytes + body;
    };
    check(made(extensible(1, 16, guid_rest, kThree)), kThreeVolts);
    check(made(extensible(3, 32, guid_rest, Bytes16().f32(0.25F).bytes)), {125.0});
    BOOST_TEST(refusal(extensible(1, 16, std::string(14, 'x'), kThree)).find("names no subformat that is read") != std::string::npos);
    BOOST_TEST(refusal(extensible(1, 16, "", kThree)).find("names no subformat that is read") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(chunks_of_odd_length_are_padded_or_not) {
    WavBytes wav;
    wav.before_data = chunk("LIST", "odd") + std::string(1, '\0');
    BOOST_TEST(made(wav.of(kThree)).diagnostics.empty());
    check(made(wav.of(kThree)), kThreeVolts);
    wav.before_data = chunk("LIST", "odd");
    auto const unpadded = made(wav.of(kThree));
    check(unpadded, kThreeVolts);
    BOOST_TEST(says(unpadded.diagnostics, "x.wav: byte 47: a chunk of odd length is not padded"));
}

BOOST_AUTO_TEST_CASE(data_cut_off_are_told_and_what_is_there_is_read) {
    std::string const whole = WavBytes().of(kThree);
    auto const file = made(whole.substr(0, whole.size() - 3));
    check(file, {250.0});
    BOOST_TEST(says(file.diagnostics, "x.wav: 6 bytes of data are stated and 3 are there: these are used"));
    BOOST_TEST(says(file.diagnostics, "x.wav: 1 bytes after the last whole frame are ignored"));
    BOOST_TEST(refusal(whole.substr(0, whole.size() - 6)).find("its 'data' chunk holds no sample") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(data_of_unknown_length_reach_to_the_end) {
    for (std::uint32_t const length : {0U, 0xFFFFFFFFU}) {
        auto const file = made(WavBytes().with("data" + Bytes16().u32(length).bytes + kThree));
        check(file, kThreeVolts);
        BOOST_TEST(says(file.diagnostics, "the length of the data is not stated: all 6 bytes that follow are used"));
    }
}

BOOST_AUTO_TEST_CASE(bad_chunk_sizes_are_refused_before_the_data_and_told_behind_them) {
    WavBytes wav;
    wav.before_data = "LIST" + Bytes16().u32(4'000'000'000U).bytes;
    BOOST_TEST(refusal(wav.of(kThree)).find("x.wav: byte 36: the chunk 'LIST' states 4000000000 bytes and 14 are there") == 0U);
    wav = {};
    wav.after_data = "LIST" + Bytes16().u32(100).bytes + "abc";
    auto const file = made(wav.of(kThree));
    check(file, kThreeVolts);
    BOOST_TEST(says(file.diagnostics, "the chunk 'LIST' behind the data states 100 bytes and 3 are there: it is ignored"));
    wav.after_data = chunk("data", kThree);
    BOOST_TEST(says(made(wav.of(kThree)).diagnostics, "a second 'data' chunk is ignored"));
}

BOOST_AUTO_TEST_CASE(a_frame_length_that_lies_gives_way_to_channels_and_bits) {
    WavBytes wav;
    wav.block = 8;
    auto const file = made(wav.of(kThree));
    check(file, kThreeVolts);
    BOOST_TEST(says(file.diagnostics, "a frame is stated to have 8 bytes, 1 channels of 16 bits have 2: these are used"));
    wav.bits = 24;
    wav.block = 4;
    BOOST_TEST(refusal(wav.of(kThree)).find("24 bits in 4 bytes") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(what_is_not_read_is_refused_by_name) {
    WavBytes wav;
    for (std::string const name : {"RF64", "BW64", "RIFX"}) {
        wav.riff = name;
        BOOST_TEST(refusal(wav.of(kThree)).find("it is in " + name) != std::string::npos);
    }
    wav = {};
    wav.bits = 8;
    BOOST_TEST(refusal(wav.of(kThree)) ==
               "x.wav: format 1 with 8 bits is not read; export it as PCM of 16, 24 or 32 bits or as 32-bit float");
    wav = {};
    wav.tag = 6;  // A-law
    BOOST_TEST(refusal(wav.of(kThree)).find("format 6 with 16 bits") != std::string::npos);
    wav = {};
    wav.rate = 0;
    BOOST_TEST(refusal(wav.of(kThree)).find("its sampling rate is 0") != std::string::npos);
    BOOST_TEST(refusal("").find("0 bytes are no WAV file") != std::string::npos);
    BOOST_TEST(refusal("OggS............").find("it begins with 'OggS'") != std::string::npos);
    BOOST_TEST(refusal("RIFF....WAVE" + chunk("data", kThree)).find("no 'fmt ' chunk") != std::string::npos);
    BOOST_TEST(refusal("RIFF....WAVE" + chunk("fmt ", WavBytes().format())).find("no 'data' chunk") != std::string::npos);
    BOOST_TEST(refusal("RIFF....WAVE" + chunk("fmt ", "short") + std::string(1, '\0') + chunk("data", kThree)).find("16 are needed") !=
               std::string::npos);
}

BOOST_AUTO_TEST_CASE(floats_that_are_no_numbers_are_missing_samples) {
    WavBytes wav;
    wav.tag = 3;
    wav.bits = 32;
    float const nan = std::numeric_limits<float>::quiet_NaN(), inf = std::numeric_limits<float>::infinity();
    auto const file = made(wav.of(Bytes16().f32(1.0F).f32(nan).f32(-inf).f32(0.25F).bytes));
    check(file, {500.0, 375.0, 250.0, 125.0});
    BOOST_TEST(says(file.diagnostics, "2 samples of 'U1' are no numbers"));
    BOOST_TEST(refusal(wav.of(Bytes16().f32(nan).bytes)).find("none of its 1 channels has a scale and samples") != std::string::npos);
    BOOST_TEST(refusal(wav.of(Bytes16().f32(1e30F).bytes)).find("beyond all reason") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(the_scale_is_a_table_with_a_header) {
    auto const scale = read_wav_scale("channel,name,unit,full_scale\n1,U1,V,500\n2,\"I, left\",A,12.5\n", "x.scale.csv");
    BOOST_REQUIRE_MESSAGE(scale, (scale ? "" : scale.error().sentence));
    BOOST_REQUIRE(scale->size() == 2U);
    BOOST_TEST((*scale)[1].channel == 2);
    BOOST_TEST((*scale)[1].name == "I, left");
    BOOST_TEST((*scale)[1].unit == "A");
    BOOST_TEST((*scale)[1].full_scale == 12.5);
    // Columns in another order, semicolons with decimal commas.
    auto const other = read_wav_scale("Full_Scale;Unit;Name;Channel\r\n325,27;V;;4\r\n", "x.scale.csv");
    BOOST_REQUIRE_MESSAGE(other, (other ? "" : other.error().sentence));
    BOOST_TEST((*other)[0].full_scale == 325.27);
    BOOST_TEST((*other)[0].name == "channel 4");
}

BOOST_AUTO_TEST_CASE(a_scale_that_is_wrong_is_refused_with_its_line) {
    auto const wrong = [](std::string const& text) {
        auto const scale = read_wav_scale(text, "x.scale.csv");
        BOOST_REQUIRE(!scale);
        return scale.error().sentence;
    };
    std::string const header = "channel,name,unit,full_scale\n";
    BOOST_TEST(wrong("1,U1,V,500\n") ==
               "x.scale.csv:1: the first row must be channel,name,unit,full_scale; then a row for each channel like 1,U1,V,500");
    BOOST_TEST(wrong("").find("x.scale.csv:1: the first row must be") == 0U);
    BOOST_TEST(wrong(header).find("no channel is described") != std::string::npos);
    BOOST_TEST(wrong(header + "0,U1,V,500\n") == "x.scale.csv:2: '0' is no channel; they count from 1 to 64");
    BOOST_TEST(wrong(header + "65,U1,V,500\n").find("'65' is no channel") != std::string::npos);
    for (std::string const full_scale : {"", "0", "-5", "nan", "1e300", "many"})
        BOOST_TEST(wrong(header + "1,U1,V," + full_scale + "\n").find("x.scale.csv:2: '" + full_scale + "' is no full scale") == 0U);
    BOOST_TEST(wrong(header + "1,U1,V,5\n1,U2,V,5\n") == "x.scale.csv:3: channel 1 has two rows; remove one");
    BOOST_TEST(wrong(header + "1,\"U1,V,5\n").find("never closed") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(rows_of_channels_that_the_file_does_not_have_are_told) {
    auto const file = made(WavBytes().of(kThree), {{1, "U1", "V", 500.0}, {7, "I3", "A", 5.0}});
    check(file, kThreeVolts);
    BOOST_TEST(says(file.diagnostics, "its scale describes channel 7 ('I3'), the file has 1"));
    BOOST_TEST(refusal(WavBytes().of(kThree), {{7, "I3", "A", 5.0}}).find("none of its 1 channels") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(every_cut_of_a_file_is_refused_or_told) {
    WavBytes wav;
    wav.channels = 2;
    wav.before_data = chunk("LIST", "odd") + std::string(1, '\0');
    std::string const whole = wav.of(kThree + kThree);
    for (std::size_t length = 0; length < whole.size(); ++length) {
        auto const file = read(whole.substr(0, length), {{1, "U1", "V", 1.0}, {2, "U2", "V", 1.0}});
        BOOST_TEST_CONTEXT("length " << length) {
            if (!file)
                BOOST_TEST(file.error().sentence.find("x.wav") == 0U);
            else
                BOOST_TEST(!file->diagnostics.empty());
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
