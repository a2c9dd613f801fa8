// SPDX-License-Identifier: GPL-3.0-or-later
#include <rapidcheck/boost_test.h>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <string_view>

#include "core/base/message_frame.hpp"

using namespace mb;

namespace {

ByteView view(std::string_view text) { return {reinterpret_cast<std::uint8_t const*>(text.data()), text.size()}; }

constexpr std::size_t kLongest = 1'000;

std::vector<Message> all(MessageReader& reader) {
    std::vector<Message> messages;
    while (auto message = reader.next()) messages.push_back(*std::move(message));
    return messages;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(message_frame)

// The check value of CRC-32/ISO-HDLC in the catalogue of parametrised CRC algorithms.
BOOST_AUTO_TEST_CASE(crc_32_gives_the_published_check_value) {
    BOOST_TEST(crc32(view("123456789")) == 0xCBF4'3926U);
    BOOST_TEST(crc32(view("56789"), crc32(view("1234"))) == 0xCBF4'3926U);
    BOOST_TEST(crc32({}) == 0U);
    Bytes all(256);  // zlib.crc32(bytes(range(256)))
    for (std::size_t n = 0; n < all.size(); ++n) all[n] = static_cast<std::uint8_t>(n);
    for (std::size_t cut = 0; cut <= all.size(); ++cut)
        BOOST_TEST(crc32(ByteView{all}.subspan(cut), crc32(ByteView{all}.first(cut))) == 0x2905'8C73U);
}

// Made with Python: struct.pack('<2sBBBBHI', b'MB', 1, 2, 3, 4, 0x0605, 2) + b'\x07\x08' and zlib.crc32 of it.
BOOST_AUTO_TEST_CASE(a_frame_is_byte_for_byte_what_another_program_makes) {
    Message const message{1, 2, 3, 4, 0x0605, {7, 8}};
    Bytes const expected{0x4D, 0x42, 1, 2, 3, 4, 5, 6, 2, 0, 0, 0, 7, 8, 0x8C, 0x41, 0x59, 0xA8};
    BOOST_TEST(message_bytes(message) == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(numbers_are_little_endian_and_a_short_payload_is_told) {
    Bytes payload;
    put_le16(payload, 0x0102);
    put_le32(payload, 0x03040506);
    put_le64(payload, 0x0708090A0B0C0D0EULL);
    put_le_float(payload, -2.5F);
    Bytes const expected{0x02, 0x01, 0x06, 0x05, 0x04, 0x03, 0x0E, 0x0D, 0x0C, 0x0B, 0x0A, 0x09, 0x08, 0x07, 0x00, 0x00, 0x20, 0xC0};
    BOOST_TEST(payload == expected, boost::test_tools::per_element());
    PayloadReader reader{payload};
    BOOST_TEST(reader.u16() == 0x0102);
    BOOST_TEST(reader.u32() == 0x03040506U);
    BOOST_TEST(reader.u64() == 0x0708090A0B0C0D0EULL);
    BOOST_TEST(!reader.done());
    BOOST_TEST(reader.f32() == -2.5F);
    BOOST_TEST(reader.done());
    BOOST_TEST(reader.u8() == 0);
    BOOST_TEST(!reader.ok());
}

BOOST_AUTO_TEST_CASE(a_head_that_says_more_than_the_longest_payload_does_not_hold_up_the_next_frame) {
    Bytes stream = message_bytes({1, 1, 1, 0, 1, Bytes(kLongest + 1, 0)});
    auto const good = message_bytes({1, 1, 2, 0, 2, {9}});
    stream.insert(stream.end(), good.begin(), good.end());
    MessageReader reader{1, kLongest};
    reader.push(stream);
    auto const messages = all(reader);
    BOOST_REQUIRE(messages.size() == 1U);
    BOOST_TEST(messages[0].type == 2);
}

BOOST_AUTO_TEST_CASE(frames_of_another_protocol_are_passed_over) {
    MessageReader reader{2, kLongest};
    reader.push(message_bytes({1, 1, 1, 0, 1, {5}}));
    BOOST_TEST(all(reader).empty());
    BOOST_TEST(reader.passed_over() == kMessageHead + 1 + kMessageTail);
}

RC_BOOST_PROP(messages_come_out_as_they_went_in_however_the_stream_is_cut, (std::vector<std::vector<std::uint8_t>> payloads)) {
    Bytes stream;
    std::vector<Message> sent;
    for (auto const& payload : payloads) {
        sent.push_back({1, 3, static_cast<std::uint8_t>(sent.size()), 7, static_cast<std::uint16_t>(1'000 + sent.size()), payload});
        auto const bytes = message_bytes(sent.back());
        stream.insert(stream.end(), bytes.begin(), bytes.end());
    }
    MessageReader reader{1, 1'000'000};
    std::vector<Message> got;
    for (std::size_t at = 0; at < stream.size();) {
        auto const piece = std::min<std::size_t>(stream.size() - at, *rc::gen::inRange<std::size_t>(1, 40));
        reader.push(ByteView{stream}.subspan(at, piece));
        for (auto& message : all(reader)) got.push_back(std::move(message));
        at += piece;
    }
    RC_ASSERT(got == sent);
    RC_ASSERT(reader.passed_over() == 0U);
    RC_ASSERT(!reader.mid_frame());
}

RC_BOOST_PROP(a_flipped_bit_costs_its_own_frame_only, ()) {
    auto const payload = *rc::gen::container<Bytes>(rc::gen::arbitrary<std::uint8_t>());
    auto bad = message_bytes({1, 1, 1, 0, 1, payload});
    auto const good = message_bytes({1, 1, 2, 0, 2, {1, 2, 3}});
    auto const bit = *rc::gen::inRange<std::size_t>(0, bad.size() * 8);
    bad[bit / 8] = static_cast<std::uint8_t>(bad[bit / 8] ^ (1U << (bit % 8)));
    MessageReader reader{1, kLongest};
    reader.push(bad);
    reader.push(good);
    reader.push(Bytes(kLongest + kMessageHead + kMessageTail, 0));  // a length that grew waits for so much at most
    auto const messages = all(reader);
    RC_ASSERT(messages.size() == 1U);
    RC_ASSERT(messages[0].type == 2);
}

BOOST_AUTO_TEST_SUITE_END()
