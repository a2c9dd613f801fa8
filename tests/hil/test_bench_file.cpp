// SPDX-License-Identifier: GPL-3.0-or-later
#include <boost/test/unit_test.hpp>

#include <fstream>
#include <nlohmann/json.hpp>

#include "hil/bench_file.hpp"
#include "hil/dry_run.hpp"
#include "scenarios/engine/language.hpp"

using namespace mb;
using namespace mb::hil;

namespace {

std::string const kGood =
    "rig: bench 3\n"
    "source: {link: 'serial:/dev/ttyUSB0:115200:8N1', dialect: generic, timeout: 3 s}\n"
    "controller: {link: 'tcp:192.168.1.5:5026', watchdog: 1.5 s}\n"
    "meter: {modbus: 'rtu:/dev/ttyUSB1:38400/5', map: a200, boot: 20 s}\n"
    "limits: {voltage: 260 V, current: 6 A, frequency: [45 Hz, 65 Hz]}\n"
    "slew_per_second: 200 V\n"
    "settle: 500 ms\n"
    "turns: 10\n"
    "uncertainty: {voltage: 0.05 %, current: 0.06 %, power: 0.1 %, frequency: 1 mHz, angle: 0.01 deg, share: 0.02 %, time: 1 ms}\n"
    "read_back: {voltage: 0.2 %, current: 0.3 %, frequency: 0.02 Hz, angle: 0.5 deg, measured: 1 %}\n"
    "pulses: {channel: 1, weight: 0.1 Wh}\n";

std::string refusal(std::string const& text) {
    auto const parsed = parse_bench(text, "rig.yaml");
    return parsed ? "" : parsed.error().sentence;
}
std::string without(std::string_view key) {
    auto const at = kGood.find(std::string{key} + ":");
    return kGood.substr(0, at) + kGood.substr(kGood.find('\n', at) + 1);
}
std::string with(std::string_view what, std::string_view other) {
    std::string text = kGood;
    auto const at = text.find(what);
    BOOST_REQUIRE_MESSAGE(at != std::string::npos, what);
    return text.replace(at, what.size(), other);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(bench_file)

BOOST_AUTO_TEST_CASE(a_whole_file_is_read) {
    auto const b = parse_bench(kGood, "rig.yaml");
    BOOST_REQUIRE_MESSAGE(b, refusal(kGood));
    BOOST_TEST(b->name == "bench 3");
    BOOST_TEST(b->source.serial.device == "/dev/ttyUSB0");
    BOOST_TEST((b->source_patience == Milliseconds{3'000}));
    BOOST_TEST(b->controller.host == "192.168.1.5");
    BOOST_TEST((b->watchdog == Milliseconds{1'500}));
    BOOST_TEST((b->meter.serial && b->meter.unit == 5));
    BOOST_TEST((b->limits == RigLimits{260.0, 6.0, 45.0, 65.0}));
    BOOST_TEST(b->slew == 200.0);
    BOOST_TEST(b->settle_s == 0.5);
    BOOST_TEST(b->turns == 10.0);
    BOOST_TEST((b->uncertainty == SourceUncertainty{0.05, 0.06, 0.1, 0.001, 0.01, 0.02, 0.001}));
    BOOST_TEST((b->read_back == ReadBack{0.2, 0.3, 0.02, 0.5, 1.0}));
    BOOST_TEST((b->pulses == PulseInput{1, 0.1}));
}

BOOST_AUTO_TEST_CASE(a_file_without_limits_is_refused_and_says_what_to_write) {
    std::string const sentence = refusal(without("limits"));
    BOOST_TEST(sentence.find("rig.yaml:1:1: the bench file has no 'limits'") == 0U, sentence);
    BOOST_TEST(sentence.find("limits: {voltage: 260 V") != std::string::npos, sentence);
}

BOOST_AUTO_TEST_CASE(what_is_missing_or_wrong_is_refused_with_its_place) {
    for (std::string_view const key : {"rig", "source", "controller", "meter", "slew_per_second", "uncertainty"})
        BOOST_TEST(refusal(without(key)).find(fmt::format("needs the key '{}'", key)) != std::string::npos, key);
    BOOST_TEST(refusal(with("260 V", "0 V")) == "rig.yaml:5:19: '0 V' is outside 0.1 V … 1000 V");
    BOOST_TEST(refusal(with("260 V", "260")) == "rig.yaml:5:19: '260' needs a unit: write '260 V'");
    BOOST_TEST(refusal(with("260 V", "nan")).find("rig.yaml:5:19: ") == 0U);
    BOOST_TEST(refusal(with("[45 Hz, 65 Hz]", "[65 Hz, 45 Hz]")).find("'45 Hz' is outside 65 Hz") != std::string::npos);
    BOOST_TEST(refusal(with("[45 Hz, 65 Hz]", "[45 Hz]")).find("'frequency' has two ends") != std::string::npos);
    BOOST_TEST(refusal(with("dialect", "dialekt")).find("unknown key 'dialekt' in 'source', did you mean 'dialect'?") != std::string::npos);
    BOOST_TEST(refusal(with("serial:/dev/ttyUSB0", "seriell:/dev/ttyUSB0")).find("rig.yaml:2:16: ") == 0U);
    BOOST_TEST(refusal(with("rtu:/dev/ttyUSB1:38400/5", "modem")).find("rig.yaml:4:17: 'modem'") == 0U);
    BOOST_TEST(refusal(with("turns: 10", "turns: 0.5")).find("'0.5' is outside 1 … 1000") != std::string::npos);
    BOOST_TEST(refusal("") == "rig.yaml: the file is empty; a bench file begins with 'rig: …'");
    BOOST_TEST(refusal("[1]").find("rig.yaml:1:1: ") == 0U);
    BOOST_TEST(load_bench("/nowhere/rig.yaml").error().sentence.find("/nowhere/rig.yaml: cannot be read") == 0U);
}

BOOST_AUTO_TEST_CASE(the_schema_has_the_keys_of_the_reader) {
    std::ifstream stream{MB_SOURCE_DIR "/docs/rig.schema.json"};
    auto const schema = nlohmann::json::parse(stream, nullptr, false);
    BOOST_REQUIRE(!schema.is_discarded());
    for (BenchKeys const& object : bench_keys()) {
        auto const& node = object.object == "rig" ? schema : schema["properties"][std::string{object.object}];
        BOOST_REQUIRE_MESSAGE(node.is_object(), object.object);
        std::vector<std::string> known;
        for (auto const& [key, value] : node["properties"].items()) known.push_back(key);
        std::vector<std::string> keys{object.keys.begin(), object.keys.end()};
        std::sort(keys.begin(), keys.end());
        BOOST_TEST(known == keys, boost::test_tools::per_element());
        BOOST_TEST(node["additionalProperties"] == false);
    }
}

BOOST_AUTO_TEST_CASE(a_dry_run_says_all_that_would_be_sent_and_opens_no_link) {
    Bench bench = *parse_bench(kGood, "rig.yaml");  // its devices do not exist
    bench.turns = 1.0;
    auto const scenario = *parse_scenario(
        "name: dry\nsetup: {source: {voltage: {rms: 230 V}, current: {rms: 5 A}}}\ntimeline:\n  - wait: 3 s\n"
        "  - dip: {phases: [L1], residual: 40 %, duration: 200 ms}\n  - wait: 1 s\nexpect:\n  - {quantity: load1.inst.v1, min: 1 V}\n",
        "t.yaml");
    std::vector<std::string> lines;
    auto const done = dry_run(std::span{&scenario, 1}, bench, [&](std::string_view line) { lines.emplace_back(line); });
    BOOST_REQUIRE(done);
    std::vector<std::string> const order{"# dry",
                                         "rig     safe",
                                         "source  OUTP 0",
                                         "source  SOUR:VOLT:LIM 260.000",
                                         "rig     supply 1",
                                         "source  OUTP 1",
                                         "source  SOUR:VOLT1 230.000",
                                         "source  SOUR:CURR1 5.0000",
                                         "(wait 0.5 s by the rig's clock)",
                                         "# wait 3 s",
                                         "source  TRAN:TRIG",
                                         "# wait 1 s",
                                         "# read the meter for 1 checks",
                                         "# end",
                                         "source  SOUR:VOLT1 0.000",
                                         "source  OUTP 0",
                                         "rig     safe"};
    auto at = lines.begin();
    for (std::string const& wanted : order) {
        at = std::find(at, lines.end(), wanted);
        BOOST_REQUIRE_MESSAGE(at != lines.end(), wanted);
    }
    BOOST_TEST(lines.back() == "rig     safe");
}

BOOST_AUTO_TEST_CASE(a_dry_run_refuses_what_a_run_would_refuse) {
    Bench const bench = *parse_bench(kGood, "rig.yaml");
    auto const scenario = *parse_scenario(
        "name: dry\ntimeline:\n  - wait: 3 s\n  - set: {voltage: {rms: 300 V}}\n  - wait: 1 s\nexpect:\n  - {quantity: load1.inst.v1, min: "
        "1 V}\n",
        "t.yaml");
    std::vector<std::string> lines;
    auto const done = dry_run(std::span{&scenario, 1}, bench, [&](std::string_view line) { lines.emplace_back(line); });
    BOOST_REQUIRE(!done);
    BOOST_TEST(done.error().sentence.find("t.yaml:4:5: a voltage of phase 1 of 300 V is above the rig's limit of 260 V") == 0U,
               done.error().sentence);
    BOOST_TEST(std::count(lines.begin(), lines.end(), "source  SOUR:VOLT1 300.000") == 0);
    BOOST_TEST(lines.back() == "rig     safe");
}

BOOST_AUTO_TEST_SUITE_END()
