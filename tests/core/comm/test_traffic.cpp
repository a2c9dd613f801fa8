// SPDX-License-Identifier: GPL-3.0-or-later
/// The traffic log: what it keeps, and what its lines, rows and filters say of frames written by hand.
#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

#include "core/comm/modbus/client_pdu.hpp"
#include "core/comm/modbus/exchange.hpp"
#include "core/comm/modbus/pcap.hpp"
#include "core/comm/modbus/session.hpp"
#include "core/comm/modbus/traffic_file.hpp"
#include "core/comm/modbus/traffic_filter.hpp"
#include "core/comm/modbus/traffic_text.hpp"
#include "tests/core/comm/fake_device.hpp"

namespace {

using namespace mb;
using namespace mb::modbus;
using namespace std::chrono_literals;

/// 2026-01-31 12:00:01.000123, 25 us further with each look.
Microseconds ticking{0};
WallTime ticking_clock() {
    ticking += 25us;
    return WallTime{std::chrono::sys_days{std::chrono::year{2026} / 1 / 31} + 12h + 1s + 98us + ticking};
}

struct Bench {
    Bench() {
        ticking = 0us;
        device.set("load1.inst.v1", 230.01);
        device.set("load1.inst.v2", 231.0);
        device.set("load1.inst.v3", 229.0);
        server.traffic().switch_on(true);
    }

    FakeDevice device;
    Server server{*open_map("a200"), device};
    RegisterMap const& map = server.map();

    void ask(LinkKind kind, std::string const& link, Bytes const& pdu, std::uint8_t unit = 1) {
        Exchange exchange{server, {kind, "here"}, link, ticking_clock};
        Outgoing out;
        exchange.answer({7, unit, pdu}, out);
    }
    std::vector<TrafficEntry> entries() { return server.traffic().behind(0).entries; }
    std::vector<std::string> lines() {
        std::vector<std::string> lines;
        for (auto const& entry : entries()) lines.push_back(line_of(entry, map));
        return lines;
    }
    std::size_t fitting(std::string const& filter) {
        auto const wanted = *parse_traffic_filter(filter);
        auto const all = entries();
        return static_cast<std::size_t>(std::count_if(all.begin(), all.end(), [&](auto const& entry) { return wanted.fits(entry, map); }));
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(traffic, Bench)

BOOST_AUTO_TEST_CASE(a_read_and_its_reply_are_told_with_symbols_and_values) {
    ask(LinkKind::tcp, "tcp 127.0.0.1:40312", read_request(18444, 4));
    auto const told = lines();
    BOOST_TEST_REQUIRE(told.size() == 2U);
    BOOST_TEST(told[0] == "12:00:01.000123 tcp 127.0.0.1:40312 > unit 1 read holding registers 18444 x 4: load1.inst.v1, load1.inst.v2");
    BOOST_TEST(
        told[1] ==
        "12:00:01.000148 tcp 127.0.0.1:40312 < unit 1 read holding registers 18444 x 4: load1.inst.v1 = 230.01 V, load1.inst.v2 = 231.00 V "
        "+25 us");
}

BOOST_AUTO_TEST_CASE(half_values_are_not_decoded_and_long_reads_are_shortened) {
    ask(LinkKind::rtu, "rtu line", read_request(18445, 4));  // half of V1, V2, half of V3
    BOOST_TEST(lines()[1].find("x 4: load1.inst.v2 = 231.00 V +") != std::string::npos);
    ask(LinkKind::rtu, "rtu line", read_request(18432, 92));
    BOOST_TEST(lines()[3].find(" more") != std::string::npos);
    BOOST_TEST(lines()[3].size() < 250U);
}

BOOST_AUTO_TEST_CASE(writes_exceptions_and_other_functions_are_told) {
    ask(LinkKind::tcp, "tcp", write_request(57600, std::vector<std::uint16_t>{29, 2, 2024, 13, 5, 9}));
    ask(LinkKind::tcp, "tcp", read_request(1, 2));
    ask(LinkKind::tcp, "tcp", {17});
    ask(LinkKind::tcp, "tcp", {23, 0x48, 0x0C, 0, 2, 0xE1, 0x00, 0, 1, 2, 0, 1});
    auto const told = lines();
    BOOST_TEST_REQUIRE(told.size() == 8U);
    BOOST_TEST(
        told[0].find("> unit 1 write multiple registers 57600 x 6: clock.day = 29, clock.month = 2, clock.year = 2024, clock.hour = 13 "
                     "and 2 more") != std::string::npos);
    BOOST_TEST(told[1].find("< unit 1 write multiple registers 57600 x 6 +25 us") != std::string::npos);
    BOOST_TEST(told[3].find("< unit 1 read holding registers 1 x 2: exception 2, illegal data address") != std::string::npos);
    BOOST_TEST(told[4].find("> unit 1 report server ID") != std::string::npos);
    BOOST_TEST(told[6].find("read/write multiple registers write 57600 x 1, read 18444 x 2: clock.day = 1") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(requests_for_others_stand_without_a_reply_and_nonsense_as_bytes) {
    ask(LinkKind::tcp, "tcp", read_request(18444, 2), 9);
    Session line{Exchange{server, {LinkKind::rtu_tcp, "here"}, "rtu-tcp x", ticking_clock}};
    Outgoing out;
    auto wrong = rtu_bytes({1, read_request(18444, 2)});
    wrong.back() ^= 0xFF;
    BOOST_TEST(line.receive(wrong, out));
    auto const told = lines();
    BOOST_TEST_REQUIRE(told.size() == 2U);
    BOOST_TEST(told[0].find("> unit 9 read") != std::string::npos);
    BOOST_TEST(told[1].find("(the CRC is wrong) [01 03 48 0C 00 02 ") != std::string::npos);
    BOOST_TEST((entries()[1].facts().crc == CrcState::bad));
}

BOOST_AUTO_TEST_CASE(what_the_injector_did_is_told_and_the_reply_stands_as_it_was_sent) {
    server.injector().set_rules({*parse_comm_fault("delay=200ms"), *parse_comm_fault("wrong-length=5")});
    ask(LinkKind::tcp, "tcp", read_request(18444, 2));
    auto const reply = entries().at(1);
    BOOST_TEST(reply.fault == "delay 200000 us, wrong-length 5");
    BOOST_TEST((*reply.gap == 200'025us));
    BOOST_TEST(line_of(reply, map).find("(the length field says 12, 7 bytes follow)") != std::string::npos);
    server.injector().set_rules({*parse_comm_fault("no-reply")});
    ask(LinkKind::tcp, "tcp", read_request(18444, 2));
    BOOST_TEST(entries().at(3).bytes.empty());
    BOOST_TEST(lines()[3].find("<fault: no-reply>") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(rows_of_the_table_have_as_many_fields_as_its_head_and_quote_commas) {
    server.injector().set_rules({*parse_comm_fault("delay=1ms"), *parse_comm_fault("stray-after")});
    ask(LinkKind::tcp, "tcp 127.0.0.1:1", read_request(18444, 2));
    auto const fields = [](std::string const& row) {
        std::size_t count = 1;
        bool quoted = false;
        for (char const c : row) {
            if (c == '"') quoted = !quoted;
            if (c == ',' && !quoted) ++count;
        }
        return count;
    };
    auto const head = fields(traffic_csv_header());
    BOOST_TEST(head == 17U);
    for (auto const& entry : entries()) BOOST_TEST(fields(csv_row(entry, map)) == head);
    BOOST_TEST(csv_row(entries()[0], map) ==
               "1,2026-01-31T12:00:01.000123Z,tcp 127.0.0.1:1,request,7,1,3,read holding registers,18444,2,,,,load1.inst.v1,,,"
               "00 07 00 00 00 06 01 03 48 0C 00 02\r\n");
    BOOST_TEST(csv_row(entries()[1], map).find(R"("delay 1000 us, stray-after")") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(filters_choose_by_unit_function_register_symbol_link_errors_and_faults) {
    ask(LinkKind::tcp, "tcp", read_request(18444, 2));
    ask(LinkKind::rtu, "rtu", read_request(36871, 2));
    ask(LinkKind::tcp, "tcp", read_request(1, 1));  // exception 2
    server.injector().set_rules({*parse_comm_fault("no-reply")});
    ask(LinkKind::usb, "usb", write_one_request(57600, 1));
    BOOST_TEST(fitting("") == 8U);
    BOOST_TEST(fitting("unit=1") == 7U);  // the lost reply has none
    BOOST_TEST(fitting("fc=3") == 6U);
    BOOST_TEST(fitting("fc=6") == 1U);
    BOOST_TEST(fitting("reg=18445") == 2U);
    BOOST_TEST(fitting("reg=0-40000") == 6U);
    BOOST_TEST(fitting("symbol=load1.inst") == 2U);
    BOOST_TEST(fitting("symbol=net_") == 2U);
    BOOST_TEST(fitting("link=rtu") == 2U);
    BOOST_TEST(fitting("errors") == 2U);
    BOOST_TEST(fitting("faults") == 1U);
    BOOST_TEST(fitting("errors fc=3") == 1U);
    BOOST_TEST(parse_traffic_filter("error").error().sentence.find("did you mean 'errors'?") != std::string::npos);
    BOOST_TEST(!bool(parse_traffic_filter("symbol=")));
}

BOOST_AUTO_TEST_CASE(the_log_keeps_the_latest_and_says_how_many_are_gone) {
    TrafficLog log{3};
    TrafficEntry entry;
    entry.link = log.open_link(LinkKind::tcp, "tcp");
    log.add(entry);
    BOOST_TEST(log.behind(0).entries.empty());  // off
    log.switch_on(true);
    for (int i = 0; i < 5; ++i) log.add(entry);
    auto const page = log.behind(0);
    BOOST_TEST(page.lost == 2U);
    BOOST_TEST_REQUIRE(page.entries.size() == 3U);
    BOOST_TEST(page.entries[0].sequence == 3U);
    BOOST_TEST(log.behind(4).entries.size() == 1U);
    BOOST_TEST(log.behind(5).entries.empty());
    BOOST_TEST(log.behind(99).entries.empty());
    BOOST_TEST(log.behind(0, 1).entries.size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_link_is_told_by_the_same_number_from_frame_to_frame) {
    Exchange exchange{server, {LinkKind::tcp, "here"}, "tcp 10.0.0.5:1", ticking_clock};
    Outgoing out;
    exchange.answer({1, 1, read_request(18444, 2)}, out);
    exchange.answer({2, 1, read_request(18444, 2)}, out);
    ask(LinkKind::tcp, "tcp 10.0.0.5:2", read_request(18444, 2));
    auto const all = entries();
    BOOST_TEST(all[0].link->number == all[3].link->number);
    BOOST_TEST(all[0].link->number != all[4].link->number);
    BOOST_TEST((*all[2].gap == 25us));
    BOOST_TEST(!all[4].gap.has_value());
}

/// Dissected by tshark in tests/interop/test_traffic.py; here what it would not complain of.
BOOST_AUTO_TEST_CASE(packets_have_right_lengths_and_checksums) {
    ask(LinkKind::tcp, "tcp 10.1.2.3:40312", read_request(18444, 2));
    ask(LinkKind::rtu, "rtu /dev/ttyS0", read_request(18444, 125));
    PcapWriter writer;
    BOOST_TEST(PcapWriter::header().size() == 24U);
    for (auto const& entry : entries()) {
        auto const record = writer.packet(entry);
        auto const packet = ByteView{record}.subspan(16);
        BOOST_TEST(packet.size() == 40U + entry.bytes.size());
        BOOST_TEST(get_u16(packet, 2) == packet.size());
        auto const sum = [](ByteView bytes, std::uint32_t from) {  // RFC 1071: over data with its checksum it is all ones
            for (std::size_t at = 0; at < bytes.size(); at += 2)
                from += static_cast<std::uint32_t>(bytes[at] << 8) + (at + 1 < bytes.size() ? bytes[at + 1] : 0U);
            while (from >> 16 != 0) from = (from & 0xFFFFU) + (from >> 16);
            return from;
        };
        BOOST_TEST(sum(packet.first(20), 0) == 0xFFFFU);
        BOOST_TEST(sum(packet.subspan(20), sum(packet.subspan(12, 8), 6 + static_cast<std::uint32_t>(packet.size()) - 20)) == 0xFFFFU);
    }
    auto const first = writer.packet(entries()[0]);
    BOOST_TEST(Bytes(first.begin() + 28, first.begin() + 32) == (Bytes{10, 1, 2, 3}));
    BOOST_TEST(get_u16(first, 36) == 40312);
    BOOST_TEST(get_u16(first, 38) == 502);
}

BOOST_AUTO_TEST_CASE(endings_choose_the_format_of_a_file) {
    BOOST_TEST((*traffic_format_of("a.pcap") == TrafficFormat::pcap));
    BOOST_TEST((*traffic_format_of("a.csv") == TrafficFormat::csv));
    BOOST_TEST((*traffic_format_of("a.log") == TrafficFormat::text));
    BOOST_TEST(traffic_format_of("a.pcapng").error().sentence.find(".pcap") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
