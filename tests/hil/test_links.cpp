// SPDX-License-Identifier: GPL-3.0-or-later
#include <boost/test/unit_test.hpp>

#include "hil/links/scpi_link.hpp"
#include "tests/hil/fake_source.hpp"

using namespace mb;
using namespace mb::hil;
using namespace std::chrono_literals;
using test::FakeLine;
using test::FakeSource;

namespace {

std::string why(std::string const& text) {
    auto const a = LinkAddress::parse(text);
    return a ? "" : a.error().sentence;
}
LinkAddress serial(std::string const& path) { return *LinkAddress::parse("serial:" + path + ":115200:8N1"); }

template <class T>
std::string words(Result<T> const& result) {
    return result ? "" : result.error().sentence;
}

ScpiLink link_to(FakeSource const& source, Milliseconds timeout = 250ms) {
    return ScpiLink{serial(source.line.path()), {"*IDN?", "\n", timeout}};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(links)

BOOST_AUTO_TEST_CASE(addresses_are_read_and_what_is_none_is_refused_with_an_example) {
    auto const tcp = LinkAddress::parse("tcp:[::1]:5025");
    BOOST_REQUIRE(tcp);
    BOOST_TEST((tcp->tcp && tcp->host == "::1" && tcp->port == 5025));
    auto const line = LinkAddress::parse("serial:/dev/ttyUSB0:115200:8N1");
    BOOST_REQUIRE(line);
    BOOST_TEST((!line->tcp && line->serial.device == "/dev/ttyUSB0" && line->serial.settings.baud == 115'200));
    for (char const* bad :
         {"", "usb:1", "tcp:host", "tcp::1", "tcp:host:0", "tcp:host:70000", "serial:", "serial:/dev/x:123", "serial:pty"})
        BOOST_TEST(why(bad).find("a link is serial:DEVICE:BAUD:8N1 or tcp:HOST:PORT") != std::string::npos, bad);
}

BOOST_AUTO_TEST_CASE(five_hundred_pulled_cables_are_survived) {
    FakeSource source;
    ScpiLink link = link_to(source);
    BOOST_REQUIRE(link.open());
    int lost = 0;
    for (int n = 0; n < 500; ++n) {
        source.line.unplug();
        if (!link.ask("*OPC?")) ++lost;
        source.line.plug();
        auto const opened = link.open();
        BOOST_REQUIRE_MESSAGE(opened, n << ": " << words(opened));
        auto const answer = link.ask("*OPC?");
        BOOST_REQUIRE_MESSAGE(answer, n << ": " << words(answer));
        BOOST_TEST(*answer == "1");
    }
    BOOST_TEST(lost == 500);
}

BOOST_AUTO_TEST_CASE(a_line_that_comes_back_within_the_patience_is_found) {
    FakeSource source;
    ScpiLink link = link_to(source);
    BOOST_REQUIRE(link.open());
    source.line.unplug();
    std::thread back{[&] {
        std::this_thread::sleep_for(150ms);
        source.line.plug();
    }};
    BOOST_TEST(bool{link.open()});
    back.join();
}

BOOST_AUTO_TEST_CASE(another_instrument_behind_the_same_line_is_not_taken_for_the_old_one) {
    std::string identity = "ONE";
    FakeLine line{[&](ByteView) { return Bytes{static_cast<std::uint8_t>(identity[0]), '\n'}; }};
    ScpiLink link{serial(line.path()), {"*IDN?", "\n", 100ms}};
    BOOST_REQUIRE(link.open());
    BOOST_TEST(link.identity() == "O");
    identity = "TWO";
    auto const opened = link.open();
    BOOST_REQUIRE(!opened);
    BOOST_TEST(opened.error().sentence.find("it was 'O' before") != std::string::npos, opened.error().sentence);
}

BOOST_AUTO_TEST_CASE(an_answer_behind_its_time_out_is_not_taken_for_the_next_ones) {
    std::atomic<int> slow{1};
    FakeSource source{[&](std::string const& line, FakeSource&) {
        if (line == "SOUR:FREQ?" && slow-- == 1) std::this_thread::sleep_for(400ms);
        return true;
    }};
    ScpiLink link = link_to(source);
    BOOST_REQUIRE(link.open());
    BOOST_REQUIRE(link.send("SOUR:FREQ 50"));
    auto const late = link.ask("SOUR:FREQ?");
    BOOST_REQUIRE_MESSAGE(late, "asked again");
    BOOST_TEST(*late == "50");
    for (int n = 0; n < 5; ++n) BOOST_TEST(*link.ask("OUTP?") == "0");  // 50 would be the late one
}

BOOST_AUTO_TEST_CASE(garbage_is_asked_again_and_endless_talk_is_an_error) {
    std::atomic<int> bad{2};
    FakeLine line{[&](ByteView bytes) {
        std::string const asked{bytes.begin(), bytes.end()};
        std::string answer = asked == "*IDN?\n" ? "ME\n" : "42\n";
        if (asked == "V?\n" && bad-- > 0) answer = "\x01\x82\n";
        return Bytes{answer.begin(), answer.end()};
    }};
    ScpiLink link{serial(line.path()), {"*IDN?", "\n", 250ms}};
    BOOST_REQUIRE(link.open());
    auto const answer = link.ask("V?");
    BOOST_REQUIRE_MESSAGE(answer, words(answer));
    BOOST_TEST(*answer == "42");
    bad = 1'000;
    auto const garbled = link.ask("V?");
    BOOST_REQUIRE(!garbled);
    BOOST_TEST(garbled.error().sentence.find("the answer was garbled to 'V?', asked 3 times") != std::string::npos,
               garbled.error().sentence);
}

BOOST_AUTO_TEST_CASE(an_answer_without_end_is_no_answer_and_takes_no_memory) {
    FakeLine line{[&](ByteView bytes) {
        std::string const asked{bytes.begin(), bytes.end()};
        return asked.starts_with("*IDN?") ? Bytes{'M', 'E', '\n'} : Bytes(3'000, 'x');
    }};
    ScpiLink link{serial(line.path()), {"*IDN?", "\n", 150ms}};
    BOOST_REQUIRE(link.open());
    auto const answer = link.ask("V?");
    BOOST_REQUIRE(!answer);
    BOOST_TEST(answer.error().sentence.find("garbled") != std::string::npos, answer.error().sentence);
}

BOOST_AUTO_TEST_CASE(what_is_called_while_one_waits_can_end_the_waiting) {
    FakeSource source;
    ScpiLink link = link_to(source, 10s);
    BOOST_REQUIRE(link.open());
    source.mute = true;
    link.set_idle([]() -> Result<void> { return infrastructure_error("enough"); });
    auto const begin = std::chrono::steady_clock::now();
    auto const answer = link.ask("*OPC?");
    BOOST_REQUIRE(!answer);
    BOOST_TEST(answer.error().sentence == "enough");
    BOOST_TEST((std::chrono::steady_clock::now() - begin < 5s));
}

BOOST_AUTO_TEST_SUITE_END()
