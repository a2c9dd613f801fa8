// SPDX-License-Identifier: GPL-3.0-or-later
/// Framing on TCP: frames come out whole and in order however the bytes were cut, and a stream that cannot be followed is given up.
#include <rapidcheck.h>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <initializer_list>
#include <vector>

#include "core/comm/modbus/client_pdu.hpp"
#include "core/comm/modbus/mbap.hpp"
#include "core/comm/modbus/session.hpp"
#include "tests/core/comm/fake_device.hpp"

namespace {

using namespace mb;
using namespace mb::modbus;

// The first example of the messaging guide's 4.4.1: read one register at 5.
Bytes const kRequest{0x15, 0x01, 0x00, 0x00, 0x00, 0x06, 0xFF, 0x03, 0x00, 0x05, 0x00, 0x01};

Bytes joined(std::initializer_list<Bytes> parts) {
    Bytes all;
    for (auto const& part : parts) all.insert(all.end(), part.begin(), part.end());
    return all;
}

bool breaks(Bytes const& bytes) {
    MbapParser parser;
    parser.push(bytes);
    while (parser.next()) {
    }
    return parser.broken();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(mbap)

BOOST_AUTO_TEST_CASE(a_frame_is_taken_apart_and_put_together) {
    MbapParser parser;
    parser.push(kRequest);
    auto const frame = parser.next();
    BOOST_TEST_REQUIRE(frame.has_value());
    BOOST_TEST(frame->transaction == 0x1501);
    BOOST_TEST(frame->unit == 0xFF);
    BOOST_TEST(frame->pdu == (Bytes{0x03, 0x00, 0x05, 0x00, 0x01}));
    BOOST_TEST(tcp_bytes(*frame) == kRequest);
    BOOST_TEST(!parser.next().has_value());
    BOOST_TEST(!parser.mid_frame());
}

BOOST_AUTO_TEST_CASE(byte_by_byte_gives_the_frame_with_its_last_byte) {
    MbapParser parser;
    for (std::size_t i = 0; i < kRequest.size(); ++i) {
        parser.push(ByteView{kRequest}.subspan(i, 1));
        BOOST_TEST(parser.next().has_value() == (i + 1 == kRequest.size()));
        BOOST_TEST(parser.mid_frame() == (i + 1 < kRequest.size()));
    }
}

BOOST_AUTO_TEST_CASE(frames_cut_anywhere_come_out_as_they_went_in) {
    bool const good = rc::check([](std::vector<Bytes> const& bodies) {
        Bytes stream;
        std::vector<TcpFrame> sent;
        for (Bytes const& body : bodies) {
            if (body.empty() || body.size() > 253) continue;
            sent.push_back({static_cast<std::uint16_t>(sent.size() * 257), body[0], body});
            auto const bytes = tcp_bytes(sent.back());
            stream.insert(stream.end(), bytes.begin(), bytes.end());
        }
        MbapParser parser;
        std::size_t got = 0;
        for (std::size_t at = 0; at < stream.size();) {
            auto const piece = std::min<std::size_t>(*rc::gen::inRange<std::size_t>(1, 40), stream.size() - at);
            parser.push(ByteView{stream}.subspan(at, piece));
            at += piece;
            while (auto const frame = parser.next()) {
                RC_ASSERT(got < sent.size());
                RC_ASSERT(frame->transaction == sent[got].transaction);
                RC_ASSERT(frame->unit == sent[got].unit);
                RC_ASSERT(frame->pdu == sent[got].pdu);
                ++got;
            }
        }
        RC_ASSERT(got == sent.size());
        RC_ASSERT(!parser.mid_frame());
        RC_ASSERT(!parser.broken());
    });
    BOOST_TEST(good);
}

BOOST_AUTO_TEST_CASE(a_frame_behind_the_longest_one_is_found) {
    TcpFrame const longest{7, 1, Bytes(253, 0x55)};
    MbapParser parser;
    parser.push(joined({tcp_bytes(longest), kRequest}));
    auto const first = parser.next();
    BOOST_TEST_REQUIRE(first.has_value());
    BOOST_TEST(first->pdu == longest.pdu);
    auto const second = parser.next();
    BOOST_TEST_REQUIRE(second.has_value());
    BOOST_TEST(tcp_bytes(*second) == kRequest);
}

BOOST_AUTO_TEST_CASE(another_protocol_or_an_impossible_length_breaks_the_stream) {
    BOOST_TEST(breaks({0, 1, 0, 1, 0, 6, 1, 3, 0, 0, 0, 1}));
    BOOST_TEST(breaks({0, 1, 0, 0, 0, 0}));
    BOOST_TEST(breaks({0, 1, 0, 0, 0, 1}));
    BOOST_TEST(breaks({0, 1, 0, 0, 0, 255}));
    BOOST_TEST(breaks({0, 1, 0, 0, 0xFF, 0xFF}));
    BOOST_TEST(!breaks({0, 1, 0, 0, 0, 2}));
    BOOST_TEST(!breaks({0, 1, 0, 0, 0, 254}));
    BOOST_TEST(!breaks({0, 1, 0, 1, 0}));  // the header is not whole yet
}

BOOST_AUTO_TEST_CASE(behind_a_break_nothing_is_taken_any_more) {
    MbapParser parser;
    parser.push(joined({kRequest, {0, 1, 0, 9, 0, 6}}));
    BOOST_TEST(parser.next().has_value());
    BOOST_TEST(!parser.next().has_value());
    BOOST_TEST(parser.broken());
    parser.push(kRequest);
    BOOST_TEST(!parser.next().has_value());
}

BOOST_AUTO_TEST_CASE(a_session_answers_pipelined_requests_in_order_and_leaves_out_other_units) {
    FakeDevice device;
    Server server{*open_map("a200"), device};
    Session session{Exchange{server, {LinkKind::tcp, "127.0.0.1"}, "tcp"}};
    auto const ask = [](std::uint16_t transaction, std::uint8_t unit) { return tcp_bytes({transaction, unit, read_request(36871, 2)}); };
    device.set("net_inst.f", 50.0);  // 50000 = 0xC350
    Outgoing out;
    BOOST_TEST(session.receive(joined({ask(1, 1), ask(2, 9), ask(3, 255), {0, 4}}), out));
    BOOST_TEST_REQUIRE(out.pieces.size() == 1U);  // one write for both
    BOOST_TEST(out.pieces[0].bytes ==
               joined({{0, 1, 0, 0, 0, 7, 1, 3, 4, 0, 0, 0xC3, 0x50}, {0, 3, 0, 0, 0, 7, 255, 3, 4, 0, 0, 0xC3, 0x50}}));
    BOOST_TEST(session.mid_frame());
    BOOST_TEST(session.frames() == 3U);  // the one for unit 9 too
    out = {};
    BOOST_TEST(!session.receive(Bytes{0, 1, 0, 0}, out));  // protocol 1
    BOOST_TEST(out.empty());
}

BOOST_AUTO_TEST_SUITE_END()
