// SPDX-License-Identifier: GPL-3.0-or-later
#include "firmware-bridge/firmware_target.hpp"

#include "core/comm/modbus/client_pdu.hpp"
#include "scenarios/engine/language.hpp"
#include "scenarios/engine/runner.hpp"
#include "sim/builtin/builtin_target.hpp"
#include "tests/firmware-bridge/specimens.hpp"

using namespace mb;
using namespace mb::bridge;
using namespace mb::bridge::test;
using namespace std::chrono_literals;

namespace {

std::unique_ptr<Target> specimen(std::string const& name, int patience = 3'000) {
    auto target = FirmwareTarget::start({FirmwareSpec::Kind::library, library(name)}, patient(patience), {});
    BOOST_REQUIRE_MESSAGE(bool(target), sentence(target));
    return *std::move(target);
}

std::vector<std::uint16_t> registers(Target& target, std::uint16_t first, std::uint16_t count) {
    auto const reply = target.exchange(Port::modbus, modbus::read_request(first, count));
    BOOST_REQUIRE_MESSAGE(bool(reply), sentence(reply));
    return *modbus::parse_read_reply(*reply);
}

int fed(Target& target) { return registers(target, 0, 2)[1]; }

std::string lost(std::string const& name) {
    LeavesNothingBehind const check;
    auto const target = specimen(name);
    std::string const told = sentence(target->exchange(Port::modbus, modbus::read_request(0, 2)));
    BOOST_TEST(sentence(target->advance(10ms)) == told);  // it stays failed, and says why
    BOOST_TEST(sentence(target->apply(Stimulus{})) == told);
    BOOST_TEST(sentence(target->exchange(Port::modbus, modbus::read_request(0, 2))) == told);
    return told;
}

}  // namespace

BOOST_AUTO_TEST_CASE(time_at_the_terminals_is_the_samples_that_were_fed) {
    LeavesNothingBehind const check;
    auto const target = specimen("good");
    BOOST_TEST(target->capabilities().name == "firmware Specimen 1.0");
    BOOST_TEST(target->capabilities().exact_time);
    BOOST_TEST(fed(*target) == 0);
    BOOST_REQUIRE(bool(target->advance(10ms)));
    BOOST_TEST(fed(*target) == 96);
    for (int n = 0; n < 10; ++n) BOOST_REQUIRE(bool(target->advance(1ms)));  // 9.6 samples each
    BOOST_TEST(fed(*target) == 192);
    BOOST_REQUIRE(bool(target->advance(3s)));
    BOOST_TEST(fed(*target) == 192 + 28'800);
}

BOOST_AUTO_TEST_CASE(a_reply_that_takes_time_is_taken_off_the_next_advance) {
    LeavesNothingBehind const check;
    auto const target = specimen("late");  // 48 samples behind the request: five steps of ten
    BOOST_REQUIRE(bool(target->advance(10ms)));
    BOOST_TEST(fed(*target) == 96);              // as it stood when it was asked
    BOOST_TEST(fed(*target) == 146);             // fifty later
    BOOST_REQUIRE(bool(target->advance(10ms)));  // a hundred were ahead: four still are
    BOOST_TEST(fed(*target) == 196);
    BOOST_REQUIRE(bool(target->advance(10ms)));  // 246 and the time line's 288
    BOOST_TEST(fed(*target) == 288);
}

BOOST_AUTO_TEST_CASE(a_reply_that_comes_byte_by_byte_is_waited_for) {
    LeavesNothingBehind const check;
    auto const target = specimen("byte_by_byte");
    BOOST_REQUIRE(bool(target->advance(10ms)));
    BOOST_TEST(fed(*target) == 96);
    BOOST_TEST(fed(*target) == 96 + 8 * 10);  // nine bytes, the first at once
}

BOOST_AUTO_TEST_CASE(replies_that_cannot_be_used_are_lost_with_evidence) {
    BOOST_TEST(has(lost("wrong_crc"), "firmware Specimen 1.0: the reply on its Modbus line has a wrong CRC; 9 bytes came: 01 03 04"));
    BOOST_TEST(has(lost("wrong_unit"), "begins with unit 9, asked was unit 1"));
    BOOST_TEST(has(lost("wrong_function"), "is to function 4, asked was function 3"));
    BOOST_TEST(has(lost("bytes_behind"), "followed by 1 bytes"));
    BOOST_TEST(has(lost("flood"), "begins with unit 85"));
    BOOST_TEST(has(lost("never"), "no reply to Modbus function 3 within 1 s of its time; nothing came"));
    BOOST_TEST(has(lost("too_late"), "no reply to Modbus function 3 within 1 s"));
    BOOST_TEST(has(lost("abort_in_exchange"), "exchange: the program was ended by SIGABRT"));
}

BOOST_AUTO_TEST_CASE(converters_see_the_terminals) {
    LeavesNothingBehind const check;
    auto const target = specimen("converters");  // 12 bits of 0.01 V and A
    Stimulus s;
    s[Channel::va].dc = 10.0;
    s[Channel::vn].dc = -3.456;
    s[Channel::i4].dc = 100.0;  // beyond the range
    BOOST_REQUIRE(bool(target->apply(s)));
    BOOST_REQUIRE(bool(target->advance(10ms)));
    auto const counts = registers(*target, 2, 8);
    BOOST_TEST(counts[0] == 1'000);
    BOOST_TEST(static_cast<std::int16_t>(counts[3]) == -346);
    BOOST_TEST(counts[7] == 2'047);
}

namespace {

Scenario scenario(std::string const& name) {
    auto loaded = load_scenario(MB_SOURCE_DIR "/scenarios/library/" + name);
    BOOST_REQUIRE_MESSAGE(bool(loaded), sentence(loaded));
    return *std::move(loaded);
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_crash_is_the_verdict_of_its_scenario_and_the_next_one_starts_anew) {
    LeavesNothingBehind const check;
    std::vector<Scenario> const scenarios{scenario("smoke/nominal.yaml"), scenario("smoke/nominal.yaml")};
    auto const map = RegisterMap::parse(
        "block,address,words,type,scale,unit,access,symbol,repeat,stride,missing\n"
        "volts,0,2,U32,1,V,R,load1.inst.v1,1,0,\n",
        "one.csv");
    BOOST_REQUIRE_MESSAGE(bool(map), sentence(map));
    int started = 0;
    auto const report = run_all(
        scenarios,
        [&](RatedValues const&) -> Result<std::unique_ptr<Target>> { return specimen(started++ == 0 ? "crash_in_feed" : "good"); }, *map,
        "one");
    BOOST_REQUIRE(report.scenarios.size() == 2U);
    ScenarioResult const& crashed = report.scenarios[0];
    BOOST_TEST((crashed.verdict == Verdict::error));
    BOOST_TEST(has(crashed.ended, "feed: the program was ended by SIGSEGV"), crashed.ended);
    BOOST_TEST(has(crashed.ended, "task 3: stack overflow"), crashed.ended);
    BOOST_TEST(report.scenarios[1].ended == "finished");
    BOOST_TEST(exit_status(report) == 3);
}

BOOST_AUTO_TEST_CASE(sensors_that_a_firmware_cannot_be_told_of_are_not_applicable) {
    auto const target = specimen("good");
    auto const result = run_scenario(scenario("faults/residual.yaml"), *target, *open_map("a200"));
    BOOST_TEST((result.verdict == Verdict::not_applicable));
    BOOST_TEST(has(result.ended, "firmware Specimen 1.0 cannot make sensors of a stated make"), result.ended);
}

// The same meter on both sides: whatever the bridge added or lost would show in some reply.
BOOST_AUTO_TEST_CASE(our_own_meter_behind_the_bridge_gives_the_replies_of_the_built_in_one) {
    LeavesNothingBehind const check;
    auto const map = open_map("a200");
    BOOST_REQUIRE(bool(map));
    for (char const* const name : {"smoke/dip.yaml", "smoke/harmonics.yaml", "faults/neutral_loss.yaml", "waveforms/dc_and_noise.yaml"}) {
        Scenario const s = scenario(name);
        MeterSettings settings;
        settings.nominal = {s.rated.voltage, s.rated.current, s.rated.frequency_hz};
        BuiltinTarget builtin(settings, *map, s.rated.network);
        Config config;
        config.nominal_voltage = static_cast<float>(s.rated.voltage);
        config.nominal_current = static_cast<float>(s.rated.current);
        config.nominal_frequency = static_cast<float>(s.rated.frequency_hz);
        auto firmware =
            FirmwareTarget::start({FirmwareSpec::Kind::library, MB_FIRMWARE "/mb_core_meter.so"}, patient(20'000), config, s.rated.network);
        BOOST_REQUIRE_MESSAGE(bool(firmware), sentence(firmware));
        auto const there = run_scenario(s, **firmware, *map);
        auto const here = run_scenario(s, builtin, *map);
        BOOST_TEST(there.ended == "finished", name << ": " << there.ended);
        BOOST_TEST(there.requests > 100U);
        BOOST_TEST(there.digest == here.digest, name);
        BOOST_TEST((there.verdict == Verdict::pass));
    }
}

BOOST_AUTO_TEST_CASE(the_example_of_the_document_measures_a_voltage) {
    LeavesNothingBehind const check;
    auto const target = FirmwareTarget::start({FirmwareSpec::Kind::library, MB_FIRMWARE "/mb_example_firmware.so"}, patient(), {});
    BOOST_REQUIRE_MESSAGE(bool(target), sentence(target));
    BOOST_REQUIRE(bool((*target)->apply(balanced(231.5, 10.0, 0.0, 50.0))));
    BOOST_REQUIRE(bool((*target)->advance(400ms)));
    auto const words = registers(**target, 18'444, 2);
    BOOST_TEST((words[0] == 0 && words[1] == 23'150));
    BOOST_TEST((*(*target)->exchange(Port::modbus, modbus::read_request(18'446, 2)) == Bytes{0x83, 2}));
}
