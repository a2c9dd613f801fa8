// SPDX-License-Identifier: GPL-3.0-or-later
/// The rig controller: docs/rig-protocol.md, sentence by sentence.
#include <boost/test/unit_test.hpp>

#include <string>

#include "hil/virtual_rig/controller.hpp"

namespace {

using namespace mb;
using namespace mb::virtual_rig;
using namespace std::chrono_literals;

struct Bench {
    RigController controller{true};
    ControllerSession session{controller, 1e6};
    Moment now{};
    std::uint16_t sequence = 0;

    Bytes raw(ByteView bytes) {
        session.receive(bytes, now);
        return session.proceed(now);
    }
    Message ask(std::uint8_t type, Bytes payload = {}) { return once(type, ++sequence, std::move(payload)); }
    Message once(std::uint8_t type, std::uint16_t with, Bytes payload = {}) {
        MessageReader reader{2, 512};
        reader.push(raw(message_bytes({2, 1, type, 0, with, std::move(payload)})));
        auto const reply = reader.next();
        BOOST_TEST_REQUIRE(reply.has_value());
        BOOST_TEST(int{reply->type} == (type | 0x80));
        BOOST_TEST(reply->sequence == with);
        return *reply;
    }
    int status(std::uint8_t type, Bytes payload = {}) { return ask(type, std::move(payload)).status; }
};

Bytes from(std::uint64_t number, std::uint8_t channel = 0) {
    Bytes payload{channel};
    put_le64(payload, number);
    return payload;
}

struct Pulses {
    explicit Pulses(Message const& reply) {
        PayloadReader reader{reply.payload};
        first = reader.u64();
        for (int n = reader.u8(); n > 0; --n) ticks.push_back(reader.u64());
        BOOST_TEST(reader.done());
    }
    std::uint64_t first;
    std::vector<std::uint64_t> ticks;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(rig_controller)

BOOST_AUTO_TEST_CASE(hello_tells_who_it_is_and_what_it_has) {
    Bench bench;
    auto const reply = bench.ask(1, {1, 0});
    BOOST_TEST(int{reply.status} == 0);
    PayloadReader reader{reply.payload};
    BOOST_TEST(reader.u16() == 1);
    auto const name = reader.bytes(32);
    BOOST_TEST(std::string(name.begin(), name.end()).c_str() == std::string{"Meterbench virtual rig"});
    BOOST_TEST(int{reader.u8()} == 8);
    BOOST_TEST(int{reader.u8()} == 4);
    BOOST_TEST(int{reader.u8()} == 0);
    BOOST_TEST(int{reader.u8()} == 1);
    BOOST_TEST(reader.u32() == 1'000'000U);
    BOOST_TEST(reader.done());
}

BOOST_AUTO_TEST_CASE(its_clock_counts_the_ticks_of_the_worlds_seconds) {
    Bench bench;
    bench.now.world = 12.5;
    auto const reply = bench.ask(2);
    BOOST_TEST(PayloadReader{reply.payload}.u64() == 12'500'000U);
}

BOOST_AUTO_TEST_CASE(what_is_switched_stands_in_the_state) {
    Bench bench;
    BOOST_TEST(bench.status(4, {0}) == 0);
    BOOST_TEST(bench.status(5, {0, 4}) == 0);
    BOOST_TEST(bench.status(5, {7, 1}) == 0);
    BOOST_TEST(bench.status(6, {5}) == 0);
    BOOST_TEST((bench.ask(9).payload == Bytes{0, 5, 1, 8, 4, 0, 0, 0, 0, 0, 0, 1}));
    BOOST_TEST((bench.ask(7).payload == Bytes{0}));
    BOOST_TEST(bench.status(10) == 0);
    BOOST_TEST((bench.ask(9).payload == Bytes{0, 0, 1, 8, 0, 0, 0, 0, 0, 0, 0, 0}));
}

BOOST_AUTO_TEST_CASE(wrong_requests_have_their_status_and_change_nothing) {
    Bench bench;
    BOOST_TEST(bench.status(11) == 1);
    BOOST_TEST(bench.status(0) == 1);
    BOOST_TEST(bench.status(4) == 2);
    BOOST_TEST(bench.status(4, {2}) == 2);
    BOOST_TEST(bench.status(4, {0, 0}) == 2);
    BOOST_TEST(bench.status(5, {8, 1}) == 3);
    BOOST_TEST(bench.status(5, {0, 5}) == 2);
    BOOST_TEST(bench.status(5, {3, 4}) == 2);  // I4 has no next input
    BOOST_TEST(bench.status(5, {4, 3}) == 2);
    BOOST_TEST(bench.status(5, {7, 2}) == 2);  // nor Vn a next phase
    BOOST_TEST(bench.status(6, {16}) == 3);
    BOOST_TEST(bench.status(8, from(0, 1)) == 3);
    BOOST_TEST(bench.status(2, {1}) == 2);
    BOOST_TEST((bench.controller.state() == ControllerState{true, 0, {}}));
}

BOOST_AUTO_TEST_CASE(a_request_that_comes_again_is_answered_again_and_not_carried_out_again) {
    Bench bench;
    bench.now.world = 1.0;
    auto const first = bench.once(2, 7);
    bench.now.world = 2.0;
    BOOST_TEST((bench.once(2, 7) == first));
    BOOST_TEST((bench.once(2, 8) != first));
    bench.once(4, 8, {0});  // the same sequence, but another request: of a bench that began anew
    BOOST_TEST(!bench.controller.state().supply);
}

BOOST_AUTO_TEST_CASE(a_lost_host_ends_in_a_dead_meter) {
    Bench bench;
    bench.ask(3, {100, 0});
    bench.ask(5, {0, 1});
    bench.now.wall = 99ms;
    bench.controller.watch(bench.now.wall);
    BOOST_TEST(bench.controller.state().supply);
    bench.ask(2);  // any request keeps it alive
    bench.now.wall = 199ms;
    bench.controller.watch(bench.now.wall);
    BOOST_TEST(bench.controller.state().supply);
    bench.now.wall = 200ms;
    bench.controller.watch(bench.now.wall);
    BOOST_TEST((bench.controller.state() == ControllerState{}));
    bench.ask(3, {0, 0});
    bench.ask(4, {1});
    bench.now.wall = 10s;
    bench.controller.watch(bench.now.wall);
    BOOST_TEST(bench.controller.state().supply);
}

BOOST_AUTO_TEST_CASE(an_open_interlock_lets_go_and_switches_nothing_on) {
    Bench bench;
    bench.ask(5, {1, 3});
    bench.controller.set_interlock(false);
    BOOST_TEST((bench.controller.state() == ControllerState{}));
    BOOST_TEST(bench.status(4, {1}) == 4);
    BOOST_TEST(bench.status(5, {1, 3}) == 4);
    BOOST_TEST(bench.status(6, {1}) == 4);
    BOOST_TEST(bench.status(4, {0}) == 0);
    BOOST_TEST(bench.status(10) == 0);
    BOOST_TEST(int{bench.ask(9).payload[2]} == 0);
    bench.controller.set_interlock(true);
    BOOST_TEST(bench.status(4, {1}) == 0);
}

BOOST_AUTO_TEST_CASE(pulses_are_numbered_from_power_up_and_the_latest_1024_are_kept) {
    Bench bench;
    BOOST_TEST(Pulses{bench.ask(8, from(0))}.ticks.empty());
    for (std::uint64_t n = 0; n < 1'100; ++n) bench.controller.add_pulse(1'000 * n);
    bench.now.world = 10.0;
    Pulses const oldest{bench.ask(8, from(0))};
    BOOST_TEST(oldest.first == 76U);  // 1100 - 1024
    BOOST_TEST(oldest.ticks.size() == 62U);
    BOOST_TEST(oldest.ticks[0] == 76'000U);
    Pulses const last{bench.ask(8, from(1'098))};
    BOOST_TEST(last.first == 1'098U);
    BOOST_TEST((last.ticks == std::vector<std::uint64_t>{1'098'000, 1'099'000}));
    Pulses const none{bench.ask(8, from(5'000))};
    BOOST_TEST(none.first == 1'100U);
    BOOST_TEST(none.ticks.empty());
}

BOOST_AUTO_TEST_CASE(a_pulse_is_not_told_before_its_time) {
    Bench bench;
    for (std::uint64_t n = 1; n <= 10; ++n) bench.controller.add_pulse(1'000 * n);
    bench.now.world = 0.005;
    BOOST_TEST(Pulses{bench.ask(8, from(0))}.ticks.size() == 5U);
}

BOOST_AUTO_TEST_CASE(noise_and_replies_on_the_line_are_passed_over) {
    Bench bench;
    BOOST_TEST(bench.raw(Bytes(300, 'M')).empty());
    BOOST_TEST(bench.raw(message_bytes({2, 1, 0x82, 0, 1, {}})).empty());
    BOOST_TEST(bench.raw(message_bytes({1, 1, 2, 0, 1, {}})).empty());  // the firmware bridge's protocol
    BOOST_TEST(bench.status(2) == 0);
    BOOST_TEST(int{bench.raw(message_bytes({2, 9, 2, 0, 99, {}}))[5]} == 1);  // version 9
}

BOOST_AUTO_TEST_CASE(a_frame_that_stops_is_forgotten) {
    Bench bench;
    auto spoilt = message_bytes({2, 1, 2, 0, 1, {}});
    spoilt[9] = 1;  // 256 bytes of payload, which never come
    bench.now.wall = 1s;
    BOOST_TEST(bench.raw(spoilt).empty());
    bench.now.wall += 40ms;
    BOOST_TEST(bench.raw(message_bytes({2, 1, 2, 0, 2, {}})).empty());  // may be part of it
    bench.now.wall += 60ms;
    BOOST_TEST(bench.status(2) == 0);
}

BOOST_AUTO_TEST_CASE(requests_are_ignored_or_fail_where_told) {
    Bench bench;
    bench.controller.spoil({*controller_request("clock")}, {*controller_request("relay")});
    BOOST_TEST(bench.raw(message_bytes({2, 1, 2, 0, 1, {}})).empty());
    BOOST_TEST(bench.status(5, {0, 1}) == 5);
    BOOST_TEST(int{bench.controller.state().relays[0]} == 0);
    BOOST_TEST(!controller_request("klock"));
}

BOOST_AUTO_TEST_SUITE_END()
