// SPDX-License-Identifier: GPL-3.0-or-later
#include "firmware-bridge/messages.hpp"

#include <rapidcheck.h>
#include <boost/test/unit_test.hpp>

#include <cmath>
#include <functional>
#include <limits>

#include "firmware-bridge/abi.h"

using namespace mb;
using namespace mb::bridge;

namespace {

Identity good() {
    Identity i;
    i.name = "ACME M3";
    i.version = "2.4.1";
    i.sample_format = MB_ADC_INT16;
    i.sample_rate = 9'600;
    i.scale.fill(0.01F);
    i.adc_bits = 12;
    i.uart_count = 1;
    i.modbus_unit = 17;
    i.modbus_baud = 19'200;
    return i;
}

std::string refusal(std::function<void(Identity&)> const& change) {
    Identity i = good();
    change(i);
    auto const parsed = parse_identity(identity_payload(i, MB_ABI_VERSION));
    return parsed ? "" : parsed.error().sentence;
}

}  // namespace

BOOST_AUTO_TEST_CASE(an_identity_lies_in_its_payload_where_the_document_says) {
    Bytes const payload = identity_payload(good(), 1);
    BOOST_TEST(payload.size() == 128U);  // 2 numbers, 2 texts of 32, 2 numbers, 8 scales, 4 numbers
    BOOST_TEST(payload[0] == 1);
    BOOST_TEST(std::string(payload.begin() + 8, payload.begin() + 15) == "ACME M3");
    BOOST_TEST(payload[40] == '2');
    BOOST_TEST(payload[72] == 1);
    BOOST_TEST((payload[76] == 0x80 && payload[77] == 0x25));  // 9600
    BOOST_TEST((payload[82] == 0x23 && payload[83] == 0x3C));  // 0.01F is 0x3C23D70A
    BOOST_TEST((payload[112] == 12 && payload[116] == 1 && payload[120] == 17));
    auto const back = parse_identity(payload);
    BOOST_REQUIRE(bool(back));
    BOOST_TEST((*back == good()));
}

BOOST_AUTO_TEST_CASE(an_identity_that_the_bench_cannot_work_with_is_refused_by_name) {
    BOOST_TEST(refusal([](Identity&) {}).empty());
    BOOST_TEST(refusal([](Identity& i) { i.sample_format = 3; }).find("sample format is 3") != std::string::npos);
    BOOST_TEST(refusal([](Identity& i) { i.sample_rate = 8'000; }).find("8000 samples a second") != std::string::npos);
    BOOST_TEST(refusal([](Identity& i) { i.scale[5] = std::nanf(""); }).find("scale of I2 is nan") != std::string::npos);
    BOOST_TEST(refusal([](Identity& i) { i.scale[0] = 0.0F; }).find("scale of Va is 0") != std::string::npos);
    BOOST_TEST(!refusal([](Identity& i) { i.scale[0] = -0.01F; }).empty());
    BOOST_TEST(!refusal([](Identity& i) { i.scale[0] = std::numeric_limits<float>::infinity(); }).empty());
    BOOST_TEST(refusal([](Identity& i) { i.adc_bits = 17; }).find("17 bits") != std::string::npos);
    BOOST_TEST(!refusal([](Identity& i) { i.adc_bits = 1; }).empty());
    BOOST_TEST(!refusal([](Identity& i) { i.uart_count = 0; }).empty());
    BOOST_TEST(refusal([](Identity& i) { i.modbus_unit = 0; }).find("unit is 0") != std::string::npos);
    BOOST_TEST(!refusal([](Identity& i) { i.modbus_unit = 248; }).empty());
    BOOST_TEST(!refusal([](Identity& i) { i.modbus_baud = 0; }).empty());
    // Of floats the scales and bits mean nothing, but they are numbers.
    BOOST_TEST(refusal([](Identity& i) { i.sample_format = MB_FLOAT, i.scale.fill(0.0F), i.adc_bits = 0; }).empty());
    BOOST_TEST(!refusal([](Identity& i) { i.sample_format = MB_FLOAT, i.scale[7] = std::nanf(""); }).empty());
}

BOOST_AUTO_TEST_CASE(an_identity_of_another_version_or_size_is_refused) {
    auto const other = parse_identity(identity_payload(good(), 2));
    BOOST_REQUIRE(!other);
    BOOST_TEST(other.error().sentence.find("version 2") != std::string::npos);
    Bytes payload = identity_payload(good(), 1);
    for (std::size_t size = 0; size < payload.size(); ++size) BOOST_TEST(!parse_identity(ByteView{payload}.first(size)));
    payload.push_back(0);
    BOOST_TEST(!parse_identity(payload));
    payload.pop_back();
    std::fill_n(payload.begin() + 8, 32, std::uint8_t{'x'});
    auto const endless = parse_identity(payload);
    BOOST_REQUIRE(!endless);
    BOOST_TEST(endless.error().sentence.find("does not end") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(what_is_put_into_payloads_comes_out_of_them) {
    BOOST_TEST(rc::check("payloads", [](std::uint32_t a, std::uint32_t b, std::vector<std::uint8_t> bytes) {
        Config const config{1.0F, 2.0F, 60.0F, a, bytes};
        RC_ASSERT(*parse_create(create_payload(config)) == config);
        std::vector<Pulse> pulses;
        for (std::uint8_t const byte : bytes) pulses.push_back({std::uint64_t{a} << 20 | byte, b, byte});
        RC_ASSERT(*parse_pulses(pulses_payload(pulses)) == pulses);
        RC_ASSERT(*parse_number(number_payload(a)) == a);
        Screen const screen{static_cast<std::uint32_t>(bytes.size()), 1, bytes};
        RC_ASSERT(*parse_screen(screen_payload(screen)) == screen);
    }));
}

BOOST_AUTO_TEST_CASE(payloads_that_do_not_hold_what_they_announce_are_refused) {
    BOOST_TEST(!parse_screen(screen_payload({3, 2, {1, 2, 3, 4, 5}})));
    BOOST_TEST(!parse_screen(screen_payload({0xFFFF'FFFF, 0xFFFF'FFFF, {1}})));  // 1 modulo 2^32
    Bytes many;
    put_le32(many, 0xFFFF'FFFF);
    BOOST_TEST(!parse_pulses(many));
    BOOST_TEST(!parse_number(Bytes{1, 2, 3}));
    BOOST_TEST(!parse_number(Bytes{1, 2, 3, 4, 5}));
    Bytes flash = create_payload({});
    flash.push_back(1);
    BOOST_TEST(!parse_create(flash));
}

BOOST_AUTO_TEST_CASE(texts_of_others_are_made_readable) {
    BOOST_TEST(readable("one\r\ntwo\x1b[31m\n\n", 100) == "one | two?[31m");
    BOOST_TEST(readable("abcdefgh", 6) == "ab…efgh");
    BOOST_TEST(hex_bytes(Bytes{1, 0xAB, 3}, 2) == "01 ab …");
    BOOST_TEST(name(4) == "feed");
    BOOST_TEST(name(99) == "message 99");
    BOOST_TEST(status_name(3) == "bad argument");
}
