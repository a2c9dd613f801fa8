// SPDX-License-Identifier: GPL-3.0-or-later
/// Every function against {fewest, most, none, one too many; first, last, across the end, hole, kept free; read-only, locked, the other
/// function, missing; broadcast}: one table. Expected replies: Modbus application protocol V1.1b3, section 6; the order of judgement is
/// docs/modbus.md's.
#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

#include "core/comm/modbus/client_pdu.hpp"
#include "core/comm/modbus/server.hpp"
#include "tests/core/comm/fake_device.hpp"

namespace {

using namespace mb;
using namespace mb::modbus;

/// 100..224 one block of 125 registers: a reading, a hole, settings and commands of each access; 300..301 another.
constexpr char kMap[] =
    "block,address,words,type,scale,unit,access,symbol,repeat,stride,missing\n"
    "a,100,2,U32,0.01,V,R,load1.inst.v1,1,0,\n"
    "a,110,1,U16,1,-,RW,lock.lock_code,1,0,\n"
    "a,111,1,U16,1,-,RW,lock.lock_owner,1,0,\n"
    "a,120,1,U16,1,-,RW-locked,cfg_meas.pf_convention,1,0,\n"
    "a,121,1,U16,1,-,RW,cfg_meas.thd_ref,1,0,\n"
    "a,122,1,U16,1,-,RW,cfg_meas.thd_method,1,0,\n"
    "a,130,1,U16,1,-,W6,cmd.demand_sync,1,0,\n"
    "a,131,1,U16_HEX,1,-,W16,cmd.reset_minmax_net,1,0,\n"
    "a,132,1,U8_HEX,1,-,W6-locked,cmd.system_action,1,0,\n"
    "a,140,1,U16,1,-,RW,not.yet,1,0,EN3\n"
    "a,224,1,-,1,-,R,-,1,0,\n"
    "b,300,1,U8,1,-,RW-locked,comm.modbus_address,1,0,\n"
    "b,301,1,U16,1,-,RW-locked,comm.baud,1,0,\n";

Bytes read(int function, unsigned first, unsigned count) {
    Bytes pdu{static_cast<std::uint8_t>(function)};
    put_u16(pdu, static_cast<std::uint16_t>(first));
    put_u16(pdu, static_cast<std::uint16_t>(count));
    return pdu;
}
Bytes one(unsigned address, unsigned word) {
    return write_one_request(static_cast<std::uint16_t>(address), static_cast<std::uint16_t>(word));
}
Bytes many(unsigned first, std::vector<std::uint16_t> const& words) { return write_request(static_cast<std::uint16_t>(first), words); }
Bytes mask(unsigned address, unsigned and_mask, unsigned or_mask) {
    Bytes pdu{22};
    for (unsigned const word : {address, and_mask, or_mask}) put_u16(pdu, static_cast<std::uint16_t>(word));
    return pdu;
}
Bytes both(unsigned read_first, unsigned count, unsigned write_first, std::vector<std::uint16_t> const& words) {
    Bytes pdu{23};
    for (unsigned const word : {read_first, count, write_first, static_cast<unsigned>(words.size())})
        put_u16(pdu, static_cast<std::uint16_t>(word));
    pdu.push_back(static_cast<std::uint8_t>(2 * words.size()));
    for (auto const word : words) put_u16(pdu, word);
    return pdu;
}

constexpr int kGood = 0;
struct Row {
    std::string what;
    Bytes request;
    int exception;           // 0: answered
    std::size_t length = 0;  // of the good reply
    std::size_t posted = 0;  // commands that reach the meter
};

std::vector<Row> rows() {
    std::vector<Row> all;
    for (int const f : {3, 4}) {
        auto const name = "function " + std::to_string(f) + ", ";
        all.insert(all.end(), {{name + "fewest", read(f, 100, 1), kGood, 4},
                               {name + "most", read(f, 100, 125), kGood, 252},
                               {name + "none", read(f, 100, 0), 3},
                               {name + "one too many", read(f, 100, 126), 3},
                               {name + "first", read(f, 100, 2), kGood, 6},
                               {name + "last", read(f, 224, 1), kGood, 4},
                               {name + "before the first", read(f, 99, 1), 2},
                               {name + "behind the last", read(f, 225, 1), 2},
                               {name + "across the end", read(f, 224, 2), 2},
                               {name + "across the beginning", read(f, 99, 2), 2},
                               {name + "hole", read(f, 103, 3), kGood, 8},
                               {name + "missing", read(f, 140, 1), kGood, 4},
                               {name + "command", read(f, 130, 3), kGood, 8},
                               {name + "over the end of all addresses", read(f, 65'535, 2), 2}});
    }
    all.insert(all.end(), {{"function 6, value", one(121, 1), kGood, 5, 1},
                           {"function 6, beyond the limits", one(121, 2), 3},
                           {"function 6, read-only", one(100, 0), 2},
                           {"function 6, half a value", one(101, 0), 2},
                           {"function 6, hole", one(103, 0), 2},
                           {"function 6, kept free", one(224, 0), 2},
                           {"function 6, missing", one(140, 0), 2},
                           {"function 6, outside", one(99, 0), 2},
                           {"function 6, locked", one(120, 1), 1},
                           {"function 6, its own command", one(130, 1), kGood, 5, 1},
                           {"function 6, a command of function 16", one(131, 0xFFFF), 2},
                           {"function 6, locked command", one(132, 0xA1), 1},
                           {"function 6, locked and wrong", one(120, 9), 1},
                           {"function 16, fewest", many(121, {1}), kGood, 5, 1},
                           {"function 16, two settings", many(121, {1, 0}), kGood, 5, 2},
                           {"function 16, most, outside", many(100, std::vector<std::uint16_t>(123)), 2},
                           {"function 16, one too many", many(100, std::vector<std::uint16_t>(124)), 3},
                           {"function 16, none", many(121, {}), 3},
                           {"function 16, the second beyond its limits", many(121, {1, 7}), 3},
                           {"function 16, into a hole", many(122, {1, 0}), 2},
                           {"function 16, read-only", many(100, {0, 0}), 2},
                           {"function 16, across the end", many(224, {0, 0}), 2},
                           {"function 16, locked among free ones", many(120, {1, 1, 1}), 1},
                           {"function 16, its own command", many(131, {0xFFFF}), kGood, 5, 1},
                           {"function 16, a command of function 6", many(130, {1}), 2},
                           {"function 16, missing", many(140, {0}), 2},
                           {"function 22, setting", mask(121, 0, 1), kGood, 7, 1},
                           {"function 22, beyond the limits", mask(121, 0, 6), 3},
                           {"function 22, read-only", mask(100, 0, 0), 2},
                           {"function 22, hole", mask(103, 0, 0), 2},
                           {"function 22, outside", mask(99, 0, 0), 2},
                           {"function 22, locked", mask(120, 0, 1), 1},
                           {"function 23, fewest", both(100, 1, 121, {1}), kGood, 4, 1},
                           {"function 23, most read", both(100, 125, 121, {1}), kGood, 252, 1},
                           {"function 23, one too many read", both(100, 126, 121, {1}), 3},
                           {"function 23, none read", both(100, 0, 121, {1}), 3},
                           {"function 23, most written, outside", both(100, 1, 121, std::vector<std::uint16_t>(121)), 2},
                           {"function 23, one too many written", both(100, 1, 121, std::vector<std::uint16_t>(122)), 3},
                           {"function 23, none written", both(100, 1, 121, {}), 3},
                           {"function 23, read outside", both(99, 1, 121, {1}), 2},
                           {"function 23, read across the end", both(224, 2, 121, {1}), 2},
                           {"function 23, written read-only", both(100, 1, 100, {0, 0}), 2},
                           {"function 23, written locked", both(100, 1, 120, {1}), 1},
                           {"function 17", {17}, kGood, 4 + 32},  // "Meterbench Meterbench A200 0.1.0"
                           {"function 17 with data", {17, 0}, 3},
                           {"function 43/14, basic", {43, 14, 1, 0}, kGood, 7 + 12 + 3 + 7},  // "Meterbench", "0", "0.1.0"
                           {"function 43/14, no such code", {43, 14, 5, 0}, 3},
                           {"function 43, other type", {43, 13, 0}, 1}});
    for (int const f : {1, 2, 5, 7, 8, 11, 12, 15, 20, 21, 24, 65, 100, 127})
        all.push_back({"function " + std::to_string(f), read(f, 100, 1), 1});
    return all;
}

struct Bench {
    FakeDevice device;
    Server server{*RegisterMap::parse(kMap, "conformance.csv"), device, {.unit = 7}};
    Side side;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(conformance)

BOOST_AUTO_TEST_CASE(every_function_answers_or_refuses_as_the_table_says) {
    for (Row const& row : rows()) {
        Bench b;
        auto const reply = b.server.answer(b.side, row.request);
        if (row.exception != kGood) {
            BOOST_TEST(reply == (Bytes{static_cast<std::uint8_t>(row.request[0] | 0x80), static_cast<std::uint8_t>(row.exception)}),
                       row.what);
        } else {
            BOOST_TEST(reply[0] == row.request[0], row.what);
            BOOST_TEST(reply.size() == row.length, row.what << ": " << reply.size());
        }
        BOOST_TEST(b.device.posted.size() == row.posted, row.what);
    }
}

BOOST_AUTO_TEST_CASE(on_a_serial_line_a_broadcast_carries_out_what_6_and_16_may_and_answers_nothing) {
    for (Row const& row : rows()) {
        Bench b;
        BOOST_TEST(!b.server.answer_serial(b.side, 0, row.request).has_value(), row.what);
        bool const written = row.request[0] == 6 || row.request[0] == 16;
        BOOST_TEST(b.device.posted.size() == (written ? row.posted : 0U), row.what);
        BOOST_TEST(!b.server.answer_serial(b.side, 8, row.request).has_value(), row.what);
        BOOST_TEST(b.server.answer_serial(b.side, 7, row.request).has_value(), row.what);
    }
}

BOOST_AUTO_TEST_CASE(once_unlocked_what_was_locked_is_written_and_the_commit_locks_again) {
    Bench b;
    auto const ask = [&](Bytes const& request) { return b.server.answer(b.side, request); };
    BOOST_TEST(ask(one(110, 1'000)) == one(110, 1'000));
    BOOST_TEST(ask(one(120, 1)) == one(120, 1));
    BOOST_TEST(b.device.posted.size() == 1U);
    BOOST_TEST(b.server.answer({LinkKind::tcp, "192.0.2.7"}, one(120, 1)) == (Bytes{0x86, 1}));  // nobody else
    for (unsigned const unknown : {0U, 0xA0U, 0xC3U, 0x1A1U}) BOOST_TEST(ask(one(132, unknown)) == (Bytes{0x86, 3}), unknown);
    BOOST_TEST(ask(one(132, 0xA1)) == one(132, 0xA1));
    BOOST_TEST(std::holds_alternative<StoreSettings>(b.device.posted.back()));
    BOOST_TEST(ask(one(120, 1)) == (Bytes{0x86, 1}));
    BOOST_TEST(b.device.posted.size() == 2U);
}

BOOST_AUTO_TEST_CASE(restart_and_factory_settings_want_the_unlock_and_lock_again) {
    for (auto const& [code, factory] : {std::pair{0xB2U, false}, std::pair{0xE5U, true}}) {
        Bench b;
        auto const ask = [&](Bytes const& request) { return b.server.answer(b.side, request); };
        BOOST_TEST(ask(one(132, code)) == (Bytes{0x86, 1}));
        BOOST_TEST(b.device.posted.empty());
        (void)ask(one(110, 1'000));
        BOOST_TEST(ask(one(132, code)) == one(132, code));
        BOOST_TEST_REQUIRE(b.device.posted.size() == 1U);
        auto const* const restart = std::get_if<Restart>(&b.device.posted[0]);
        BOOST_TEST_REQUIRE(restart != nullptr);
        BOOST_TEST(restart->factory == factory);
        BOOST_TEST(ask(one(120, 1)) == (Bytes{0x86, 1}));
        BOOST_TEST(b.server.unit() == 1);  // what the meter then tells of itself
    }
}

BOOST_AUTO_TEST_CASE(a_new_address_is_in_use_once_it_is_stored_and_never_one_that_there_is_not) {
    Bench b;
    auto const ask = [&](Bytes const& request) { return b.server.answer_serial(b.side, b.server.unit(), request).value(); };
    BOOST_TEST(ask(one(300, 9)) == (Bytes{0x86, 1}));
    (void)ask(one(110, 1'000));
    for (unsigned const wrong : {0U, 248U, 255U, 256U, 65'535U}) BOOST_TEST(ask(one(300, wrong)) == (Bytes{0x86, 3}), wrong);
    BOOST_TEST(ask(one(300, 9)) == one(300, 9));
    BOOST_TEST(b.server.unit() == 7);
    BOOST_TEST_REQUIRE(bool(b.device.state.settings.set(SettingId::modbus_address, 9)));  // what the meter does with the command
    BOOST_TEST(ask(one(132, 0xA1)) == one(132, 0xA1));
    BOOST_TEST(b.server.unit() == 9);
    BOOST_TEST(!b.server.answer_serial(b.side, 7, read(3, 100, 1)).has_value());
    BOOST_TEST(b.server.answer_serial(b.side, 9, read(3, 100, 1)).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
