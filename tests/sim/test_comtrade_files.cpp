// SPDX-License-Identifier: GPL-3.0-or-later
// Pairs of files on the disk, the real ones included.
#include <boost/test/unit_test.hpp>

#include <cstdio>
#include <filesystem>
#include <fstream>

#include "sim/waveform_open.hpp"
#include "tests/sim/comtrade_text.hpp"

using namespace mb;
using test::ComtradeText;
using test::kFourSamples;
using test::says;
namespace fs = std::filesystem;

namespace {

/// A folder of its own that goes away with the test.
struct Folder {
    Folder() {
        std::string name = (fs::temp_directory_path() / "mb-comtrade-XXXXXX").string();
        BOOST_REQUIRE(::mkdtemp(name.data()) != nullptr);
        path = name;
    }
    ~Folder() {
        std::error_code error;
        fs::remove_all(path, error);
    }
    Folder(Folder const&) = delete;
    Folder& operator=(Folder const&) = delete;

    std::string put(std::string const& name, std::string const& content) const {
        std::ofstream(path / name, std::ios::binary) << content;
        return (path / name).string();
    }
    fs::path path;
};

fs::path const kVectors(MB_VECTORS_DIR);

bool no_recordings(std::string const& name) {
    if (fs::exists(kVectors / name)) return false;
    std::puts("skipped: no recordings");
    return true;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(comtrade_files)

BOOST_AUTO_TEST_CASE(either_half_opens_the_pair_whatever_its_case) {
    Folder const folder;
    std::string const config = folder.put("fault.cfg", ComtradeText{}.config());
    std::string const data = folder.put("fault.DAT", kFourSamples);
    for (std::string const& path : {config, data}) {
        auto const file = open_waveform(path);
        BOOST_REQUIRE_MESSAGE(file, (file ? "" : file.error().sentence));
        BOOST_TEST(file->name == "fault.cfg");
        BOOST_TEST(file->channels[0].samples.size() == 4U);
    }
}

BOOST_AUTO_TEST_CASE(what_cannot_be_opened_is_one_sentence) {
    Folder const folder;
    auto const refusal = [](std::string const& path) {
        auto const file = open_waveform(path);
        BOOST_REQUIRE(!file);
        BOOST_TEST(file.error().sentence.find('\n') == std::string::npos);
        BOOST_TEST((file.error().kind == ErrorKind::input));
        return file.error().sentence;
    };
    std::string const alone = folder.put("alone.cfg", ComtradeText{}.config());
    BOOST_TEST(refusal(alone).find("alone.dat is not beside it") != std::string::npos);
    BOOST_TEST(refusal((folder.path / "none.cfg").string()).find("there is no such file") != std::string::npos);
    fs::create_directory(folder.path / "folder.cfg");
    BOOST_TEST(refusal((folder.path / "folder.cfg").string()).find("this is not a file") != std::string::npos);
    BOOST_TEST(refusal(folder.put("sound.ogg", "OggS")).find("'.ogg' is no known kind") != std::string::npos);
    BOOST_TEST(refusal(folder.put("one.cff", "")).find("no line like '--- file type: CFG ---'") != std::string::npos);
    BOOST_TEST(refusal(folder.put("sound.wav", "RIFF"))
                   .find("sound.wav: a WAV file does not tell volts and amperes; write sound.scale.csv beside it with the header "
                         "channel,name,unit,full_scale and a row for each channel, for example 1,U1,V,500") != std::string::npos);
    folder.put("empty.dat", "");
    BOOST_TEST(refusal(folder.put("empty.cfg", "")).find("the configuration file is empty") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_file_that_holds_both_halves_is_opened) {
    Folder const folder;
    auto const file = open_waveform(
        folder.put("one.CFF", "--- file type: CFG ---\r\n" + ComtradeText{}.config() + "--- file type: DAT ASCII ---\r\n" + kFourSamples));
    BOOST_REQUIRE_MESSAGE(file, (file ? "" : file.error().sentence));
    BOOST_TEST(file->name == "one.CFF");
    BOOST_TEST(file->channels[0].samples.size() == 4U);
    BOOST_TEST(file->diagnostics.empty());
}

BOOST_AUTO_TEST_CASE(a_sound_is_opened_with_the_scale_beside_it) {
    test::Bytes16 wav;  // one channel of 16 bits at 8 kHz: -1/2 and 1/4 of full scale
    wav.bytes = "RIFF";
    wav.u32(40).bytes += "WAVEfmt ";
    wav.u32(16).i16(1).i16(1).u32(8'000).u32(16'000).i16(2).i16(16).bytes += "data";
    wav.u32(4).i16(-16'384).i16(8'192);
    Folder const folder;
    std::string const path = folder.put("two.steps.wav", wav.bytes);
    folder.put("two.steps.scale.csv", "channel,name,unit,full_scale\n1,UL1,kV,20\n");
    auto const file = open_waveform(path);
    BOOST_REQUIRE_MESSAGE(file, (file ? "" : file.error().sentence));
    BOOST_TEST(file->name == "two.steps.wav");
    BOOST_TEST(file->sampling_rate == 8'000.0);
    BOOST_TEST(file->channels[0].name == "UL1");
    BOOST_TEST(file->channels[0].samples == (std::vector<double>{-10'000.0, 5'000.0}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(our_own_recording_is_read_without_a_diagnostic) {
    auto const file = open_waveform(MB_SOURCE_DIR "/resources/recordings/dip.cfg");
    BOOST_REQUIRE_MESSAGE(file, (file ? "" : file.error().sentence));
    BOOST_TEST(file->diagnostics.empty());
    BOOST_TEST(file->channels.size() == 8U);
    BOOST_TEST(file->line_frequency == 50.0);
}

BOOST_AUTO_TEST_CASE(a_real_capture_of_a_power_meter_is_read) {
    if (no_recordings("keating_1999.CFG")) return;
    auto const file = open_waveform((kVectors / "keating_1999.CFG").string());
    BOOST_REQUIRE_MESSAGE(file, (file ? "" : file.error().sentence));
    BOOST_TEST(file->channels.size() == 8U);
    BOOST_TEST(file->channels[0].samples.size() == 2048U);
    BOOST_TEST(file->sampling_rate == 30707.244140625);
    BOOST_TEST(says(file->diagnostics, "the skew of 8 analog channels is empty"));
    BOOST_TEST(file->diagnostics.size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_text_record_with_secondary_currents_is_read) {
    if (no_recordings("sample_ascii.cfg")) return;
    auto const file = open_waveform((kVectors / "sample_ascii.cfg").string());
    BOOST_REQUIRE_MESSAGE(file, (file ? "" : file.error().sentence));
    BOOST_TEST(file->channels.size() == 4U);
    BOOST_TEST(file->channels[0].samples.size() == 40U);
    // The first count of IA is -83.
    BOOST_TEST(file->channels[0].samples[0] == (0.1138916015625 * -83 + 0.05694580078125) * 933, boost::test_tools::tolerance(1e-12));
    BOOST_TEST(says(file->diagnostics, "'IA' holds secondary values: multiplied by 933"));
}

BOOST_AUTO_TEST_CASE(a_binary_record_in_kilovolts_is_read) {
    if (no_recordings("sample_bin.cfg")) return;
    auto const file = open_waveform((kVectors / "sample_bin.cfg").string());
    BOOST_REQUIRE_MESSAGE(file, (file ? "" : file.error().sentence));
    BOOST_TEST(file->channels.size() == 4U);
    BOOST_TEST(file->channels[0].samples.size() == 5U);
    BOOST_TEST(file->channels[0].samples[0] == -24979 * 0.361849, boost::test_tools::tolerance(1e-9));  // 0x9e6d
}

BOOST_AUTO_TEST_SUITE_END()
