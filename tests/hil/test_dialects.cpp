// SPDX-License-Identifier: GPL-3.0-or-later
/// Dialect files: what is refused, and for each shipped one the exact commands of some set-points (tests/hil/golden; written anew with
/// MB_REBASELINE=1 in the environment, and then to be read by a person who knows the source).
#include <boost/test/unit_test.hpp>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "hil/scpi/source_driver.hpp"

using namespace mb;
using namespace mb::hil;

namespace {

std::string shipped(std::string_view name) { return std::string{builtin_dialect(name)->text}; }

std::string replaced(std::string text, std::string_view what, std::string_view with) {
    auto const at = text.find(what);
    BOOST_REQUIRE_MESSAGE(at != std::string::npos, what);
    return text.replace(at, what.size(), with);
}

std::string refusal(std::string const& text) {
    auto const parsed = parse_dialect(text, "d.yaml");
    return parsed ? "" : parsed.error().sentence;
}

Bench bench() {
    Bench b;
    b.limits = {300.0, 6.0, 45.0, 65.0};
    b.slew = 1'000.0;
    b.read_back.measured_percent = 1.0;
    return b;
}

/// All that is said to a source from its arming to its end.
std::string conversation(Dialect const& dialect) {
    Bench const rig = bench();
    std::string text;
    auto const say = [&](std::string_view line) { text += std::string{line} + "\n"; };
    DrySteps runner{say};
    SourceDriver driver{dialect, rig, runner, runner};
    auto const part = [&](std::string_view heading, auto const& what) {
        text += fmt::format("## {}\n", heading);
        Result<void> const done = what();
        if (!done) text += fmt::format("refused: {}\n", done.error().sentence);
    };
    bool const currents = dialect.find(Action::current) != nullptr;
    Stimulus stimulus = balanced(230.0, currents ? 5.0 : 0.0, 30.0, 50.0);
    auto const point = [&] { return *set_point_of(stimulus, 1.0); };
    part("arm", [&] { return driver.arm(); });
    part("on, without a volt", [&] { return driver.energise(point()); });
    part("balanced 230 V, 5 A (where it has currents), 50 Hz, lag 30 deg", [&] { return driver.set(point()); });
    stimulus[Channel::vb] = {200.0, -118.0, {}};
    part("unbalance: phase 2 to 200 V at -118 deg", [&] { return driver.set(point()); });
    part("dip of phase 1 to 40 % for 200 ms at 90 deg", [&] { return driver.set(point(), EventPoint{0b001, 0.4, 0.2, 90.0}); });
    stimulus = balanced(230.0, currents ? 5.0 : 0.0, 30.0, 50.0);
    part("back", [&] { return driver.set(point()); });
    part("dip of all phases to 70 % for 500 ms", [&] { return driver.set(point(), EventPoint{0b111, 0.7, 0.5, 0.0}); });
    if (dialect.find(Action::voltage_harmonic) != nullptr) {
        stimulus[Channel::va].harmonics = {{5, 0.1, 180.0}};
        stimulus[Channel::i1].harmonics = {{5, 0.4, 0.0}, {7, 0.05, -90.0}};
        part("harmonics: V1 5th 10 % 180 deg, I1 5th 40 %, 7th 5 % -90 deg", [&] { return driver.set(point()); });
    }
    part("zero", [&] { return driver.zero(); });
    return text;
}

std::string file_text(std::string const& file) {
    std::ifstream stream{file};
    std::stringstream text;
    text << stream.rdbuf();
    return text.str();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(dialects)

BOOST_AUTO_TEST_CASE(all_shipped_ones_are_read_and_bear_their_file_name) {
    BOOST_TEST(builtin_dialect_names().size() >= 5U);
    for (std::string_view const name : builtin_dialect_names()) {
        auto const d = open_dialect(std::string{name});
        BOOST_REQUIRE_MESSAGE(d, name);
        BOOST_TEST(d->name == name);
        // Whatever has not been seen at a source is said to be so; the generic one is ours.
        BOOST_TEST((d->unverified.empty() == (name == "generic")), name);
    }
}

BOOST_AUTO_TEST_CASE(the_conversation_of_each_is_its_golden_text) {
    for (std::string_view const name : builtin_dialect_names()) {
        std::string const file = fmt::format("{}/tests/hil/golden/{}.txt", MB_SOURCE_DIR, name);
        std::string const said = conversation(*open_dialect(std::string{name}));
        if (std::getenv("MB_REBASELINE") != nullptr) std::ofstream{file} << said;
        BOOST_TEST(said == file_text(file), "the conversation in " << file);
    }
}

/// The contract between this driver and whoever serves the generic dialect, written out by hand.
BOOST_AUTO_TEST_CASE(the_generic_dialect_says_what_its_contract_says) {
    std::string const said = conversation(*open_dialect("generic"));
    for (char const* line : {"*CLS",
                             "OUTP 1",
                             "OUTP 0",
                             "OUTP?",
                             "SOUR:VOLT:LIM 300.000",
                             "SOUR:CURR:LIM 6.0000",
                             "SOUR:FREQ:LIM 65.0000",
                             "SOUR:SLEW 1000.000",
                             "SOUR:FREQ 50.0000",
                             "SOUR:VOLT1 230.000",
                             "SOUR:PHAS3 120.000",
                             "SOUR:CURR2 5.0000",
                             "SOUR:CURR:PHAS2 -150.000",
                             "SOUR:CURR:PHAS1 -30.000",
                             "SOUR:PHAS2 -118.000",
                             "SOUR:VOLT1:HARM5 10.0000,180.000",
                             "SOUR:CURR1:HARM7 5.0000,-90.000",
                             "SOUR:HARM:CLE",
                             "MEAS:VOLT1?",
                             "MEAS:CURR3?",
                             "MEAS:FREQ?",
                             "TRAN:PHAS 1",
                             "TRAN:LEV 40.0000",
                             "TRAN:DUR 0.2000",
                             "TRAN:POS 90.000",
                             "TRAN:TRIG",
                             "TRAN:STAT?",
                             "*OPC?",
                             "SYST:ERR?"})
        BOOST_TEST(said.find(std::string{"\n"} + line + "\n") != std::string::npos, line);
}

BOOST_AUTO_TEST_CASE(angles_are_told_as_the_source_counts_them) {
    Dialect d;
    BOOST_TEST(d.angle(-120.0) == -120.0);
    BOOST_TEST(d.angle(240.0) == -120.0);
    BOOST_TEST(d.angle(-180.0) == 180.0);
    d.angles_lag = true;
    d.lowest_angle = 0.0;
    BOOST_TEST(d.angle(-120.0) == 120.0);
    BOOST_TEST(d.angle(120.0) == 240.0);
    BOOST_TEST(d.angle(0.0) == 0.0);
}

BOOST_AUTO_TEST_CASE(what_is_no_dialect_is_refused_with_its_place) {
    std::string const good = shipped("generic");
    BOOST_TEST(refusal(good) == "");
    auto const bad = [&](std::string_view what, std::string_view with) { return refusal(replaced(good, what, with)); };
    BOOST_TEST(refusal("") == "d.yaml: the file is empty; a dialect begins with 'dialect: …'");
    BOOST_TEST(bad("{volts}\", query: \"SOUR:VOLT{phase}?", "{wolts}\", query: \"SOUR:VOLT{phase}?")
                   .find("unknown placeholder 'wolts', did you mean 'volts'?") != std::string::npos);
    BOOST_TEST(bad("SOUR:FREQ {hertz}", "SOUR:FREQ {volts}").find("'frequency' has no {volts}") != std::string::npos);
    BOOST_TEST(bad("SOUR:VOLT{phase} {volts}\"", "SOUR:VOLT1 {volts}\"").find("'voltage' does not say its {phase}") != std::string::npos);
    BOOST_TEST(
        bad(" {hertz}\", query: \"SOUR:FREQ?", " {hertz:12}\", query: \"SOUR:FREQ?").find("decimals are a number from 0 to 9, not '12'") !=
        std::string::npos);
    BOOST_TEST(bad("OUTP 1\n", "OUTP {phase\n").find("a placeholder is written {name}") != std::string::npos);
    BOOST_TEST(bad("  output_off: OUTP 0\n", "").find("needs the key 'output_off'") != std::string::npos);
    BOOST_TEST(bad("answer: \"1\", off: \"0\"", "answer: \"1\", off: \"1\"").find("the words of on and off are the same") !=
               std::string::npos);
    BOOST_TEST(bad("  dip_start: TRAN:TRIG\n", "").find("'dip' needs 'dip_start' and 'dip_state'") != std::string::npos);
    BOOST_TEST(bad("  harmonics_clear: SOUR:HARM:CLE\n", "").find("harmonics need 'harmonics_clear'") != std::string::npos);
    BOOST_TEST(bad(", highest: 50}\n  current", "}\n  current").find("needs the key 'highest'") != std::string::npos);
    BOOST_TEST(bad("commands:", "comands:").find("d.yaml:") == 0U);
    BOOST_TEST(refusal(good + "  voltge: x\n").find("unknown key 'voltge' in 'commands', did you mean 'voltage'?") != std::string::npos);
    BOOST_TEST(bad("\"SOUR:FREQ?\"}", "\"SOUR:FREQ?\\n*RST\"}").find("printable ASCII") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(an_own_file_takes_the_place_of_a_shipped_one) {
    auto const unknown = open_dialect("generik");
    BOOST_REQUIRE(!unknown);
    BOOST_TEST(unknown.error().sentence.find("generik: no such dialect and no such file, did you mean 'generic'?") == 0U);
    auto const own = open_dialect(MB_SOURCE_DIR "/resources/dialects/chroma.yaml");
    BOOST_REQUIRE(own);
    BOOST_TEST(own->name == "chroma");
}

BOOST_AUTO_TEST_SUITE_END()
