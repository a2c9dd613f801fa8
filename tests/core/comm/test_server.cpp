// SPDX-License-Identifier: GPL-3.0-or-later
/// Requests and replies byte by byte, after the Modbus application protocol V1.1b3: each function's normal reply and each exception.
#include <rapidcheck.h>
#include <boost/test/unit_test.hpp>

#include <array>
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

    Bytes ask(Bytes const& request) { return answer(map, device, request); }
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
        if (function == 3 || function == 4 || function == 6 || function == 16) continue;
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
    map = *RegisterMap::parse(
        "block,address,words,type,scale,unit,access,symbol,repeat,stride\n"
        "first,0,2,U32,0.01,V,R,net_inst.v1,1,0\n"
        "last,65534,2,U32,0.01,V,R,net_inst.v2,1,0\n",
        "ends.csv");
    BOOST_TEST(ask(read_request(65534, 2)).size() == 6U);
    BOOST_TEST(ask(read_request(65535, 1)).size() == 4U);
    BOOST_TEST(ask(read_request(65535, 2)) == exception(3, 2));
    BOOST_TEST(ask(read_request(65534, 4)) == exception(3, 2));
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
    Server const server{map, device, 7};
    Bytes const request{3, 0x48, 0x0C, 0, 2};
    for (int unit = 0; unit < 256; ++unit) {
        bool const ours = unit == 0 || unit == 7 || unit == 255;
        BOOST_TEST(server.answer_tcp(static_cast<std::uint8_t>(unit), request).has_value() == ours, "unit " << unit);
    }
    BOOST_TEST(device.traffic == 3);
}

BOOST_AUTO_TEST_CASE(any_bytes_get_a_short_reply_that_a_client_understands) {
    bool const good = rc::check([&](Bytes request) {
        auto const function = *rc::gen::element<std::uint8_t>(3, 4, 6, 16, 0, 0x83, 0xFF);
        request.insert(request.begin(), function);
        auto const reply = ask(request);
        RC_ASSERT(reply.size() >= 2U && reply.size() <= kLongestPdu);
        RC_ASSERT((reply[0] & 0x7F) == (function & 0x7F));
        RC_ASSERT((reply[0] & 0x80) == 0 || (reply.size() == 2 && reply[1] >= 1 && reply[1] <= 4));
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
