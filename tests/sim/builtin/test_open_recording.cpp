// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/builtin/open_recording.hpp"

#include <boost/test/unit_test.hpp>

#include <array>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <numbers>

#include "sim/builtin/host_time.hpp"

using namespace mb;

namespace {

/// 0.2 s of 60 Hz at 4800 Hz without times: 120 V on Ua, 4 A on Ia. Gone with the object.
class Table {
public:
    Table() {
        std::ofstream out(path_);
        out << "Ua [V],Ia [A]\n";
        for (int n = 0; n < 960; ++n) {
            double const y = std::numbers::sqrt2 * std::sin(2.0 * std::numbers::pi * 60.0 * n / 4800.0);
            out << 120.0 * y << ',' << 4.0 * y << '\n';
        }
    }
    ~Table() { std::filesystem::remove(path_); }
    Table(Table const&) = delete;
    Table& operator=(Table const&) = delete;
    std::string path() const { return path_.string(); }

private:
    std::filesystem::path path_ = std::filesystem::temp_directory_path() / ("open_recording_" + std::to_string(host_time()) + ".csv");
};

std::string refusal(RecordingOptions const& options) {
    auto const recording = open_recording(options, {}, true);
    BOOST_REQUIRE(!recording);
    return recording.error().sentence;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(open_recording_suite)

BOOST_AUTO_TEST_CASE(a_table_is_opened_with_the_users_channels_and_judged_where_nothing_is_said) {
    Table const table;
    NominalChoice choice;
    choice.current = 63.0;
    auto recording = open_recording({table.path(), {"V2=Ua", "V1=none", "I2=2"}, 4800.0, "neutral"}, choice, true);
    BOOST_REQUIRE_MESSAGE(bool(recording), (recording ? "" : recording.error().sentence));
    BOOST_TEST(recording->channels == "Va=none Vb=Ua Vc=none Vn=none I1=none I2=Ia I3=none I4=none");
    BOOST_TEST(recording->sampling_rate == 4800.0);
    BOOST_TEST(recording->nominal.voltage == 120.0);  // a standard voltage
    BOOST_TEST(recording->nominal.current == 63.0);
    BOOST_TEST(recording->nominal.frequency_hz == 60);
    BOOST_TEST(!recording->playback.frames_left().has_value());
    // A quarter of a cycle after a zero: 40 samples at 9600 Hz. Not looped, a frame is where its sample is.
    auto once = open_recording({table.path(), {"V2=Ua"}, 4800.0, "neutral"}, {}, false);
    BOOST_REQUIRE(bool(once));
    BOOST_TEST(once->playback.frames_left().value() == 1920);
    std::array<Frame, 1920> frames;
    once->playback.render(frames);
    // Four digits of the table's numbers and the filter's ripple are far under a tenth of a percent.
    BOOST_TEST(std::abs(static_cast<double>(frames[840][Channel::vb]) - 120.0 * std::numbers::sqrt2) < 0.17);
}

BOOST_AUTO_TEST_CASE(what_is_missing_is_named_by_options_that_the_programs_have) {
    Table const table;
    BOOST_TEST(refusal({table.path(), {}, 0.0, "neutral"}).find("(--rate 9600)") != std::string::npos);
    BOOST_TEST(refusal({table.path(), {"V1"}, 4800.0, "neutral"}) == "--channel V1: INPUT=CHANNEL is needed, for example --channel V1=U1");
    BOOST_TEST(refusal({table.path(), {"V1=none"}, 4800.0, "neutral"}).find("--channel V1=Ua") != std::string::npos);
    BOOST_TEST(refusal({"no_such.cfg", {}, 0.0, "neutral"}).find("no_such.cfg") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_factor_is_played_judged_and_told) {
    Table const table;
    auto recording = open_recording({table.path(), {}, 4800.0, "neutral", {"V1=100", "I=5"}}, {}, false);
    BOOST_REQUIRE_MESSAGE(bool(recording), (recording ? "" : recording.error().sentence));
    BOOST_TEST(recording->channels == "Va=Ua*100 Vb=none Vc=none Vn=none I1=Ia*5 I2=none I3=none I4=none");
    BOOST_TEST(std::abs(recording->facts.voltage - 12'000.0) < 12.0);
    BOOST_TEST(recording->nominal.current == 20.0);
    std::array<Frame, 1920> frames;
    recording->playback.render(frames);
    BOOST_TEST(std::abs(static_cast<double>(frames[840][Channel::va]) - 12'000.0 * std::numbers::sqrt2) < 17.0);
    BOOST_TEST(refusal({table.path(), {}, 4800.0, "neutral", {"V1"}}).find("--scale V1: INPUT=FACTOR is needed") == 0U);
}

BOOST_AUTO_TEST_CASE(a_preview_shows_channels_inputs_and_what_would_be_refused) {
    Table const table;
    auto const preview = preview_recording({table.path(), {"V2=Ua"}, 4800.0, "neutral", {"V=10", "V2=100"}}, {});
    BOOST_REQUIRE_MESSAGE(bool(preview), (preview ? "" : preview.error().sentence));
    BOOST_TEST(preview->samples == 960U);
    BOOST_TEST(preview->sampling_rate == 4800.0);
    BOOST_TEST(preview->facts.whole_cycles == 12);
    BOOST_TEST(preview->diagnostics.empty());
    BOOST_REQUIRE(preview->rows.size() == 2U);
    PreviewRow const& voltage = preview->rows[0];
    BOOST_TEST(voltage.number == 1);
    BOOST_TEST(voltage.name == "Ua");
    BOOST_TEST(voltage.si_unit == "V");
    BOOST_TEST(voltage.lane == static_cast<int>(index(Channel::vb)));
    BOOST_TEST(voltage.scale == 100.0);
    BOOST_TEST(std::abs(voltage.rms - 12'000.0) < 1.0);  // four digits of the table's numbers
    BOOST_TEST(std::abs(voltage.peak - 12'000.0 * std::numbers::sqrt2) < 1.0);
    BOOST_TEST(preview->rows[1].scale == 1.0);
    // Without a voltage nothing can be played, but there is all the more to look at.
    auto const silent = preview_recording({table.path(), {"V1=none", "I1=none"}, 4800.0, "neutral"}, {});
    BOOST_REQUIRE(bool(silent));
    BOOST_TEST(silent->rows.size() == 2U);
    BOOST_TEST(silent->rows[1].lane == -1);
    BOOST_REQUIRE(silent->diagnostics.size() == 1U);
    BOOST_TEST(silent->diagnostics[0].find("no phase voltage was found") != std::string::npos);
    auto const slow = preview_recording({table.path(), {}, 500.0, "neutral"}, {});
    BOOST_REQUIRE(bool(slow));
    BOOST_TEST(slow->diagnostics[0].find("800 Hz to 100 kHz can be played") != std::string::npos);
    // One channel on two inputs is two rows.
    auto const twice = preview_recording({table.path(), {"V2=Ua", "V3=Ua"}, 4800.0, "neutral"}, {});
    BOOST_REQUIRE(bool(twice));
    BOOST_TEST(twice->rows.size() == 3U);
    BOOST_TEST(!preview_recording({table.path(), {"V1=Uz"}, 4800.0, "neutral"}, {}));
}

// 2020-01-01 is 20 years, 5 of them leap, behind the epoch; a machine with an earlier clock could not have fetched this test.
BOOST_AUTO_TEST_CASE(the_hosts_calendar_is_of_this_century) {
    BOOST_TEST(host_time() > (20 * 365 + 5) * 86'400'000LL);
    BOOST_TEST(host_time() < 100 * 366 * 86'400'000LL);
}

BOOST_AUTO_TEST_SUITE_END()
