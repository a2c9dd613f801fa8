// SPDX-License-Identifier: GPL-3.0-or-later
/// RTU frames and the silence around them. Golden frames: printed in a manual of the register family; the timing is that of the
/// specification (Modbus over serial line, V1.02, 2.5.1.1).
#include <rapidcheck.h>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <vector>

#include "core/comm/modbus/client_pdu.hpp"
#include "core/comm/modbus/rtu.hpp"
#include "core/comm/modbus/session.hpp"
#include "tests/core/comm/fake_device.hpp"

namespace {

using namespace mb;
using namespace mb::modbus;
using namespace std::chrono_literals;

Bytes const kRead{0x05, 0x03, 0x03, 0x00, 0x00, 0x9E, 0xC5, 0xA2};

bool same(std::optional<RtuFrame> const& frame, Bytes const& bytes) { return frame && rtu_bytes(*frame) == bytes; }

/// One byte every `step`, then silence.
std::vector<Bytes> taken(RtuTiming const& timing, Bytes const& bytes, Microseconds step) {
    RtuReceiver receiver{timing};
    std::vector<Bytes> frames;
    Microseconds at{0};
    auto const keep = [&](std::optional<RtuFrame> const& frame) {
        if (frame) frames.push_back(rtu_bytes(*frame));
    };
    for (auto const byte : bytes) keep(receiver.receive({&byte, 1}, at += step));
    keep(receiver.silence(at + timing.between));
    return frames;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(rtu)

BOOST_AUTO_TEST_CASE(golden_frames_have_the_checksum_that_is_printed) {
    for (Bytes const& frame : {kRead,
                               Bytes{0x05, 0x03, 0x07, 0x2B, 0x00, 0x02, 0xB4, 0xF3},
                               {0x05, 0x03, 0x07, 0x00, 0x00, 0x64, 0x44, 0xD1},
                               {0x05, 0x06, 0x02, 0x00, 0x00, 0x05, 0x49, 0xF5},
                               {0x05, 0x06, 0x04, 0x00, 0x10, 0x00, 0x84, 0xBE},
                               {0x05, 0x06, 0x06, 0x00, 0x00, 0x00, 0x88, 0xC6}}) {
        auto const taken_apart = rtu_frame(frame);
        BOOST_TEST_REQUIRE(taken_apart.has_value());
        BOOST_TEST(taken_apart->unit == 5);
        BOOST_TEST(taken_apart->pdu == Bytes(frame.begin() + 1, frame.end() - 2));
        BOOST_TEST(rtu_bytes(*taken_apart) == frame);
    }
    // The reply beside them is printed with 6F D6, which is wrong.
    BOOST_TEST(rtu_bytes({5, {0x03, 0x04, 0x1D, 0xDD, 0x00, 0x11}}) == (Bytes{0x05, 0x03, 0x04, 0x1D, 0xDD, 0x00, 0x11, 0xE9, 0xA9}));
    BOOST_TEST(!rtu_frame(Bytes{0x05, 0x03, 0x04, 0x1D, 0xDD, 0x00, 0x11, 0x6F, 0xD6}).has_value());
}

BOOST_AUTO_TEST_CASE(every_single_wrong_bit_is_found) {
    for (std::size_t bit = 0; bit < 8 * kRead.size(); ++bit) {
        auto wrong = kRead;
        wrong[bit / 8] = static_cast<std::uint8_t>(wrong[bit / 8] ^ (1U << bit % 8));
        BOOST_TEST(!rtu_frame(wrong).has_value(), "bit " << bit);
    }
}

BOOST_AUTO_TEST_CASE(the_silences_are_those_of_the_specification) {
    // 3.5 and 1.5 characters of 11 bits at 9600 bit/s: 4.010 ms and 1.719 ms; fixed above 19200 bit/s.
    BOOST_TEST((strict_timing(9'600).between == 4'010us));
    BOOST_TEST((strict_timing(9'600).inside == 1'718us));
    BOOST_TEST((strict_timing(19'200).between == 2'005us));
    BOOST_TEST((strict_timing(38'400).between == 1'750us));
    BOOST_TEST((strict_timing(115'200).inside == 750us));
}

BOOST_AUTO_TEST_CASE(silence_ends_a_frame_and_nothing_else_does) {
    RtuReceiver receiver{strict_timing(38'400)};
    BOOST_TEST(!receiver.deadline().has_value());
    BOOST_TEST(!receiver.receive(kRead, 100us).has_value());
    BOOST_TEST((receiver.deadline() == 1'850us));
    BOOST_TEST(!receiver.silence(1'849us).has_value());
    BOOST_TEST(same(receiver.silence(1'850us), kRead));
    BOOST_TEST(!receiver.deadline().has_value());
    BOOST_TEST(!receiver.silence(9'000us).has_value());
    // Bytes after the silence are of the next frame.
    BOOST_TEST(!receiver.receive(kRead, 10'000us).has_value());
    BOOST_TEST(same(receiver.receive(ByteView{kRead}.first(1), 11'750us), kRead));
    BOOST_TEST(receiver.counts().frames == 2U);
    BOOST_TEST(receiver.counts().bad == 0U);
}

BOOST_AUTO_TEST_CASE(more_than_t15_inside_a_frame_spoils_it_where_that_is_judged) {
    auto const strict = strict_timing(9'600);
    BOOST_TEST((taken(strict, kRead, 1'718us) == std::vector<Bytes>{kRead}));
    BOOST_TEST(taken(strict, kRead, 1'719us).empty());
    BOOST_TEST((taken(host_timing(9'600), kRead, 4'009us) == std::vector<Bytes>{kRead}));
}

BOOST_AUTO_TEST_CASE(a_host_waits_for_the_rest_of_a_frame_that_its_driver_hands_over_in_pieces) {
    BOOST_TEST((taken(host_timing(115'200), kRead, 16'000us) == std::vector<Bytes>{kRead}));
    BOOST_TEST(taken(strict_timing(115'200), kRead, 16'000us).empty());
    RtuReceiver receiver{host_timing(115'200)};
    (void)receiver.receive(ByteView{kRead}.first(5), 0us);
    BOOST_TEST((receiver.deadline() == 51'750us));
    BOOST_TEST(!receiver.silence(51'750us).has_value());
    BOOST_TEST(receiver.counts().bad == 1U);
    BOOST_TEST(!receiver.deadline().has_value());  // given up: the next frame is whole again
    (void)receiver.receive(kRead, 60'000us);
    BOOST_TEST(same(receiver.silence(62'000us), kRead));
}

BOOST_AUTO_TEST_CASE(noise_longer_than_any_frame_is_dropped_at_the_next_silence) {
    RtuReceiver receiver{host_timing(38'400)};
    for (int i = 0; i < 100; ++i) BOOST_TEST(!receiver.receive(Bytes(100, 0x55), Microseconds{i}).has_value());
    BOOST_TEST(!receiver.silence(2'000us).has_value());
    BOOST_TEST(receiver.counts().bad == 1U);
    (void)receiver.receive(kRead, 3'000us);
    BOOST_TEST(same(receiver.silence(5'000us), kRead));
}

BOOST_AUTO_TEST_CASE(request_lengths_follow_function_code_and_byte_count) {
    std::uint16_t const words[] = {1, 2, 3};
    for (Bytes const& pdu : {read_request(1, 2), write_request(1, words), write_one_request(1, 2), Bytes{17}, Bytes{22, 0, 1, 0, 0, 0, 0},
                             Bytes{23, 0, 1, 0, 1, 0, 1, 0, 1, 2, 0, 9}, Bytes{43, 14, 1, 0}})
        BOOST_TEST(request_length(pdu).value() == pdu.size());
    BOOST_TEST(!request_length(Bytes{16, 0, 1, 0, 3}).has_value());  // the byte count is still to come
    BOOST_TEST(!length_is_known(99));
}

BOOST_AUTO_TEST_CASE(on_a_stream_frames_come_out_whole_however_the_bytes_were_cut) {
    std::uint16_t const words[] = {1, 2, 3};
    std::vector<Bytes> const frames{kRead, rtu_bytes({5, write_request(7, words)}), rtu_bytes({9, {17}}), rtu_bytes({5, {43, 14, 1, 0}})};
    Bytes all;
    for (auto const& frame : frames) all.insert(all.end(), frame.begin(), frame.end());
    bool const good = rc::check([&] {
        RtuStream stream;
        std::vector<Bytes> out;
        for (std::size_t at = 0; at < all.size();) {
            auto const n = *rc::gen::inRange<std::size_t>(1, all.size() - at + 1);
            stream.push(ByteView{all}.subspan(at, n));
            while (auto const frame = stream.next()) out.push_back(rtu_bytes(*frame));
            at += n;
        }
        RC_ASSERT(out == frames);
        RC_ASSERT(!stream.broken() && !stream.mid_frame() && stream.bad() == 0U);
    });
    BOOST_TEST(good);
}

BOOST_AUTO_TEST_CASE(on_a_stream_a_wrong_checksum_costs_its_own_frame_only) {
    RtuStream stream;
    auto wrong = kRead;
    wrong[7] ^= 1;
    stream.push(wrong);
    stream.push(kRead);
    BOOST_TEST(same(stream.next(), kRead));
    BOOST_TEST(stream.bad() == 1U);
}

BOOST_AUTO_TEST_CASE(on_a_stream_what_begins_no_frame_ends_the_conversation) {
    RtuStream stream;
    stream.push(Bytes(300, 0x63));  // function 99
    BOOST_TEST(!stream.next().has_value());
    BOOST_TEST(stream.broken());
    RtuStream unknown;  // a whole frame of an unknown function is answered: exception 1
    unknown.push(rtu_bytes({5, {99, 1, 2}}));
    BOOST_TEST(unknown.next().has_value());
}

BOOST_AUTO_TEST_CASE(a_session_of_rtu_over_tcp_answers_its_unit_and_keeps_silent_on_broadcasts) {
    FakeDevice device;
    device.set("net_inst.f", 50.0);  // 50000 = 0xC350
    Server server{*open_map("a200"), device, {.unit = 5}};
    Session session{Exchange{server, {LinkKind::rtu_tcp, "127.0.0.1"}, "rtu-tcp"}};
    Outgoing out;
    for (int const unit : {5, 6, 0, 255})
        BOOST_TEST(session.receive(rtu_bytes({static_cast<std::uint8_t>(unit), read_request(36871, 2)}), out));
    BOOST_TEST_REQUIRE(out.pieces.size() == 1U);
    BOOST_TEST(out.pieces[0].bytes == rtu_bytes({5, {3, 4, 0, 0, 0xC3, 0x50}}));
    BOOST_TEST(session.frames() == 4U);
}

BOOST_AUTO_TEST_SUITE_END()
