// SPDX-License-Identifier: GPL-3.0-or-later
/// Requests to a meter of the older families, byte by byte. Expected: their public tables (addresses, words, scales) and closed forms.
#include <boost/test/unit_test.hpp>

#include <string>

#include "core/comm/modbus/client_pdu.hpp"
#include "core/comm/modbus/rtu.hpp"
#include "core/comm/modbus/server.hpp"
#include "tests/core/comm/fake_device.hpp"

namespace {

using namespace mb;
using namespace mb::modbus;

struct Bench {
    FakeDevice device;
    Server server{*open_map("classic"), device, {.unit = 5}};
    Side side{LinkKind::rtu, "line"};

    Bytes ask(Bytes const& request) { return server.answer(side, request); }
};

/// A frame as it stands on the line, answered by unit 5.
Bytes on_the_line(Bench& b, Bytes const& frame) {
    auto const request = rtu_frame(frame);
    BOOST_TEST_REQUIRE(request.has_value());
    auto const reply = b.server.answer_serial(b.side, request->unit, request->pdu);
    BOOST_TEST_REQUIRE(reply.has_value());
    return rtu_bytes({request->unit, *reply});
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(classic_map, Bench)

BOOST_AUTO_TEST_CASE(values_stand_where_the_older_tables_have_them) {
    device.set("net_inst.v1", 230.0);
    device.set("net_inst.f", 50.0);
    device.set("load1.inst.i1", 12.5);
    device.set("load1.inst.p", -69'000.0);
    device.set("load1.inst.pf_nature", -0.8);
    device.set("net_harm_v.h5_v1", 4.26);
    BOOST_TEST(ask({3, 0xC5, 0x58, 0, 2}) == (Bytes{3, 4, 0, 0, 0x59, 0xD8}));        // 50520: 23000 x 0.01 V
    BOOST_TEST(ask({3, 0xC5, 0x5E, 0, 2}) == (Bytes{3, 4, 0, 0, 0x13, 0x88}));        // 50526: 5000 x 0.01 Hz
    BOOST_TEST(ask({3, 0xC5, 0x60, 0, 2}) == (Bytes{3, 4, 0, 0, 0x30, 0xD4}));        // 50528: 12500 x 0.001 A
    BOOST_TEST(ask({3, 0xC5, 0x68, 0, 2}) == (Bytes{3, 4, 0xFF, 0xFF, 0xE5, 0x0C}));  // 50536: -6900 x 10 W
    BOOST_TEST(ask({3, 0xC5, 0x6E, 0, 2}) == (Bytes{3, 4, 0xFF, 0xFF, 0xFC, 0xE0}));  // 50542: -800 x 0.001, leading
    BOOST_TEST(ask({3, 0x03, 0x0E, 0, 2}) == (Bytes{3, 4, 0, 0, 0x59, 0xD8}));        // 782: the same voltage in the oldest table
    BOOST_TEST(ask({4, 0xCA, 0x39, 0, 1}) == (Bytes{4, 2, 0, 43}));                   // 51769: 4.3 % in 0.1 %
    BOOST_TEST(ask({3, 0xC5, 0x50, 0, 74}).size() == 2U + 2U * 74U);                  // 50512: the block in one request
    BOOST_TEST(ask({3, 0xC7, 0x50, 0, 64}).size() == 2U + 2U * 64U);
}

BOOST_AUTO_TEST_CASE(the_frames_that_a_makers_manual_prints_are_understood) {
    Bench b;
    // 158 registers, more than a request may ask for (V1.1b3: 125): exception 3.
    BOOST_TEST(on_the_line(b, {0x05, 0x03, 0x03, 0x00, 0x00, 0x9E, 0xC5, 0xA2}) == rtu_bytes({5, {0x83, 3}}));
    BOOST_TEST(on_the_line(b, {0x05, 0x03, 0x07, 0x2B, 0x00, 0x02, 0xB4, 0xF3}) == rtu_bytes({5, {0x83, 2}}));
    BOOST_TEST(on_the_line(b, {0x05, 0x03, 0x07, 0x00, 0x00, 0x64, 0x44, 0xD1}) == rtu_bytes({5, {0x83, 2}}));
    BOOST_TEST(on_the_line(b, {0x05, 0x06, 0x02, 0x00, 0x00, 0x05, 0x49, 0xF5}) == rtu_bytes({5, {0x86, 2}}));
    // Clears all energies of a meter before 2009, totals included: this one never does that.
    BOOST_TEST(on_the_line(b, {0x05, 0x06, 0x04, 0x00, 0x10, 0x00, 0x84, 0xBE}) == rtu_bytes({5, {0x86, 2}}));
    BOOST_TEST(b.device.posted.empty());
}

BOOST_AUTO_TEST_CASE(it_has_no_lock_and_its_own_number_for_factory_settings) {
    BOOST_TEST(ask(write_one_request(57'355, 600)) == write_one_request(57'355, 600));  // demand period [s]
    BOOST_TEST(ask(write_one_request(57'345, 1)) == write_one_request(57'345, 1));
    BOOST_TEST(ask(write_one_request(57'345, 2)) == (Bytes{0x86, 3}));  // 1 or 5 A
    BOOST_TEST(ask(write_one_request(57'856, 0xE5)) == (Bytes{0x86, 3}));
    BOOST_TEST(ask(write_one_request(57'856, 0xC3)) == write_one_request(57'856, 0xC3));
    BOOST_TEST(ask(write_one_request(58'112, 1'000)) == (Bytes{0x86, 2}));
    BOOST_TEST(device.posted.size() == 3U);
}

BOOST_AUTO_TEST_CASE(partial_counters_are_cleared_by_their_bits) {
    BOOST_TEST(ask(write_one_request(57'890, 0x11)) == write_one_request(57'890, 0x11));
    BOOST_TEST(ask(write_one_request(40'512, 0x20)) == write_one_request(40'512, 0x20));
    BOOST_TEST_REQUIRE(device.posted.size() == 2U);
    auto const* const two = std::get_if<ResetPartialEnergy>(&device.posted[0]);
    BOOST_TEST_REQUIRE(two != nullptr);
    BOOST_TEST(two->energies == (1U << static_cast<unsigned>(EnergyKind::ea_pos) | 1U << static_cast<unsigned>(EnergyKind::er_neg)));
    BOOST_TEST(std::get<ResetPartialEnergy>(device.posted[1]).energies == kAllEnergies);
}

BOOST_AUTO_TEST_SUITE_END()

namespace {

/// What functions 3, 17 and 43/14 tell of a meter that was given a name.
void check_identity(std::string const& map) {
    FakeDevice device;
    device.state.identity = std::make_shared<Identity const>(Identity{"DIRIS B30", 2'031, 0x0001'E240});
    Server server{*open_map(map), device};
    auto const ask = [&](Bytes const& request) { return server.answer(Side{}, request); };

    auto const block = parse_read_reply(ask(read_request(50'000, 69)));
    BOOST_TEST_REQUIRE(bool(block));
    auto const& words = *block;
    BOOST_TEST((std::vector<std::uint16_t>(words.begin(), words.begin() + 4) == std::vector<std::uint16_t>{'S', 'O', 'C', 'O'}));
    BOOST_TEST(words[5] == 2'031);  // 50005
    std::string name;
    for (std::size_t at = 50; at < 58; ++at) {  // 50050: two characters a register
        name += static_cast<char>(words[at] >> 8);
        name += static_cast<char>(words[at] & 0xFF);
    }
    BOOST_TEST(name == "DIRIS B30       ");
    auto const id = parse_server_id_reply(ask(server_id_request()));
    BOOST_TEST_REQUIRE(bool(id));
    BOOST_TEST(id->id == (2'031 & 0xFF));
    BOOST_TEST(id->running);
    BOOST_TEST(id->text == "Meterbench DIRIS B30 0.1.0");
    auto const objects = parse_identification_reply(ask(identification_request(0)));
    BOOST_TEST_REQUIRE(bool(objects));
    BOOST_TEST(objects->objects.at(0) == "Meterbench");
    BOOST_TEST(objects->objects.at(1) == "2031");
    BOOST_TEST(objects->objects.at(4) == "DIRIS B30");
    BOOST_TEST(!objects->next.has_value());
}

}  // namespace

BOOST_AUTO_TEST_CASE(all_three_ways_to_ask_a_meter_who_it_is_tell_the_same) {
    check_identity("a200");
    check_identity("classic");
}
