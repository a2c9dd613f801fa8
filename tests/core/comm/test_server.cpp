// SPDX-License-Identifier: GPL-3.0-or-later
/// Requests and replies byte by byte, after the Modbus application protocol V1.1b3: each function's normal reply and each exception.
#include <rapidcheck.h>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <array>
#include <initializer_list>
#include <span>
#include <string>
#include <vector>

#include "core/comm/modbus/client_pdu.hpp"
#include "core/comm/modbus/pdu.hpp"
#include "core/comm/modbus/server.hpp"
#include "tests/core/comm/fake_device.hpp"

namespace {

using namespace mb;
using namespace mb::modbus;

struct Bench {
    RegisterMap map = *open_map("a200");
    FakeDevice device;
    Server server{map, device};
    Side side;

    Bytes ask(Bytes const& request) { return server.answer(side, request); }
    void unlock() { BOOST_TEST_REQUIRE(ask(write_one_request(58112, 1'000)).size() == 5U); }
    Bytes exception(std::uint8_t function, std::uint8_t code) { return {static_cast<std::uint8_t>(function | 0x80), code}; }
};

/// 57600: day, month, year, hour, minute, second of 2024-02-29 13:05:09.
constexpr std::uint16_t kLeapDay[] = {29, 2, 2024, 13, 5, 9};
constexpr EpochMilliseconds kLeapDayMs = 762'527'109'000;

}  // namespace

BOOST_FIXTURE_TEST_SUITE(modbus_server, Bench)

BOOST_AUTO_TEST_CASE(a_voltage_is_read_as_two_big_endian_registers) {
    device.set("load1.inst.v1", 230.0);  // 18444 = 0x480C; 23000 = 0x59D8
    BOOST_TEST(ask({3, 0x48, 0x0C, 0, 2}) == (Bytes{3, 4, 0x00, 0x00, 0x59, 0xD8}));
    BOOST_TEST(ask({4, 0x48, 0x0C, 0, 2}) == (Bytes{4, 4, 0x00, 0x00, 0x59, 0xD8}));
}

BOOST_AUTO_TEST_CASE(a_request_may_begin_and_end_inside_a_value) {
    device.set("load1.inst.v1", 700.0);  // 70000 = 0x0001 1170
    device.set("load1.inst.v2", 700.0);
    BOOST_TEST(ask({3, 0x48, 0x0D, 0, 2}) == (Bytes{3, 4, 0x11, 0x70, 0x00, 0x01}));
}

BOOST_AUTO_TEST_CASE(one_snapshot_serves_a_whole_request) {
    ask({3, 0x48, 0x00, 0, 92});
    BOOST_TEST(device.snapshots == 1);
    BOOST_TEST(device.traffic == 1);
}

BOOST_AUTO_TEST_CASE(free_registers_and_what_is_not_available_read_zero) {
    BOOST_TEST(ask({3, 0xA5, 0x12, 0, 2}) == (Bytes{3, 4, 0, 0, 0, 0}));  // 42258: current of an event, kept free
    BOOST_TEST(ask({3, 0x48, 0x0C, 0, 2}) == (Bytes{3, 4, 0, 0, 0, 0}));  // no window yet
}

BOOST_AUTO_TEST_CASE(every_block_can_be_read_whole) {
    for (RegisterBlock const& block : map.blocks()) {
        auto const count = static_cast<std::uint16_t>(block.end - block.first);
        auto const words = parse_read_reply(ask(read_request(block.first, count)));
        BOOST_TEST_REQUIRE(bool(words), block.name);
        BOOST_TEST(words->size() == count, block.name);
    }
}

BOOST_AUTO_TEST_CASE(blocks_that_touch_are_read_in_one_request) {
    BOOST_TEST(ask(read_request(42240, 92)).size() == 2U + 2 * 92);  // two event slots
}

BOOST_AUTO_TEST_CASE(other_functions_are_refused_with_exception_1) {
    for (unsigned function = 0; function < 128; ++function) {
        if (function == 3 || function == 4 || function == 6 || function == 16 || function == 17 || function == 22 || function == 23)
            continue;
        auto const f = static_cast<std::uint8_t>(function);
        BOOST_TEST(ask({f, 0x48, 0x0C, 0, 2}) == exception(f, 1));
        BOOST_TEST(ask({f}) == exception(f, 1));
    }
    BOOST_TEST(ask({}) == exception(0, 1));
}

BOOST_AUTO_TEST_CASE(addresses_outside_the_blocks_are_refused_with_exception_2) {
    BOOST_TEST(ask({3, 0x00, 0x00, 0, 1}) == exception(3, 2));
    BOOST_TEST(ask({4, 0x47, 0xFF, 0, 2}) == exception(4, 2));    // begins one before the block
    BOOST_TEST(ask(read_request(18432, 93)) == exception(3, 2));  // ends one behind it
    BOOST_TEST(ask(read_request(18432, 92)).size() == 2U + 2 * 92);
    BOOST_TEST(ask({3, 0xFF, 0xFF, 0, 2}) == exception(3, 2));  // over the end of all addresses
}

BOOST_AUTO_TEST_CASE(addresses_do_not_run_on_at_zero_behind_the_last_one) {
    Server ends{*RegisterMap::parse("block,address,words,type,scale,unit,access,symbol,repeat,stride\n"
                                    "first,0,2,U32,0.01,V,R,net_inst.v1,1,0\n"
                                    "last,65534,2,U32,0.01,V,R,net_inst.v2,1,0\n",
                                    "ends.csv"),
                device};
    BOOST_TEST(ends.answer(side, read_request(65534, 2)).size() == 6U);
    BOOST_TEST(ends.answer(side, read_request(65535, 1)).size() == 4U);
    BOOST_TEST(ends.answer(side, read_request(65535, 2)) == exception(3, 2));
    BOOST_TEST(ends.answer(side, read_request(65534, 4)) == exception(3, 2));
}

BOOST_AUTO_TEST_CASE(counts_out_of_range_are_refused_with_exception_3) {
    BOOST_TEST(ask({3, 0x48, 0x0C, 0, 0}) == exception(3, 3));
    BOOST_TEST(ask({3, 0x48, 0x0C, 0, 126}) == exception(3, 3));
    BOOST_TEST(ask({3, 0x48, 0x0C, 0xFF, 0xFF}) == exception(3, 3));
    BOOST_TEST(ask({3, 0x00, 0x00, 0, 0}) == exception(3, 3));  // the count is judged before the address
}

BOOST_AUTO_TEST_CASE(requests_of_a_wrong_length_are_refused_with_exception_3) {
    BOOST_TEST(ask({3}) == exception(3, 3));
    BOOST_TEST(ask({3, 0x48, 0x0C, 0}) == exception(3, 3));
    BOOST_TEST(ask({3, 0x48, 0x0C, 0, 2, 0}) == exception(3, 3));
    BOOST_TEST(ask({6, 0xE1, 0x00, 0}) == exception(6, 3));
    BOOST_TEST(ask({16, 0xE1, 0x00, 0, 1}) == exception(16, 3));
    BOOST_TEST(ask({16, 0xE1, 0x00, 0, 1, 2, 0}) == exception(16, 3));
    BOOST_TEST(ask({16, 0xE1, 0x00, 0, 1, 4, 0, 1}) == exception(16, 3));  // byte count is not twice the registers
    BOOST_TEST(ask({16, 0xE1, 0x00, 0, 0, 0}) == exception(16, 3));
    auto long_clock = write_request(57600, kLeapDay);
    long_clock[5] = 14;
    long_clock.insert(long_clock.end(), {0, 0});
    BOOST_TEST(ask(long_clock) == exception(16, 3));
    BOOST_TEST(device.posted.empty());
    Bytes many = {16, 0xE1, 0x00, 0, 124, 248};
    many.resize(6 + 248);
    BOOST_TEST(ask(many) == exception(16, 3));
}

BOOST_AUTO_TEST_CASE(the_six_clock_registers_written_together_set_the_clock) {
    BOOST_TEST(ask(write_request(57600, kLeapDay)) == (Bytes{16, 0xE1, 0x00, 0, 6}));
    BOOST_TEST_REQUIRE(device.posted.size() == 1U);
    BOOST_TEST(std::get<SetClock>(device.posted[0]).now == kLeapDayMs);
}

BOOST_AUTO_TEST_CASE(a_part_of_the_clock_is_refused_with_exception_3) {
    BOOST_TEST(ask({6, 0xE1, 0x03, 0, 12}) == exception(6, 3));
    BOOST_TEST(ask(write_request(57600, std::span{kLeapDay}.first(5))) == exception(16, 3));
    BOOST_TEST(ask(write_request(57601, std::span{kLeapDay}.subspan(1))) == exception(16, 3));
    BOOST_TEST(device.posted.empty());
}

BOOST_AUTO_TEST_CASE(an_impossible_date_is_refused_with_exception_3) {
    struct {
        std::size_t field;
        std::uint16_t value;
    } const bad[] = {{0, 0},  {0, 30}, {1, 0},  {1, 13}, {2, 1999},        {2, 2100},  {2, 2023},
                     {2, 24}, {3, 24}, {4, 60}, {5, 60}, {0, 0x0101 + 28}, {3, 0x0100}};
    std::uint16_t const beyond[] = {28, 2, 2100, 13, 5, 9};
    BOOST_TEST(ask(write_request(57600, beyond)) == exception(16, 3));
    for (auto const& [field, value] : bad) {
        auto words = std::to_array(kLeapDay);
        words[field] = value;
        BOOST_TEST(ask(write_request(57600, words)) == exception(16, 3), "field " << field << " = " << value);
    }
    BOOST_TEST(device.posted.empty());
}

BOOST_AUTO_TEST_CASE(what_is_read_only_free_or_partly_outside_is_refused_with_exception_2) {
    std::uint16_t const two[] = {0, 0};
    BOOST_TEST(ask({6, 0x48, 0x00, 0, 1}) == exception(6, 2));       // load1.inst.status
    BOOST_TEST(ask(write_request(18444, two)) == exception(16, 2));  // load1.inst.v1
    BOOST_TEST(ask(write_request(42258, two)) == exception(16, 2));  // kept free
    BOOST_TEST(ask(write_request(57605, two)) == exception(16, 2));  // one behind the clock
    BOOST_TEST(ask({6, 0x00, 0x00, 0, 1}) == exception(6, 2));
    BOOST_TEST(device.posted.empty());
}

BOOST_AUTO_TEST_CASE(the_clock_reads_back_what_was_set) {
    device.state.power_on = kLeapDayMs;
    auto const words = parse_read_reply(ask(read_request(57600, 6)));
    BOOST_TEST_REQUIRE(bool(words));
    BOOST_TEST(*words == std::vector(std::begin(kLeapDay), std::end(kLeapDay)));
}

BOOST_AUTO_TEST_CASE(the_unit_filter_answers_the_own_number_and_255_and_0) {
    Server seven{map, device, {.unit = 7}};
    Bytes const request{3, 0x48, 0x0C, 0, 2};
    for (int unit = 0; unit < 256; ++unit) {
        bool const ours = unit == 0 || unit == 7 || unit == 255;
        BOOST_TEST(seven.answer_tcp(side, static_cast<std::uint8_t>(unit), request).has_value() == ours, "unit " << unit);
    }
    BOOST_TEST(device.traffic == 3);
    Server gateway{map, device, {.unit = 7, .answers_for_others = true}};
    BOOST_TEST(*gateway.answer_tcp(side, 8, request) == exception(3, 11));
    BOOST_TEST(!gateway.answer_tcp(side, 8, {}).has_value());
}

BOOST_AUTO_TEST_CASE(on_a_serial_line_only_the_own_number_is_answered_and_a_broadcast_is_carried_out_in_silence) {
    Server seven{map, device, {.unit = 7}};
    for (int unit = 0; unit < 256; ++unit)
        BOOST_TEST(seven.answer_serial(side, static_cast<std::uint8_t>(unit), read_request(18444, 2)).has_value() == (unit == 7),
                   "unit " << unit);
    BOOST_TEST(!seven.answer_serial(side, 0, write_request(57600, kLeapDay)).has_value());
    BOOST_TEST_REQUIRE(device.posted.size() == 1U);
    BOOST_TEST(std::get<SetClock>(device.posted[0]).now == kLeapDayMs);
    // Function 23 writes, too, and would be answered: no broadcast (Modbus over serial line, 2.1).
    Bytes const together{23, 0x48, 0x0C, 0, 2, 0xE1, 0x00, 0, 6, 12, 0, 29, 0, 2, 0x07, 0xE8, 0, 13, 0, 5, 0, 9};
    BOOST_TEST(!seven.answer_serial(side, 0, together).has_value());
    BOOST_TEST(device.posted.size() == 1U);
}

BOOST_AUTO_TEST_CASE(function_17_tells_the_product_number_that_it_runs_and_who_it_is) {
    Identity identity;
    identity.product_id = 0x1234;
    identity.model = "Meter Nine";
    device.state.identity = std::make_shared<Identity const>(identity);
    auto const reply = ask({17});
    BOOST_TEST_REQUIRE(reply.size() > 4U);
    BOOST_TEST(reply[0] == 17);
    BOOST_TEST(reply[1] == reply.size() - 2);
    BOOST_TEST(reply[2] == 0x34);
    BOOST_TEST(reply[3] == 0xFF);
    BOOST_TEST(std::string(reply.begin() + 4, reply.end()).find("Meter Nine") != std::string::npos);
    BOOST_TEST(ask({17, 0}) == exception(17, 3));
}

BOOST_AUTO_TEST_CASE(function_43_14_tells_basic_and_regular_objects_in_a_stream_and_each_alone) {
    Identity identity;
    identity.product_id = 321;
    identity.model = "Meter Nine";
    device.state.identity = std::make_shared<Identity const>(identity);
    auto const object = [](int id, std::string const& text) {
        Bytes bytes{static_cast<std::uint8_t>(id), static_cast<std::uint8_t>(text.size())};
        bytes.insert(bytes.end(), text.begin(), text.end());
        return bytes;
    };
    auto const with = [](Bytes head, std::initializer_list<Bytes> objects) {
        for (auto const& o : objects) head.insert(head.end(), o.begin(), o.end());
        return head;
    };
    // Codes 1 basic, 2 regular, 4 one object; conformity 0x82; nothing follows (specification, 6.21).
    auto const code = object(1, "321");
    auto const name = object(4, "Meter Nine");
    BOOST_TEST(ask({43, 14, 4, 1}) == with({43, 14, 4, 0x82, 0, 0, 1}, {code}));
    BOOST_TEST(ask({43, 14, 4, 4}) == with({43, 14, 4, 0x82, 0, 0, 1}, {name}));
    auto const vendor = object(0, "Meterbench");
    auto const basic = ask({43, 14, 1, 0});
    BOOST_TEST(Bytes(basic.begin(), basic.begin() + 7) == (Bytes{43, 14, 1, 0x82, 0, 0, 3}));
    BOOST_TEST(Bytes(basic.begin() + 7, basic.begin() + 7 + static_cast<std::ptrdiff_t>(vendor.size())) == vendor);
    auto const regular = ask({43, 14, 2, 0});
    BOOST_TEST(regular[6] == 6);
    BOOST_TEST(std::ranges::equal(std::span{regular}.subspan(7, basic.size() - 7), std::span{basic}.subspan(7)));
    BOOST_TEST(ask({43, 14, 2, 4})[6] == 3);  // a stream may begin inside
    BOOST_TEST(ask({43, 14, 3, 9})[6] == 6);  // no such object: from the beginning; extended: what there is
    BOOST_TEST(ask({43, 14, 4, 9}) == exception(43, 2));
    BOOST_TEST(ask({43, 14, 0, 0}) == exception(43, 3));
    BOOST_TEST(ask({43, 14, 5, 0}) == exception(43, 3));
    BOOST_TEST(ask({43, 14, 1}) == exception(43, 3));
    BOOST_TEST(ask({43, 13, 0, 0}) == exception(43, 1));  // CANopen
    BOOST_TEST(ask({43}) == exception(43, 1));
}

BOOST_AUTO_TEST_CASE(function_22_changes_the_bits_that_its_masks_say) {
    // cfg_meas.pf_convention (34823) is 0: (0 AND 0x00F2) OR (0x0001 AND NOT 0x00F2) = 1.
    unlock();
    BOOST_TEST(ask({22, 0x88, 0x07, 0x00, 0xF2, 0x00, 0x01}) == (Bytes{22, 0x88, 0x07, 0x00, 0xF2, 0x00, 0x01}));
    BOOST_TEST_REQUIRE(device.posted.size() == 1U);
    BOOST_TEST(std::get<SetSetting>(device.posted[0]).value == 1.0);
    // OR bits that the AND mask keeps do nothing: stays 0.
    BOOST_TEST(ask({22, 0x88, 0x07, 0xFF, 0xFF, 0x00, 0x01}).size() == 7U);
    BOOST_TEST(std::get<SetSetting>(device.posted[1]).value == 0.0);
    BOOST_TEST(ask({22, 0x88, 0x07, 0x00, 0x00, 0x00, 0x02}) == exception(22, 3));  // 2 is no convention
    BOOST_TEST(ask({22, 0x48, 0x0C, 0, 0, 0, 0}) == exception(22, 2));              // read-only
    BOOST_TEST(ask({22, 0x00, 0x00, 0, 0, 0, 0}) == exception(22, 2));
    BOOST_TEST(ask({22, 0x88, 0x07, 0, 0, 0}) == exception(22, 3));
}

BOOST_AUTO_TEST_CASE(function_23_writes_before_it_reads_and_does_neither_where_one_is_refused) {
    device.set("load1.inst.v1", 230.0);
    auto const request = [](std::uint16_t read, std::uint16_t count, std::uint16_t write, std::span<std::uint16_t const> words) {
        Bytes pdu{23};
        for (auto const word : {read, count, write, static_cast<std::uint16_t>(words.size())}) put_u16(pdu, word);
        pdu.push_back(static_cast<std::uint8_t>(2 * words.size()));
        for (auto const word : words) put_u16(pdu, word);
        return pdu;
    };
    BOOST_TEST(ask(request(18444, 2, 57600, kLeapDay)) == (Bytes{23, 4, 0x00, 0x00, 0x59, 0xD8}));
    BOOST_TEST(device.posted.size() == 1U);
    BOOST_TEST(ask(request(0, 2, 57600, kLeapDay)) == exception(23, 2));
    BOOST_TEST(ask(request(18444, 2, 18444, kLeapDay)) == exception(23, 2));
    BOOST_TEST(ask(request(18444, 0, 57600, kLeapDay)) == exception(23, 3));
    BOOST_TEST(ask(request(18444, 126, 57600, kLeapDay)) == exception(23, 3));
    BOOST_TEST(ask(request(18444, 2, 57600, {})) == exception(23, 3));
    BOOST_TEST(ask(request(18444, 2, 57600, std::vector<std::uint16_t>(122))) == exception(23, 3));
    auto cut = request(18444, 2, 57600, kLeapDay);
    cut.pop_back();
    BOOST_TEST(ask(cut) == exception(23, 3));
    BOOST_TEST(ask({23}) == exception(23, 3));
    BOOST_TEST(device.posted.size() == 1U);
}

BOOST_AUTO_TEST_CASE(where_writing_is_off_or_not_this_sides_right_every_write_is_refused_with_exception_1) {
    Server read_only{map, device, {.writes = false}};
    Side const guest{LinkKind::tls, "guest", Right::read};
    std::uint16_t const code[] = {1'000};
    for (auto const& request : {write_request(57600, kLeapDay), write_request(58112, code), Bytes{22, 0x88, 0x07, 0, 0, 0, 0}}) {
        BOOST_TEST(read_only.answer(side, request) == exception(request[0], 1));
        BOOST_TEST(server.answer(guest, request) == exception(request[0], 1));
    }
    BOOST_TEST(device.posted.empty());
    BOOST_TEST(server.answer(guest, read_request(18444, 2)).size() == 6U);
    Side const nobody{LinkKind::tls, "nobody", Right::none};
    for (std::uint8_t const function : {std::uint8_t{3}, std::uint8_t{4}, std::uint8_t{17}, std::uint8_t{43}})
        BOOST_TEST(server.answer(nobody, Bytes{function, 0x48, 0x0C, 0, 2}) == exception(function, 1));
}

BOOST_AUTO_TEST_CASE(the_lock_opens_for_the_side_that_knows_the_code_and_tells_who_it_is) {
    Side const line{LinkKind::rtu, "/dev/ttyUSB0"};
    auto const owner = [&] { return ask(read_request(58113, 1)); };
    BOOST_TEST(owner() == (Bytes{3, 2, 0, 0}));
    BOOST_TEST(server.answer(line, write_one_request(58112, 999)) == exception(6, 3));
    BOOST_TEST(server.answer(line, write_one_request(58113, 77)) == exception(6, 1));  // only the holder names itself
    BOOST_TEST(server.answer(line, write_one_request(58112, 1'000)) == write_one_request(58112, 1'000));
    BOOST_TEST(owner() == (Bytes{3, 2, 0, 1}));  // RTU
    BOOST_TEST(server.answer(line, write_one_request(58113, 77)).size() == 5U);
    BOOST_TEST(owner() == (Bytes{3, 2, 0, 77}));
    BOOST_TEST(ask(read_request(58112, 1)) == (Bytes{3, 2, 0, 0}));  // the code is never told
    BOOST_TEST(ask(write_one_request(58112, 0)).size() == 5U);       // another side closes nothing
    BOOST_TEST(owner() == (Bytes{3, 2, 0, 77}));
    device.state.time += Lock::kOpenFor;
    BOOST_TEST(owner() == (Bytes{3, 2, 0, 0}));
}

BOOST_AUTO_TEST_CASE(guessing_the_code_is_braked) {
    for (int i = 0; i < Lock::kTries; ++i) BOOST_TEST(ask(write_one_request(58112, 1)) == exception(6, 3));
    BOOST_TEST(ask(write_one_request(58112, 1'000)) == exception(6, 6));
    device.state.time += Lock::kBlockedFor - Duration{1};
    BOOST_TEST(ask(write_one_request(58112, 1'000)) == exception(6, 6));
    device.state.time += Duration{1};
    BOOST_TEST(ask(write_one_request(58112, 1'000)).size() == 5U);
}

BOOST_AUTO_TEST_CASE(dates_read_zero_until_the_clock_was_set_and_then_count_from_2000) {
    device.state.windows = 1;
    device.state.window_end = Instant{std::chrono::seconds{7}};
    auto const date = [&] { return ask(read_request(36'864, 2)); };  // net_inst.date
    BOOST_TEST(date() == (Bytes{3, 4, 0, 0, 0, 0}));
    device.state.power_on = 86'400'000;                           // 2000-01-02
    BOOST_TEST(date() == (Bytes{3, 4, 0x00, 0x01, 0x51, 0x87}));  // 86407
}

BOOST_AUTO_TEST_CASE(any_bytes_get_a_short_reply_that_a_client_understands) {
    bool const good = rc::check([&](Bytes request) {
        auto const function = *rc::gen::element<std::uint8_t>(3, 4, 6, 16, 17, 22, 23, 43, 0, 0x83, 0xFF);
        request.insert(request.begin(), function);
        auto const reply = ask(request);
        RC_ASSERT(reply.size() >= 2U && reply.size() <= kLongestPdu);
        RC_ASSERT((reply[0] & 0x7F) == (function & 0x7F));
        RC_ASSERT((reply[0] & 0x80) == 0 || (reply.size() == 2 && reply[1] >= 1 && reply[1] <= 6));
    });
    BOOST_TEST(good);
}

BOOST_AUTO_TEST_CASE(any_range_reads_as_the_single_registers_read) {
    for (std::size_t i = 0; i < device.state.readings.size(); ++i) device.state.readings[i] = 1'000.0 * static_cast<double>(i) + 0.25;
    bool const good = rc::check([&] {
        auto const block = *rc::gen::elementOf(std::vector(map.blocks().begin(), map.blocks().end()));
        auto const first = *rc::gen::inRange<std::uint32_t>(block.first, block.end);
        auto const count = *rc::gen::inRange<std::uint32_t>(1, block.end - first + 1);
        auto const together = parse_read_reply(ask(read_request(static_cast<std::uint16_t>(first), static_cast<std::uint16_t>(count))));
        RC_ASSERT(bool(together));
        for (std::uint32_t i = 0; i < count; ++i) {
            auto const alone = parse_read_reply(ask(read_request(static_cast<std::uint16_t>(first + i), 1)));
            RC_ASSERT(bool(alone));
            RC_ASSERT((*together)[i] == alone->front());
        }
    });
    BOOST_TEST(good);
}

BOOST_AUTO_TEST_SUITE_END()
