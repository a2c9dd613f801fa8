// SPDX-License-Identifier: GPL-3.0-or-later
/// Requests against the example frames of the protocol's specification; replies, whole and broken.
#include <boost/test/unit_test.hpp>

#include <string>

#include "core/comm/modbus/client_pdu.hpp"
#include "core/comm/modbus/pdu.hpp"

namespace {

using namespace mb;
using namespace mb::modbus;

std::string sentence(ByteView reply) {
    auto const parsed = parse_read_reply(reply);
    return parsed ? "" : parsed.error().sentence;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(modbus_client_pdu)

// The examples of V1.1b3: 6.3 (read 108..110), 6.12 (write two registers), 6.6 (write one).
BOOST_AUTO_TEST_CASE(requests_are_the_examples_of_the_specification) {
    BOOST_TEST(read_request(0x006B, 3) == (Bytes{0x03, 0x00, 0x6B, 0x00, 0x03}));
    std::uint16_t const words[] = {0x000A, 0x0102};
    BOOST_TEST(write_request(0x0001, words) == (Bytes{0x10, 0x00, 0x01, 0x00, 0x02, 0x04, 0x00, 0x0A, 0x01, 0x02}));
    BOOST_TEST(write_one_request(0x0001, 0x0003) == (Bytes{0x06, 0x00, 0x01, 0x00, 0x03}));
}

BOOST_AUTO_TEST_CASE(the_example_reply_gives_its_registers) {
    auto const words = parse_read_reply(Bytes{0x03, 0x06, 0x02, 0x2B, 0x00, 0x00, 0x00, 0x64});
    BOOST_TEST_REQUIRE(bool(words));
    BOOST_TEST(*words == (std::vector<std::uint16_t>{555, 0, 100}));
    BOOST_TEST(bool(parse_write_reply(Bytes{0x10, 0x00, 0x01, 0x00, 0x02})));
    BOOST_TEST(bool(parse_write_reply(Bytes{0x06, 0x00, 0x01, 0x00, 0x03})));
}

BOOST_AUTO_TEST_CASE(a_refusal_is_named) {
    BOOST_TEST(sentence(Bytes{0x83, 2}) == "the meter refused function 3: illegal data address (exception 2)");
    BOOST_TEST(sentence(Bytes{0x83, 99}) == "the meter refused function 3: unknown exception (exception 99)");
    auto const written = parse_write_reply(Bytes{0x90, 3});
    BOOST_TEST_REQUIRE(!written);
    BOOST_TEST(written.error().sentence == "the meter refused function 16: illegal data value (exception 3)");
    BOOST_TEST((written.error().kind == ErrorKind::infrastructure));
}

BOOST_AUTO_TEST_CASE(broken_replies_are_refused) {
    for (Bytes const& reply :
         {Bytes{}, Bytes{0x03}, Bytes{0x03, 0x02}, Bytes{0x03, 0x02, 0x01}, Bytes{0x03, 0x03, 1, 2, 3}, Bytes{0x03, 0x02, 1, 2, 3},
          Bytes{0x03, 0x00}, Bytes{0x83}, Bytes{0x83, 1, 2}, Bytes{0x06, 0x00, 0x01, 0x00, 0x03}})
        BOOST_TEST(!sentence(reply).empty());
    for (Bytes const& reply :
         {Bytes{}, Bytes{0x10}, Bytes{0x10, 0, 1, 0}, Bytes{0x10, 0, 1, 0, 2, 0}, Bytes{0x03, 0x02, 1, 2}, Bytes{0x90}})
        BOOST_TEST(!parse_write_reply(reply));
}

// 6.21: the reply's fields; 6.13: what the reply's data are is the meter's.
BOOST_AUTO_TEST_CASE(who_a_meter_is_comes_out_of_the_replies_to_functions_17_and_43_14) {
    BOOST_TEST(server_id_request() == (Bytes{0x11}));
    BOOST_TEST(identification_request(4) == (Bytes{0x2B, 0x0E, 0x02, 0x04}));
    auto const id = parse_server_id_reply(Bytes{0x11, 5, 0x2A, 0x00, 'A', 'b', 'c'});
    BOOST_TEST_REQUIRE(bool(id));
    BOOST_TEST((id->id == 0x2A && !id->running && id->text == "Abc"));
    BOOST_TEST(parse_server_id_reply(Bytes{0x11, 2, 1, 0xFF})->running);
    auto const told = parse_identification_reply(Bytes{0x2B, 0x0E, 0x02, 0x82, 0xFF, 4, 2, 0, 3, 'A', 'c', 'm', 2, 0});
    BOOST_TEST_REQUIRE(bool(told));
    BOOST_TEST(told->objects.size() == 2U);
    BOOST_TEST(told->objects.at(0) == "Acm");
    BOOST_TEST(told->objects.at(2).empty());
    BOOST_TEST(told->next.value() == 4);
    BOOST_TEST(!parse_identification_reply(Bytes{0x2B, 0x0E, 0x02, 0x82, 0, 4, 0})->next.has_value());
}

BOOST_AUTO_TEST_CASE(broken_replies_to_functions_17_and_43_14_are_refused) {
    for (Bytes const& reply : {Bytes{}, Bytes{0x11}, Bytes{0x11, 1, 1}, Bytes{0x11, 3, 1, 0xFF}, Bytes{0x11, 2, 1, 0xFF, 0}, Bytes{0x91, 1},
                               Bytes{0x03, 2, 1, 0xFF}})
        BOOST_TEST(!parse_server_id_reply(reply));
    Bytes const whole{0x2B, 0x0E, 0x02, 0x82, 0, 0, 1, 0, 2, 'A', 'B'};
    BOOST_TEST(bool(parse_identification_reply(whole)));
    for (std::size_t length = 0; length < whole.size(); ++length) BOOST_TEST(!parse_identification_reply(ByteView{whole}.first(length)));
    Bytes longer = whole;
    longer.push_back(0);
    BOOST_TEST(!parse_identification_reply(longer));
    BOOST_TEST(!parse_identification_reply(Bytes{0xAB, 1}));
    BOOST_TEST(!parse_identification_reply(Bytes{0x2B, 0x0D, 0x02, 0x82, 0, 0, 0}));
}

// The reply layouts of V1.1b3, section 6.
BOOST_AUTO_TEST_CASE(a_reply_tells_its_own_length) {
    BOOST_TEST((reply_length(Bytes{0x03, 0x06}) == 8));
    BOOST_TEST((reply_length(Bytes{0x17, 0xFA, 1}) == 252));
    BOOST_TEST((reply_length(Bytes{0x10}) == 5));
    BOOST_TEST((reply_length(Bytes{0x16}) == 7));
    BOOST_TEST((reply_length(Bytes{0x83}) == 2));
    BOOST_TEST((reply_length(Bytes{0xE4}) == 2));  // a refusal of any function
    BOOST_TEST(!reply_length(Bytes{}));
    BOOST_TEST(!reply_length(Bytes{0x03}));
    BOOST_TEST(!reply_length(Bytes{0x2B, 0x0E}));  // as many objects as there are
    BOOST_TEST(!reply_length(Bytes{0x63, 5}));
}

BOOST_AUTO_TEST_SUITE_END()
