// SPDX-License-Identifier: GPL-3.0-or-later
/// The SCPI source: what is sent, and what it answers (SCPI-1999; docs/virtual-rig.md).
#include <boost/test/unit_test.hpp>

#include <fstream>
#include <iterator>
#include <string>

#include "hil/virtual_rig/scpi_commands.hpp"
#include "hil/virtual_rig/scpi_session.hpp"

namespace {

using namespace mb;
using namespace mb::virtual_rig;

struct Bench {
    SourceModel source{RigTruth{}, 1};
    ScpiInstrument instrument{source};
    ScpiSession session{instrument};
    double now = 0.0;

    /// What comes back at once; the source is given its step as the world does.
    std::string send(std::string const& text) {
        session.receive(ByteView{reinterpret_cast<std::uint8_t const*>(text.data()), text.size()}, {now, {}});
        return proceed();
    }
    std::string proceed() {
        auto const bytes = session.proceed({now, {}});
        source.take(now);
        return {bytes.begin(), bytes.end()};
    }
    std::string error() { return send("SYST:ERR?\n"); }
};

struct Row {
    char const* sent;
    char const* reply;
    char const* error;
};
constexpr char const* kNone = "0,\"No error\"\n";
constexpr char const* kHeader = "-113,\"Undefined header\"\n";
constexpr char const* kRange = "-222,\"Data out of range\"\n";
constexpr char const* kType = "-104,\"Data type error\"\n";

}  // namespace

BOOST_AUTO_TEST_SUITE(scpi)

BOOST_AUTO_TEST_CASE(each_message_has_its_reply_and_its_error) {
    Row const rows[] = {
        {"SOUR:FREQ 50.5;:SOUR:FREQ?\n", "50.5\n", kNone},
        {"source:frequency 60\r\nSOUR:FREQ?\r\n", "60\n", kNone},
        {":SOURce:VOLTage1 230;:SOURce:VOLTage1?\n", "230\n", kNone},
        {"SOUR:VOLT 100;SOUR:VOLT2 120;SOUR:VOLT?\n", "100,120,100\n", kNone},
        {"SOUR:VOLT1 10;CURR1 5;CURR:PHAS1 -30;SOUR:CURR:PHAS1?;SOUR:CURR1?\n", "-30;5\n", kNone},
        {"SOUR:VOLT1 +2.3e2;SOUR:VOLT1?\n", "230\n", kNone},
        {"SOUR:PHAS?;SOUR:CURR:PHAS2?\n", "0,-120,120;-120\n", kNone},
        {"SOUR:VOLT1:HARM5 3,180;SOUR:VOLT1:HARM5?;HARM7?\n", "3,180;0,0\n", kNone},
        {"SOUR:CURR:HARM3 10, -20;SOUR:CURR:HARM3?\n", "10,-20,10,-20,10,-20\n", kNone},
        {"SOUR:CURR:HARM3 10,0;SOUR:HARM:CLE;SOUR:CURR2:HARM3?\n", "0,0\n", kNone},
        {"OUTP ON;OUTP?;OUTPut off;OUTP?;OUTP 1;OUTP?\n", "1;0;1\n", kNone},
        {"TRAN:PHAS 5;LEV 40;DUR 0.2;POS 90;PHAS?;LEV?;DUR?;POS?;STAT?\n", "5;40;0.2;90;IDLE\n", kNone},
        {"SOUR:SLEW 100;SOUR:SLEW?\n", "100\n", kNone},
        {" \t*IDN?  \n", "Meterbench,Virtual source,0,1\n", kNone},
        {"\n\r\n;;\n", "", kNone},
        {"SYST:VERS?\n", "1999.0\n", kNone},
        {"MEAS:VOLT1?;FREQ?\n", "0.000;0.0000\n", kNone},
        // wrong ones
        {"SOUR:VOLT2 301\n", "", kRange},
        {"SOUR:VOLT2 -1\n", "", kRange},
        {"SOUR:VOLT:LIM 100;:SOUR:VOLT1 101;VOLT1?\n", "0\n", kRange},
        {"SOUR:VOLT1 90;SOUR:VOLT:LIM 80;LIM?\n", "300\n", kRange},
        {"SOUR:CURR1 20.1\n", "", kRange},
        {"SOUR:FREQ 39.9\n", "", kRange},
        {"SOUR:FREQ:LIM 55;:SOUR:FREQ 56;FREQ?\n", "50\n", kRange},
        {"SOUR:VOLT1 290;SOUR:VOLT1:HARM3 50,0;HARM3?\n", "0,0\n", kRange},
        {"TRAN:DUR 0\n", "", kRange},
        {"TRAN:PHAS 1.5\n", "", kRange},
        {"OUTP 2\n", "", kRange},
        {"OUTP maybe\n", "", kType},
        {"SOUR:VOLT1 230V\n", "", kType},
        {"SOUR:VOLT1 nan\n", "", kType},
        {"SOUR:VOLT1 1e999\n", "", kType},
        {"SOUR:VOLT1:HARM5 x,0\n", "", kType},
        {"BOGUS 3\n", "", kHeader},
        {"VOLT1 230\n", "", kHeader},
        {"SOU:VOLT1 230\n", "", kHeader},
        {"SOUR:VOLTA1 230\n", "", kHeader},
        {"SOUR2:VOLT1 230\n", "", kHeader},
        {"MEAS:VOLT1 5\n", "", kHeader},
        {"*IDN\n", "", kHeader},
        {"SOUR:SLEW:BOGUS?\n", "", kHeader},
        {"SOUR:VOLT4 1\n", "", "-114,\"Header suffix out of range\"\n"},
        {"SOUR:VOLT1:HARM51 1,0\n", "", "-114,\"Header suffix out of range\"\n"},
        {"SOUR:VOLT1:HARM 1,0\n", "", "-114,\"Header suffix out of range\"\n"},
        {"SOUR:VOLT1\n", "", "-109,\"Missing parameter\"\n"},
        {"SOUR:VOLT1:HARM5 1\n", "", "-109,\"Missing parameter\"\n"},
        {"SOUR:VOLT1 1,2\n", "", "-108,\"Parameter not allowed\"\n"},
        {"SOUR:VOLT1? 1\n", "", "-108,\"Parameter not allowed\"\n"},
        {"TRAN:TRIG\n", "", "-211,\"Trigger ignored\"\n"},
        {"SOUR:\x01VOLT1 5\n", "", "-101,\"Invalid character\"\n"},
    };
    for (auto const& row : rows) {
        Bench bench;
        BOOST_TEST_CONTEXT(row.sent) {
            BOOST_TEST(bench.send(row.sent) == row.reply);
            BOOST_TEST(bench.error() == row.error);
            BOOST_TEST(bench.error() == kNone);
        }
    }
}

BOOST_AUTO_TEST_CASE(a_header_is_found_from_the_root_or_beside_the_one_before) {
    Bench bench;
    BOOST_TEST(bench.send("SOUR:CURR1 5;PHAS1 -30;PHAS1?\n") == "-30\n");  // beside SOUR:CURR1 stands SOUR:PHAS1
    BOOST_TEST(bench.send("SOUR:CURR:PHAS1 -60;PHAS2 170;PHAS1?\n") == "-60\n");
    BOOST_TEST(bench.send("SOUR:CURR:PHAS?;:SOUR:PHAS?\n") == "-60,170,120;-30,-120,120\n");
    bench.send("SOUR:VOLT1 1\n");
    BOOST_TEST(bench.send("VOLT1?\n") == "");  // a new message begins at the root
}

BOOST_AUTO_TEST_CASE(a_refused_value_leaves_the_old_one) {
    Bench bench;
    BOOST_TEST(bench.send("SOUR:VOLT2 120;VOLT2 999;VOLT2?\n") == "120\n");
    BOOST_TEST(bench.send("SOUR:VOLT 999;VOLT?\n") == "0,120,0\n");
}

BOOST_AUTO_TEST_CASE(sixteen_errors_are_kept_and_the_last_tells_that_more_were_lost) {
    Bench bench;
    for (int i = 0; i < 15; ++i) bench.send("BOGUS\n");
    for (int i = 0; i < 5; ++i) bench.send("SOUR:VOLT1 999\n");
    for (int i = 0; i < 15; ++i) BOOST_TEST(bench.error() == kHeader);
    BOOST_TEST(bench.error() == "-350,\"Queue overflow\"\n");
    BOOST_TEST(bench.error() == kNone);
    bench.send("BOGUS\n*CLS\n");
    BOOST_TEST(bench.error() == kNone);
}

BOOST_AUTO_TEST_CASE(operation_complete_is_told_when_the_ramp_has_settled_and_not_before) {
    Bench bench;
    // 230 V at 200 V/s are 1.15 s, and 50 ms to settle.
    BOOST_TEST(bench.send("SOUR:VOLT 230;OUTP 1;*OPC?;:MEAS:VOLT1?\n*IDN?\n") == "");
    bench.now = 1.199;
    BOOST_TEST(bench.proceed() == "");
    bench.now = 1.201;
    auto const reply = bench.proceed();
    BOOST_TEST(reply.substr(0, 4) == "1;23");
    BOOST_TEST(std::abs(std::stod(reply.substr(2)) - 230.0) < 0.02);
    BOOST_TEST(reply.substr(reply.find('\n') + 1) == "Meterbench,Virtual source,0,1\n");
    BOOST_TEST(bench.send("*OPC?\n") == "1\n");
}

BOOST_AUTO_TEST_CASE(the_event_status_tells_completion_and_kinds_of_errors) {
    Bench bench;
    BOOST_TEST(bench.send("*ESR?\n") == "128\n");  // power on
    bench.send("SOUR:VOLT 20;OUTP 1;*OPC\n");
    BOOST_TEST(bench.send("*ESR?\n") == "0\n");
    bench.now = 0.2;
    BOOST_TEST(bench.send("*ESR?;*ESR?\n") == "1;0\n");
    BOOST_TEST(bench.send("BOGUS;SOUR:VOLT 999\n*ESR?\n") == "48\n");  // command and execution error
}

BOOST_AUTO_TEST_CASE(a_line_without_end_is_refused_and_the_next_one_is_read) {
    Bench bench;
    BOOST_TEST(bench.send(std::string(5'000, 'A')) == "");
    BOOST_TEST(bench.send("\n") == "");
    BOOST_TEST(bench.error() == "-363,\"Input buffer overrun\"\n");
    BOOST_TEST(bench.error() == kNone);
    BOOST_TEST(bench.send("OUTP?\n") == "0\n");
}

BOOST_AUTO_TEST_CASE(reset_sets_everything_back) {
    Bench bench;
    bench.send("SOUR:VOLT 230;CURR 5;FREQ 60;VOLT:LIM 250;:SOUR:SLEW 10;VOLT:HARM5 3,0;OUTP 1\n*RST\n");
    BOOST_TEST((bench.source.settings() == SourceSettings{}));
}

BOOST_AUTO_TEST_CASE(a_transient_runs_for_its_time_and_at_most_a_cycle_more) {
    Bench bench;
    bench.send("SOUR:VOLT 230;SLEW 10000;OUTP 1;TRAN:DUR 0.5\n");
    bench.now = 1.0;
    BOOST_TEST(bench.send("TRAN:TRIG;STAT?\n") == "RUN\n");
    bench.now = 1.4;
    BOOST_TEST(bench.send("TRAN:TRIG;STAT?\n") == "RUN\n");
    BOOST_TEST(bench.error() == "-211,\"Trigger ignored\"\n");
    bench.now = 1.53;
    BOOST_TEST(bench.send("TRAN:STAT?\n") == "IDLE\n");
    BOOST_TEST(bench.send("TRAN:LEV 150;TRIG\n") == "");  // 345 V are above the limit
    BOOST_TEST(bench.error() == "-211,\"Trigger ignored\"\n");
}

BOOST_AUTO_TEST_CASE(commands_are_ignored_or_refused_where_told) {
    Bench bench;
    bench.instrument.spoil({*scpi_name("SOUR:VOLT2")}, {*scpi_name("source:frequency")});
    BOOST_TEST(bench.send("SOUR:VOLT1 10;VOLT2 20;FREQ 60;VOLT?;FREQ?\n") == "10,0,0;50\n");
    BOOST_TEST(bench.error() == "-200,\"Execution error\"\n");
    BOOST_TEST(bench.error() == kNone);
    BOOST_TEST(!scpi_name("SOUR:BOGUS"));
    BOOST_TEST(!scpi_name("SOUR:VOLT7"));
}

BOOST_AUTO_TEST_CASE(every_command_stands_in_the_document) {
    std::ifstream in{MB_SOURCE_DIR "/docs/virtual-rig.md"};
    std::string const text{std::istreambuf_iterator<char>{in}, {}};
    BOOST_TEST(!text.empty());
    for (auto const& command : scpi_commands()) {
        std::string name{command.pattern};
        for (auto const* suffix : {"<p>", "<n>"})
            if (auto const at = name.find('#'); at != std::string::npos) name.replace(at, 1, suffix);
        bool const asked = command.query != nullptr && command.command == nullptr && command.setting == nullptr;
        BOOST_TEST(text.find('`' + name + (asked ? "?`" : "")) != std::string::npos, name);
    }
}

BOOST_AUTO_TEST_SUITE_END()
