// SPDX-License-Identifier: GPL-3.0-or-later
#include "firmware-bridge/rtu_reply.hpp"

#include <boost/test/unit_test.hpp>

#include "core/comm/modbus/rtu.hpp"

using namespace mb;
using namespace mb::bridge;

namespace {

Bytes const kPdu{3, 2, 0x12, 0x34};
Bytes const kFrame = modbus::rtu_bytes({7, kPdu});

std::string refusal(Bytes const& bytes, std::uint8_t function = 3) {
    RtuReply reply{7, function};
    auto const judged = reply.push(bytes);
    return judged && !*judged ? judged->error().sentence : "";
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_reply_is_whole_where_its_count_says_however_it_comes) {
    RtuReply at_once{7, 3};
    auto const whole = at_once.push(kFrame);
    BOOST_REQUIRE((whole && *whole));
    BOOST_TEST(**whole == kPdu);
    RtuReply piecewise{7, 3};
    for (std::size_t n = 0; n + 1 < kFrame.size(); ++n) {
        BOOST_TEST(!piecewise.push(Bytes{kFrame[n]}));
        BOOST_TEST(!piecewise.push({}));
    }
    auto const last = piecewise.push(Bytes{kFrame.back()});
    BOOST_REQUIRE((last && *last));
    BOOST_TEST(**last == kPdu);
}

BOOST_AUTO_TEST_CASE(an_exception_and_a_write_are_whole_replies) {
    for (Bytes const& pdu : {Bytes{0x90, 2}, Bytes{16, 0, 1, 0, 2}}) {
        RtuReply reply{7, 16};
        auto const judged = reply.push(modbus::rtu_bytes({7, pdu}));
        BOOST_REQUIRE((judged && *judged));
        BOOST_TEST(**judged == pdu);
    }
}

BOOST_AUTO_TEST_CASE(what_is_no_reply_is_refused_with_its_bytes) {
    Bytes wrong_crc = kFrame;
    wrong_crc.back() ^= 1;
    BOOST_TEST(refusal(wrong_crc).find("wrong CRC; 7 bytes came: 07 03 02 12 34") != std::string::npos);
    BOOST_TEST(refusal(modbus::rtu_bytes({8, kPdu})).find("unit 8, asked was unit 7") != std::string::npos);
    BOOST_TEST(refusal(kFrame, 4).find("function 3, asked was function 4") != std::string::npos);
    Bytes longer = kFrame;
    longer.push_back(0);
    BOOST_TEST(refusal(longer).find("followed by 1 bytes") != std::string::npos);
    BOOST_TEST(refusal(Bytes{7, 3, 255}).find("announces 260 bytes") != std::string::npos);
    BOOST_TEST(refusal(Bytes(300, 7), 7).find("wrong CRC") != std::string::npos);  // function 7 has a reply of two bytes
    BOOST_TEST(refusal(Bytes(300, 0x55)).find("unit 85") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_function_of_no_stated_length_ends_where_the_crc_is_right) {
    Bytes const pdu{43, 14, 1, 1, 0, 0, 0};
    Bytes const frame = modbus::rtu_bytes({7, pdu});
    RtuReply reply{7, 43};
    BOOST_TEST(!reply.push(ByteView{frame}.first(5)));
    auto const judged = reply.push(ByteView{frame}.subspan(5));
    BOOST_REQUIRE((judged && *judged));
    BOOST_TEST(**judged == pdu);
    Bytes endless(300, 0);
    endless[0] = 7;
    endless[1] = 43;
    BOOST_TEST(refusal(endless, 43).find("does not end") != std::string::npos);
}
