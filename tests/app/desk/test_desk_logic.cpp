// SPDX-License-Identifier: GPL-3.0-or-later
// What the window does without widgets: options, trigger, stimulus.
#include <boost/test/unit_test.hpp>

#include <cmath>
#include <numbers>
#include <string>
#include <vector>

#include "app/desk/options.hpp"
#include "app/desk/source.hpp"
#include "app/desk/source_settings.hpp"
#include "app/desk/trigger.hpp"

using namespace mb;
using desk::Leave;
using desk::Options;

namespace {

std::vector<Frame> sine(double hz, double phase_deg, double ripple = 0.0) {
    std::vector<Frame> frames(1920);
    for (std::size_t i = 0; i < frames.size(); ++i) {
        double const wt = 2.0 * std::numbers::pi * hz * static_cast<double>(i) / kSampleRate + phase_deg * std::numbers::pi / 180.0;
        frames[i].lanes[0] = static_cast<float>(325.0 * std::sin(wt) + ripple * (i % 2 == 0 ? 1.0 : -1.0));
    }
    return frames;
}

/// The whole output of a bad command line.
std::string refusal(std::vector<std::string> const& arguments) {
    auto const parsed = desk::parse_options(arguments);
    auto const* const leave = std::get_if<Leave>(&parsed);
    BOOST_REQUIRE(leave != nullptr);
    BOOST_TEST(leave->status == 2);
    BOOST_TEST(leave->text.find('\n') == std::string::npos);
    return leave->text;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(desk_logic)

// sin(wt + 30 deg) rises through zero at wt = 330, 690 ... degrees: at 50 Hz (192 samples a cycle) at 176, 368 ... samples.
BOOST_AUTO_TEST_CASE(the_trigger_is_the_latest_rising_crossing_with_enough_behind_it) {
    auto const at = desk::rising_crossing(sine(50.0, 30.0), 960);
    BOOST_REQUIRE(at.has_value());
    BOOST_TEST(std::abs(*at - (176.0 + 4 * 192.0)) < 0.01);
}

BOOST_AUTO_TEST_CASE(the_trigger_falls_between_samples_where_the_frequency_is_odd) {
    double const cycle = kSampleRate / 51.3;
    auto const at = desk::rising_crossing(sine(51.3, 0.0), 1000);
    BOOST_REQUIRE(at.has_value());
    double const cycles = *at / cycle;
    BOOST_TEST(std::abs(cycles - std::round(cycles)) * cycle < 0.01);
}

// The sine rises 10.6 V a sample at its zero at 944; with 20 V up on even and down on odd samples it is -31, 20, -9, 41 V at 943 ... 946
// (twice a crossing). The first one counts.
BOOST_AUTO_TEST_CASE(ripple_around_zero_triggers_once_a_cycle) {
    auto const at = desk::rising_crossing(sine(50.0, 30.0, 20.0), 960);
    BOOST_REQUIRE(at.has_value());
    BOOST_TEST(*at > 943.0);
    BOOST_TEST(*at < 944.0);
}

BOOST_AUTO_TEST_CASE(a_dead_voltage_does_not_trigger) {
    BOOST_TEST(!desk::rising_crossing(std::vector<Frame>(1920), 960).has_value());
    BOOST_TEST(!desk::rising_crossing({}, 960).has_value());
}

BOOST_AUTO_TEST_CASE(an_inductive_current_lags_and_a_capacitive_one_leads_by_the_angle_of_the_power_factor) {
    desk::SourceSettings s;
    s.power_factor = 0.5;  // 60 degrees
    Stimulus const inductive = desk::stimulus_of(s);
    s.capacitive = true;
    Stimulus const capacitive = desk::stimulus_of(s);
    auto const turn = [](Stimulus const& x) { return std::remainder(x[Channel::va].phase_deg - x[Channel::i1].phase_deg, 360.0); };
    BOOST_TEST(std::abs(turn(inductive) - 60.0) < 1e-9);
    BOOST_TEST(std::abs(turn(capacitive) + 60.0) < 1e-9);
}

BOOST_AUTO_TEST_CASE(levels_scale_one_voltage_and_zero_harmonics_are_left_out) {
    desk::SourceSettings s;
    s.voltage = 100.0;
    s.level_percent = {100.0, 80.0, 100.0};
    s.voltage_harmonics_percent = {0.0, 4.0, 0.0};
    Stimulus const x = desk::stimulus_of(s);
    BOOST_TEST(std::abs(x[Channel::va].rms - 100.0) < 1e-9);
    BOOST_TEST(std::abs(x[Channel::vb].rms - 80.0) < 1e-9);
    BOOST_REQUIRE(x[Channel::va].harmonics.size() == 1U);
    BOOST_TEST(x[Channel::va].harmonics[0].order == 5);
    BOOST_TEST(x[Channel::va].harmonics[0].ratio == 0.04);
}

BOOST_AUTO_TEST_CASE(addresses_and_sizes_are_read_as_written) {
    auto const parsed = desk::parse_options({"--modbus-tcp", "[::1]:1502", "--size", "1280x800", "--screenshot", "a.png", "--dark"});
    BOOST_REQUIRE(std::holds_alternative<Options>(parsed));
    auto const& o = std::get<Options>(parsed);
    BOOST_TEST(o.ports.tcp->address == "::1");
    BOOST_TEST(o.ports.tcp->port == 1502);
    BOOST_TEST(o.width == 1280);
    BOOST_TEST(o.height == 800);
    BOOST_TEST(o.dark);
    BOOST_TEST(!o.ports.rtu.has_value());
    auto const lines =
        desk::parse_options({"--rtu-over-tcp", "1503", "--modbus-rtu", "/dev/ttyUSB0:9600:8E1", "--show", "traffic", "--map", "classic"});
    BOOST_REQUIRE(std::holds_alternative<Options>(lines));
    BOOST_TEST(!std::get<Options>(lines).ports.tcp.has_value());
    BOOST_TEST(std::get<Options>(lines).ports.rtu_over_tcp->port == 1503);
    BOOST_TEST(std::get<Options>(lines).ports.rtu->device == "/dev/ttyUSB0");
    BOOST_TEST(std::get<Options>(lines).show.front() == "traffic");
    BOOST_TEST(std::get<Options>(lines).map == "classic");
    BOOST_TEST(o.map == "a200");
    BOOST_TEST(refusal({"--modbus-rtu", "/dev/ttyUSB0:fast"}).starts_with("meterbench-desk: --modbus-rtu "));
    BOOST_TEST(refusal({"--show", "trafic"}).find("trafic") != std::string::npos);
    auto const local = desk::parse_options({"--modbus-tcp", "0"});
    BOOST_TEST(std::get<Options>(local).ports.tcp->address == "127.0.0.1");
}

BOOST_AUTO_TEST_CASE(what_is_said_of_a_recording_reaches_it) {
    auto const parsed =
        desk::parse_options({"--source", "a.csv", "--channel", "V1=U3", "--channel", "V3=U1", "--rate", "4800", "--against", "earth"});
    BOOST_REQUIRE(std::holds_alternative<Options>(parsed));
    auto const& recording = std::get<Options>(parsed).recording;
    BOOST_TEST(recording.path == "a.csv");
    BOOST_TEST((recording.channels == std::vector<std::string>{"V1=U3", "V3=U1"}));
    BOOST_TEST(recording.rate == 4800.0);
    BOOST_TEST(recording.against == "earth");
}

BOOST_AUTO_TEST_CASE(bad_options_are_one_sentence_and_status_2) {
    BOOST_TEST(refusal({"--modbus-tcp", "70000"}).find("--modbus-tcp 70000") != std::string::npos);
    BOOST_TEST(refusal({"--modbus-tcp", "host:"}).find("--modbus-tcp host:") != std::string::npos);
    BOOST_TEST(refusal({"--size", "1600"}).find("--size 1600") != std::string::npos);
    BOOST_TEST(refusal({"--size", "10x10"}).find("1100x700") != std::string::npos);
    BOOST_TEST(refusal({"--screenshot", "a.bmp"}).find(".png") != std::string::npos);
    BOOST_TEST(refusal({"--no-such"}).find("--no-such") != std::string::npos);
    BOOST_TEST(refusal({"--frequency", "55"}).find("frequency") != std::string::npos);
    for (char const* option : {"--nominal-voltage", "--nominal-current", "--rate"})
        BOOST_TEST(refusal({"--source", "a.csv", option, "nan"}).find("'nan' is not a number from") != std::string::npos, option);
    for (char const* option : {"--channel=V1=U1", "--rate=9600", "--against=earth"})
        BOOST_TEST(refusal({option}).find("--source") != std::string::npos, option);
}

BOOST_AUTO_TEST_CASE(help_is_no_mistake) {
    auto const parsed = desk::parse_options({"--help"});
    BOOST_REQUIRE(std::holds_alternative<Leave>(parsed));
    BOOST_TEST(std::get<Leave>(parsed).status == 0);
    BOOST_TEST(std::get<Leave>(parsed).text.find("--screenshot") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_recording_that_is_not_there_is_named) {
    Options o;
    o.recording.path = "no_such_recording.cfg";
    auto const source = desk::open_source(o);
    BOOST_REQUIRE(!source);
    BOOST_TEST(source.error().sentence.find("no_such_recording.cfg") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
