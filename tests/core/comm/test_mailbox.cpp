// SPDX-License-Identifier: GPL-3.0-or-later
/// The log of quality events as a mailbox: asked with function 16 at 42752 (0xA700), answered from 42768 (0xA710) and 42772 (0xA714).
/// Expected words: the register facts of the family, and docs/decisions/0009 where these leave something open.
#include <boost/test/unit_test.hpp>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "core/comm/modbus/client_pdu.hpp"
#include "core/comm/modbus/pdu.hpp"
#include "core/comm/modbus/server.hpp"
#include "core/meter/event_log.hpp"
#include "tests/core/comm/fake_device.hpp"

namespace {

using namespace mb;
using namespace mb::modbus;

using Words = std::vector<std::uint16_t>;
constexpr std::uint16_t kAsk = 42'752;
constexpr std::uint16_t kHeader = 42'768;
constexpr std::uint16_t kRecord = 42'772;

Side const kOne{LinkKind::tcp, "192.0.2.1"};
Side const kOther{LinkKind::tcp, "192.0.2.2"};

struct Bench {
    FakeDevice device;
    EventLog log;
    Server server{*open_map("a200"), device};

    void add(EventKind kind, Duration start = {}) {
        Event e;
        e.kind = kind;
        e.start = Instant{start};
        log.add(e, e.start);
        device.state.events = log.events();
    }

    Bytes write(Side const& side, Words const& words, std::uint16_t first = kAsk) {
        return server.answer(side, write_request(first, words));
    }
    void want(Side const& side, Words const& words) {
        auto const reply = write(side, words);
        BOOST_TEST_REQUIRE(reply.size() == 5U);
    }
    Words read(Side const& side, std::uint16_t first, std::uint16_t count) {
        auto const reply = server.answer(side, read_request(first, count));
        BOOST_TEST_REQUIRE(reply.size() == 2U + 2U * count);
        Words words;
        for (std::size_t at = 2; at < reply.size(); at += 2) words.push_back(get_u16(reply, at));
        return words;
    }
    /// next, count, size, filter
    Words header(Side const& side) { return read(side, kHeader, 4); }
    /// The kinds of the three records.
    Words kinds(Side const& side) { return {read(side, kRecord, 1)[0], read(side, kRecord + 45, 1)[0], read(side, kRecord + 90, 1)[0]}; }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(mailbox, Bench)

BOOST_AUTO_TEST_CASE(a_dip_is_asked_for_and_read_as_the_table_says) {
    Event e;
    e.kind = EventKind::dip;
    e.start = Instant{std::chrono::milliseconds{1'000}};
    e.end = Instant{std::chrono::milliseconds{1'210}};
    e.channels = 0b11'1111;
    e.start_channels = 0b00'0001;
    e.end_channels = 0b10'0000;
    e.threshold_percent = 90.0;
    e.release_percent = 92.0;
    e.reference = {230, 230, 230, 400, 400, 400, 5, 5, 5, 5};
    e.extreme = {92, 230, 230, 300, 400, 300, 1, 2, 3, std::numeric_limits<double>::quiet_NaN()};
    log.add(e, e.start);
    device.state.events = log.events();
    device.state.power_on = 762'527'109'000;  // 2024-02-29 13:05:09; 762527110000 = 0xB1 89F9 A570

    // 16: write 2 registers from 0xA700: 65535 the newest, filter 0.
    BOOST_TEST(server.answer(kOne, Bytes{16, 0xA7, 0x00, 0, 2, 4, 0xFF, 0xFF, 0, 0}) == (Bytes{16, 0xA7, 0x00, 0, 2}));
    BOOST_TEST(server.answer(kOne, Bytes{3, 0xA7, 0x10, 0, 4}) == (Bytes{3, 8, 0xFF, 0xFF, 0, 1, 0, 45, 0, 0}));
    std::uint64_t const start = 762'527'110'000;
    std::uint64_t const end = start + 210;
    Words expected{2};
    for (auto const at : {start, end})
        for (int shift = 48; shift >= 0; shift -= 16) expected.push_back(static_cast<std::uint16_t>(at >> shift));
    // where, lines, start, end, trigger, release; a count of voltages is 10 mV, of currents 1 mA: 10 x 0.001 V, 100 x 0.00001 A.
    for (int const word : {0, 0x3F, 0x01, 0x20, 90, 92, 0, 10, 0, 100, 0, 100, 0, 100, 0, 100})
        expected.push_back(static_cast<std::uint16_t>(word));
    for (int const word : {23'000, 23'000, 23'000, 40'000, 40'000, 40'000, 5'000, 5'000, 5'000, 5'000,  //
                           9'200,  23'000, 23'000, 30'000, 40'000, 30'000, 1'000, 2'000, 3'000, 0})
        expected.push_back(static_cast<std::uint16_t>(word));
    BOOST_TEST_REQUIRE(expected.size() == 45U);
    BOOST_TEST(read(kOne, kRecord, 45) == expected);
    BOOST_TEST(read(kOne, kRecord + 45, 45) == Words(45, 0));
}

BOOST_AUTO_TEST_CASE(records_come_newest_first_and_next_leads_through_the_log) {
    for (auto const kind : {EventKind::swell, EventKind::dip, EventKind::interruption, EventKind::inrush, EventKind::dip}) add(kind);
    want(kOne, {65'535, 0});
    BOOST_TEST(header(kOne) == (Words{1, 3, 45, 0}));
    BOOST_TEST(kinds(kOne) == (Words{2, 4, 3}));
    want(kOne, {1});
    BOOST_TEST(header(kOne) == (Words{65'535, 2, 45, 0}));
    BOOST_TEST(kinds(kOne) == (Words{2, 1, 0}));
}

BOOST_AUTO_TEST_CASE(a_filter_lets_its_kind_through_and_stays_until_another_is_written) {
    for (int i = 0; i < 5; ++i)
        for (auto const kind : {EventKind::dip, EventKind::interruption}) add(kind);
    want(kOne, {65'535, 3});
    BOOST_TEST(header(kOne) == (Words{3, 3, 45, 3}));
    BOOST_TEST(kinds(kOne) == (Words{3, 3, 3}));
    want(kOne, {3});
    BOOST_TEST(header(kOne) == (Words{65'535, 2, 45, 3}));
    BOOST_TEST(write(kOne, {2}, kAsk + 1).size() == 5U);  // the filter alone: the same start
    BOOST_TEST(header(kOne) == (Words{65'535, 2, 45, 2}));
    want(kOne, {65'535, 5});  // there are no trips
    BOOST_TEST(header(kOne) == (Words{65'535, 0, 45, 5}));
}

BOOST_AUTO_TEST_CASE(an_empty_log_and_a_record_beyond_its_end_give_no_records) {
    BOOST_TEST(header(kOne) == (Words{65'535, 0, 45, 0}));  // never asked
    want(kOne, {65'535, 0});
    BOOST_TEST(header(kOne) == (Words{65'535, 0, 45, 0}));
    add(EventKind::dip);
    BOOST_TEST(header(kOne)[1] == 0);  // the answer is the one to the question
    want(kOne, {1, 0});
    BOOST_TEST(header(kOne) == (Words{65'535, 0, 45, 0}));
    BOOST_TEST(kinds(kOne) == (Words{0, 0, 0}));
}

BOOST_AUTO_TEST_CASE(five_hundred_records_are_kept_and_the_ones_before_are_gone) {
    for (int i = 0; i < 502; ++i) add(i == 2 ? EventKind::swell : EventKind::dip);
    want(kOne, {65'535, 0});
    BOOST_TEST(header(kOne)[0] == 498);
    want(kOne, {2, 0});  // the oldest
    BOOST_TEST(header(kOne) == (Words{65'535, 1, 45, 0}));
    BOOST_TEST(kinds(kOne) == (Words{1, 0, 0}));
    want(kOne, {1, 0});
    BOOST_TEST(header(kOne) == (Words{65'535, 0, 45, 0}));
}

BOOST_AUTO_TEST_CASE(numbers_begin_anew_behind_65534_which_is_never_taken_for_the_newest) {
    for (std::uint64_t const n : {65'533, 65'534, 65'535, 65'536, 65'537}) {
        Event e;
        e.kind = n == 65'534 ? EventKind::swell : EventKind::dip;
        e.number = n;
        device.state.events.push_back(e);
    }
    want(kOne, {65'535, 0});
    BOOST_TEST(header(kOne)[0] == 65'534);  // 65537, 65536 and 65535 are told
    want(kOne, {65'534, 0});
    BOOST_TEST(header(kOne) == (Words{65'535, 2, 45, 0}));
    BOOST_TEST(kinds(kOne) == (Words{1, 2, 0}));
    want(kOne, {1, 0});  // 65536
    BOOST_TEST(header(kOne) == (Words{65'533, 3, 45, 0}));
}

BOOST_AUTO_TEST_CASE(two_clients_have_an_answer_each_that_stays_while_the_log_goes_on) {
    add(EventKind::swell);
    add(EventKind::dip);
    want(kOne, {65'535, 0});
    want(kOther, {0, 0});
    add(EventKind::interruption);
    BOOST_TEST(header(kOne) == (Words{65'535, 2, 45, 0}));
    BOOST_TEST(kinds(kOne) == (Words{2, 1, 0}));
    BOOST_TEST(kinds(kOther) == (Words{1, 0, 0}));
    BOOST_TEST(header(Side{LinkKind::rtu, "192.0.2.1"})[1] == 0);  // another kind of link is another side
}

BOOST_AUTO_TEST_CASE(the_side_that_asked_longest_ago_is_forgotten) {
    add(EventKind::dip);
    want(kOne, {65'535, 0});
    for (std::size_t i = 1; i < LogMailboxes::kSides; ++i) want({LinkKind::tcp, "10.0.0." + std::to_string(i)}, {65'535, 0});
    BOOST_TEST(header(kOne)[1] == 1);
    want(kOther, {65'535, 0});
    BOOST_TEST(header(kOne)[1] == 0);
}

BOOST_AUTO_TEST_CASE(what_the_mailbox_does_not_take_is_refused_and_changes_nothing) {
    add(EventKind::dip);
    want(kOne, {65'535, 2});
    BOOST_TEST(server.answer(kOne, write_one_request(kAsk, 0)) == (Bytes{0x86, 2}));  // function 16 only
    BOOST_TEST(write(kOne, {0, 6}) == (Bytes{0x90, 3}));                              // no such filter
    BOOST_TEST(write(kOne, {0, 0, 0}) == (Bytes{0x90, 2}));                           // a register that is none of it
    BOOST_TEST(write(kOne, {0}, kHeader) == (Bytes{0x90, 2}));
    BOOST_TEST(write({LinkKind::tcp, "192.0.2.1", Right::read}, {0, 0}) == (Bytes{0x90, 1}));
    BOOST_TEST(header(kOne) == (Words{65'535, 1, 45, 2}));
    BOOST_TEST(device.posted.empty());
}

BOOST_AUTO_TEST_CASE(a_restart_forgets_what_was_asked_for) {
    add(EventKind::dip);
    want(kOne, {65'535, 0});
    BOOST_TEST_REQUIRE(server.answer(kOne, write_one_request(58'112, 1'000)).size() == 5U);
    BOOST_TEST_REQUIRE(server.answer(kOne, write_one_request(57'856, 0xB2)).size() == 5U);
    BOOST_TEST(header(kOne)[1] == 0);
}

BOOST_AUTO_TEST_SUITE_END()
