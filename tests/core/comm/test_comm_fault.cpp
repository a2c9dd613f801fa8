// SPDX-License-Identifier: GPL-3.0-or-later
/// Rules of communication faults as text, and what they do to replies. Expected bytes are written by hand; checksums from crc16(), which
/// test_rtu.cpp holds against the maker's printed frames.
#include <rapidcheck.h>
#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

#include "core/comm/modbus/client_pdu.hpp"
#include "core/comm/modbus/exchange.hpp"
#include "core/comm/modbus/session.hpp"
#include "tests/core/comm/fake_device.hpp"

namespace {

using namespace mb;
using namespace mb::modbus;
using namespace std::chrono_literals;

/// Reads net_inst.f, which is 50 Hz: 50000 = 0xC350.
Bytes const kReplyPdu{3, 4, 0, 0, 0xC3, 0x50};
Bytes const kTcpReply{0, 7, 0, 0, 0, 7, 1, 3, 4, 0, 0, 0xC3, 0x50};

struct Bench {
    Bench() { device.set("net_inst.f", 50.0); }

    FakeDevice device;
    Server server{*open_map("a200"), device};

    void rules(std::vector<std::string> const& texts, std::uint64_t seed = 1) {
        std::vector<CommFaultRule> rules;
        for (auto const& text : texts) rules.push_back(*parse_comm_fault(text));
        server.injector().set_rules(rules, seed);
    }
    Outgoing ask(LinkKind kind = LinkKind::tcp, Bytes const& pdu = read_request(36871, 2), std::uint8_t unit = 1) {
        Exchange exchange{server, {kind, "here"}, "here"};
        Outgoing out;
        exchange.answer({7, unit, pdu}, out);
        return out;
    }
    Bytes reply(std::string const& rule, LinkKind kind = LinkKind::tcp) {
        rules({rule});
        auto const out = ask(kind);
        return out.pieces.empty() ? Bytes{} : out.pieces[0].bytes;
    }
};

std::string refused(std::string const& text) {
    auto const rule = parse_comm_fault(text);
    return rule ? "" : rule.error().sentence;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(comm_faults_of_replies, Bench)

BOOST_AUTO_TEST_CASE(without_rules_a_reply_is_what_the_meter_says) {
    BOOST_TEST(ask().pieces.at(0).bytes == kTcpReply);
    BOOST_TEST(ask(LinkKind::rtu).pieces.at(0).bytes == rtu_bytes({1, kReplyPdu}));
}

BOOST_AUTO_TEST_CASE(each_fault_spoils_what_it_names_and_nothing_else) {
    auto const changed = [](std::size_t at, std::uint8_t value) {
        Bytes bytes = kTcpReply;
        bytes[at] = value;
        return bytes;
    };
    BOOST_TEST(reply("wrong-unit") == changed(6, 2));
    BOOST_TEST(reply("wrong-unit=9") == changed(6, 9));
    BOOST_TEST(reply("wrong-function") == changed(7, 4));
    BOOST_TEST(reply("wrong-function=131") == changed(7, 131));
    BOOST_TEST(reply("wrong-transaction") == changed(1, 8));
    BOOST_TEST(reply("wrong-protocol=2") == changed(3, 2));
    BOOST_TEST(reply("wrong-length") == changed(5, 8));
    BOOST_TEST(reply("truncate") == Bytes(kTcpReply.begin(), kTcpReply.begin() + 6));
    BOOST_TEST(reply("truncate=12") == Bytes(kTcpReply.begin(), kTcpReply.begin() + 12));
    BOOST_TEST(reply("truncate=13") == kTcpReply);
    BOOST_TEST(reply("busy") == (Bytes{0, 7, 0, 0, 0, 3, 1, 0x83, 6}));
    BOOST_TEST(reply("exception=4") == (Bytes{0, 7, 0, 0, 0, 3, 1, 0x83, 4}));
    auto const before = reply("stray-before=3");
    BOOST_TEST(before.size() == 16U);
    BOOST_TEST(Bytes(before.begin() + 3, before.end()) == kTcpReply);
    auto const after = reply("stray-after");
    BOOST_TEST(after.size() == 14U);
    BOOST_TEST(Bytes(after.begin(), after.begin() + 13) == kTcpReply);
}

BOOST_AUTO_TEST_CASE(a_wrong_unit_on_a_line_has_a_right_checksum_and_a_wrong_checksum_the_right_content) {
    BOOST_TEST(reply("wrong-unit", LinkKind::rtu) == rtu_bytes({2, kReplyPdu}));
    auto const spoilt = reply("wrong-crc", LinkKind::rtu);
    auto const good = rtu_bytes({1, kReplyPdu});
    BOOST_TEST(crc16(spoilt) != 0);
    BOOST_TEST(Bytes(spoilt.begin(), spoilt.end() - 2) == Bytes(good.begin(), good.end() - 2));
}

BOOST_AUTO_TEST_CASE(faults_of_the_other_framing_do_nothing) {
    BOOST_TEST(reply("wrong-crc") == kTcpReply);
    for (auto const* const rule : {"wrong-transaction", "wrong-protocol", "wrong-length"})
        BOOST_TEST(reply(rule, LinkKind::rtu) == rtu_bytes({1, kReplyPdu}));
    BOOST_TEST(server.injector().counts() == std::vector<std::uint64_t>{0});
}

BOOST_AUTO_TEST_CASE(a_split_reply_comes_in_two_pieces_and_a_delayed_one_later) {
    rules({"split=3,50ms", "delay=200ms"});
    auto const out = ask();
    BOOST_TEST_REQUIRE(out.pieces.size() == 2U);
    BOOST_TEST((out.pieces[0].after == 200ms));
    BOOST_TEST(out.pieces[0].bytes == (Bytes{0, 7, 0}));
    BOOST_TEST((out.pieces[1].after == 50ms));
    BOOST_TEST(out.pieces[1].bytes == Bytes(kTcpReply.begin() + 3, kTcpReply.end()));
}

BOOST_AUTO_TEST_CASE(random_delays_fill_their_range_and_never_leave_it) {
    rules({"delay=10ms..20ms"});
    bool low = false;
    bool high = false;
    for (int i = 0; i < 1'000; ++i) {
        auto const after = ask().pieces.at(0).after;
        BOOST_TEST_REQUIRE((after >= 10ms && after <= 20ms));
        low = low || after < 11ms;
        high = high || after > 19ms;
    }
    BOOST_TEST(low);
    BOOST_TEST(high);
}

BOOST_AUTO_TEST_CASE(no_reply_and_disconnect_keep_silent_and_only_a_connection_ends) {
    rules({"no-reply"});
    BOOST_TEST(ask().empty());
    rules({"disconnect"});
    BOOST_TEST(ask().pieces.empty());
    BOOST_TEST(ask().close);
    BOOST_TEST(ask(LinkKind::rtu).empty());
    rules({"truncate=5", "disconnect"});
    auto const out = ask();
    BOOST_TEST(out.pieces.at(0).bytes.size() == 5U);
    BOOST_TEST(out.close);
}

BOOST_AUTO_TEST_CASE(a_lost_reply_was_carried_out_and_a_busy_meter_did_nothing) {
    Bytes const set_clock = write_request(57600, std::vector<std::uint16_t>{29, 2, 2024, 13, 5, 9});
    rules({"busy"});
    (void)ask(LinkKind::tcp, set_clock);
    BOOST_TEST(device.posted.empty());
    rules({"no-reply"});
    (void)ask(LinkKind::tcp, set_clock);
    BOOST_TEST(device.posted.size() == 1U);
}

BOOST_AUTO_TEST_CASE(conditions_choose_the_requests) {
    auto const struck = [&](std::string const& when, LinkKind kind, Bytes const& pdu) {
        rules({"busy " + when});
        auto const out = ask(kind, pdu);
        return framing_of(kind) == Framing::tcp ? out.pieces.at(0).bytes[7] == (pdu[0] | 0x80)
                                                : out.pieces.at(0).bytes[1] == (pdu[0] | 0x80);
    };
    Bytes const read = read_request(36871, 2);
    BOOST_TEST(struck("fc=3", LinkKind::tcp, read));
    BOOST_TEST(struck("fc=16,3", LinkKind::tcp, read));
    BOOST_TEST(!struck("fc=4,6,16", LinkKind::tcp, read));
    BOOST_TEST(struck("reg=36872", LinkKind::tcp, read));
    BOOST_TEST(struck("reg=0x9000-0x9007", LinkKind::tcp, read));
    BOOST_TEST(!struck("reg=36873", LinkKind::tcp, read));
    BOOST_TEST(!struck("reg=36000-36870", LinkKind::tcp, read));
    BOOST_TEST(struck("unit=1", LinkKind::tcp, read));
    BOOST_TEST(!struck("unit=2", LinkKind::tcp, read));
    BOOST_TEST(struck("link=usb", LinkKind::usb, read));
    BOOST_TEST(!struck("link=usb", LinkKind::rtu, read));
    // Function 23 is chosen by what it reads and by what it writes.
    Bytes const both{23, 0x90, 0x07, 0, 2, 0xE1, 0x00, 0, 1, 2, 0, 1};
    BOOST_TEST(struck("reg=36871", LinkKind::tcp, both));
    BOOST_TEST(struck("reg=57600", LinkKind::tcp, both));
}

BOOST_AUTO_TEST_CASE(requests_to_other_units_are_left_alone) {
    rules({"busy", "disconnect"});
    BOOST_TEST(ask(LinkKind::tcp, read_request(36871, 2), 9).empty());
}

BOOST_AUTO_TEST_CASE(a_time_window_is_simulated_time_and_ends_before_its_end) {
    rules({"busy from=10s to=20s"});
    auto const busy_at = [&](Duration since) {
        device.state.time = Instant{since};
        return ask().pieces.at(0).bytes[7] == 0x83;
    };
    BOOST_TEST(!busy_at(9'999ms));
    BOOST_TEST(busy_at(10s));
    BOOST_TEST(busy_at(19'999ms));
    BOOST_TEST(!busy_at(20s));
}

BOOST_AUTO_TEST_CASE(first_and_every_count_the_requests_that_fit) {
    auto const pattern = [&](std::string const& rule) {
        rules({rule});
        std::string struck;
        for (int i = 0; i < 8; ++i) {
            (void)ask(LinkKind::tcp, read_request(36867, 2));  // does not fit
            struck += ask().pieces.at(0).bytes[7] == 0x83 ? 'x' : '-';
        }
        return struck;
    };
    BOOST_TEST(pattern("busy reg=36871 first=3") == "xxx-----");
    BOOST_TEST(pattern("busy reg=36871 every=3") == "--x--x--");
    BOOST_TEST(pattern("busy reg=36871 first=4 every=2") == "-x-x----");
}

BOOST_AUTO_TEST_CASE(a_probability_strikes_about_as_often_and_the_seed_decides_whom) {
    auto const struck = [&](std::uint64_t seed) {
        rules({"busy p=0.1", "stray-after=4 p=0.5"}, seed);
        std::vector<Bytes> replies;
        for (int i = 0; i < 1'000; ++i) replies.push_back(ask().pieces.at(0).bytes);
        return replies;
    };
    auto const once = struck(7);
    auto const counts = server.injector().counts();
    BOOST_TEST(counts[0] > 60U);  // 100 expected, standard deviation 9.5: beyond four of them
    BOOST_TEST(counts[0] < 140U);
    BOOST_TEST(counts[1] > 430U);  // 500, 15.8
    BOOST_TEST(counts[1] < 570U);
    BOOST_TEST((struck(7) == once));
    BOOST_TEST((struck(8) != once));
}

BOOST_AUTO_TEST_CASE(a_session_ends_behind_the_fault_that_ends_it) {
    rules({"disconnect every=2"});
    Session session{Exchange{server, {LinkKind::tcp, "here"}, "here"}};
    Outgoing out;
    BOOST_TEST(session.receive(tcp_bytes({7, 1, read_request(36871, 2)}), out));
    BOOST_TEST(!out.close);
    BOOST_TEST(session.receive(tcp_bytes({7, 1, read_request(36871, 2)}), out));
    BOOST_TEST(out.close);
    BOOST_TEST(out.pieces.at(0).bytes == kTcpReply);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(comm_fault_text)

BOOST_AUTO_TEST_CASE(a_rule_is_read_and_written) {
    auto const rule =
        *parse_comm_fault("  delay=200ms..1.5s fc=3,16 reg=0x4800-18560  link=rtu-tcp unit=5 from=10s to=2min p=0.25 first=9 every=2 ");
    BOOST_TEST((rule.kind == CommFaultKind::delay));
    BOOST_TEST((rule.shortest == 200ms && rule.longest == 1'500ms));
    BOOST_TEST((rule.conditions.functions == std::vector<std::uint8_t>{3, 16}));
    BOOST_TEST(rule.conditions.registers->first == 18432);
    BOOST_TEST(rule.conditions.registers->count == 129);
    BOOST_TEST((rule.from == 10s && rule.to == 120s));
    BOOST_TEST(text(rule) == "delay=200ms..1500ms unit=5 fc=3,16 reg=18432-18560 link=rtu-tcp from=10s to=120s p=0.25 first=9 every=2");
    BOOST_TEST(text(*parse_comm_fault("split=3,750us")) == "split=3,750us");
    BOOST_TEST(text(*parse_comm_fault("no-reply")) == "no-reply");
}

BOOST_FIXTURE_TEST_CASE(a_rule_that_is_added_or_removed_leaves_the_counts_of_the_others, Bench) {
    rules({"busy first=3"});
    ask();
    server.injector().add_rule(*parse_comm_fault("wrong-unit=9"));
    BOOST_TEST((server.injector().counts() == std::vector<std::uint64_t>{1, 0}));
    ask();
    BOOST_TEST((server.injector().counts() == std::vector<std::uint64_t>{2, 1}));
    server.injector().remove_rule(0);
    BOOST_TEST((server.injector().counts() == std::vector<std::uint64_t>{1}));
    BOOST_TEST(ask().pieces.at(0).bytes[6] == 9);
    server.injector().remove_rule(5);  // there is none
    BOOST_TEST(server.injector().rules().size() == 1U);
    server.injector().remove_rule(0);
    BOOST_TEST(server.injector().idle());
    BOOST_TEST(ask().pieces.at(0).bytes == kTcpReply);
}

BOOST_AUTO_TEST_CASE(what_is_written_is_read_back_as_the_same_rule) {
    rc::check([] {
        std::vector<CommFaultInfo> const infos(comm_faults().begin(), comm_faults().end());
        CommFaultRule rule;
        rule.kind = (*rc::gen::elementOf(infos)).kind;
        auto const argument = info(rule.kind).argument;
        bool const optional = argument.starts_with('[');
        if (argument.find("BYTES") != argument.npos || (!argument.empty() && argument.find("TIME") == argument.npos))
            if (!optional || *rc::gen::arbitrary<bool>()) rule.number = *rc::gen::inRange<std::uint16_t>(1, 256);
        if (argument.find("TIME") != argument.npos || argument.find("PAUSE") != argument.npos)
            rule.longest = rule.shortest = Microseconds{*rc::gen::inRange<std::int64_t>(0, 1'000'000'000)};
        if (rule.kind == CommFaultKind::delay) rule.longest += Microseconds{*rc::gen::inRange<std::int64_t>(0, 1'000'000)};
        rule.from = std::chrono::milliseconds{*rc::gen::inRange(0, 1'000'000)};
        rule.to = *rule.from + std::chrono::milliseconds{*rc::gen::inRange(1, 1'000'000)};
        rule.probability = *rc::gen::inRange(1, 1'000'001) / 1e6;
        rule.every = *rc::gen::inRange<std::uint32_t>(1, 100);
        rule.conditions.registers = {*rc::gen::inRange<std::uint16_t>(0, 60'000), *rc::gen::inRange<std::uint16_t>(1, 5'000)};
        auto const again = parse_comm_fault(text(rule));
        RC_ASSERT(bool(again));
        RC_ASSERT(again->kind == rule.kind && again->number == rule.number && again->shortest == rule.shortest);
        RC_ASSERT(again->longest == rule.longest && again->from == rule.from && again->to == rule.to);
        RC_ASSERT(again->probability == rule.probability && again->every == rule.every);
        RC_ASSERT(again->conditions.registers->first == rule.conditions.registers->first);
        RC_ASSERT(again->conditions.registers->count == rule.conditions.registers->count);
    });
}

BOOST_AUTO_TEST_CASE(bad_rules_are_refused_with_what_to_do) {
    BOOST_TEST(refused("").find("begins with what happens") != std::string::npos);
    BOOST_TEST(refused("wrong_crc").find("did you mean 'wrong-crc'?") != std::string::npos);
    BOOST_TEST(refused("busy fcc=3").find("did you mean 'fc'?") != std::string::npos);
    BOOST_TEST(refused("busy=3").find("takes no value") != std::string::npos);
    BOOST_TEST(refused("exception").find("from 1 to 255") != std::string::npos);
    BOOST_TEST(refused("exception=0").find("from 1 to 255") != std::string::npos);
    BOOST_TEST(refused("exception=256").find("from 1 to 255") != std::string::npos);
    BOOST_TEST(refused("split=3").find("split=3,50ms") != std::string::npos);
    BOOST_TEST(refused("split=0,1ms").find("from 1 to 260") != std::string::npos);
    BOOST_TEST(refused("delay=5V").find("delay=200ms") != std::string::npos);
    BOOST_TEST(refused("delay=-1s").find("delay=200ms") != std::string::npos);
    BOOST_TEST(refused("delay=2s..1s").find("delay=200ms") != std::string::npos);
    BOOST_TEST(refused("delay=nan s").find("delay=200ms") != std::string::npos);
    BOOST_TEST(refused("busy p=0").find("above 0 and at most 1") != std::string::npos);
    BOOST_TEST(refused("busy p=1.01").find("above 0 and at most 1") != std::string::npos);
    BOOST_TEST(refused("busy p=nan").find("above 0 and at most 1") != std::string::npos);
    BOOST_TEST(refused("busy fc=0").find("from 1 to 127") != std::string::npos);
    BOOST_TEST(refused("busy fc=").find("from 1 to 127") != std::string::npos);
    BOOST_TEST(refused("busy reg=5-4").find("FIRST-LAST") != std::string::npos);
    BOOST_TEST(refused("busy reg=65536").find("FIRST-LAST") != std::string::npos);
    BOOST_TEST(refused("busy link=tcpp").find("did you mean 'tcp'?") != std::string::npos);
    BOOST_TEST(refused("busy unit=256").find("from 0 to 255") != std::string::npos);
    BOOST_TEST(refused("busy from=20s to=10s").find("not after") != std::string::npos);
    BOOST_TEST(refused("busy every=0").find("whole number from 1") != std::string::npos);
    BOOST_TEST(refused("busy fc=3 fc=4").find("twice") != std::string::npos);
    BOOST_TEST(refused("busy fc").find("needs a value") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
