// SPDX-License-Identifier: GPL-3.0-or-later
#include <boost/test/unit_test.hpp>
#include <cstring>
#include <string>

#include "firmware-bridge/abi.h"
#include "tests/firmware-bridge/reference/meter_bench.hpp"

extern "C" {
#include "firmware-bridge/reference/bridge/message.h"
}

namespace mb::reference {
namespace {

BOOST_AUTO_TEST_SUITE(reference_bridge)

/// A reader and what it found.
struct Reader {
    std::vector<std::uint8_t> room = std::vector<std::uint8_t>(RM_MESSAGE_ROOM);
    rm_message_reader reader{room.data(), 0, 0};

    std::vector<std::string> push(std::string const& bytes, std::size_t piece = 1000) {
        std::vector<std::string> found;
        for (std::size_t at = 0; at < bytes.size();) {
            std::size_t most = 0;
            auto* const place = rm_message_place(&reader, &most);
            std::size_t const count = std::min({piece, most, bytes.size() - at});
            std::memcpy(place, bytes.data() + at, count);
            rm_message_arrived(&reader, count);
            at += count;
            for (rm_message m{}; rm_message_next(&reader, &m);)
                found.push_back(std::to_string(m.type) + ":" + std::string(reinterpret_cast<char const*>(m.payload), m.size));
        }
        return found;
    }
};

std::string made(std::uint8_t type, std::string const& payload) {
    std::vector<std::uint8_t> bytes(RM_MESSAGE_HEAD + payload.size() + RM_MESSAGE_TAIL);
    std::memcpy(bytes.data() + RM_MESSAGE_HEAD, payload.data(), payload.size());
    auto const size = rm_message_close(bytes.data(), type, 0, 7, static_cast<std::uint32_t>(payload.size()));
    return {bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(size)};
}

// The checksum is that of Python's zlib.crc32.
BOOST_AUTO_TEST_CASE(a_message_has_the_bytes_of_the_contract) {
    std::string const expected{
        "MB\x01\x01\x05\x00\x07\x00\x03\x00\x00\x00"
        "abc"
        "\xe6\xef\x79\xe9",
        19};
    BOOST_TEST(made(5, "abc") == expected);
    Reader reader;
    auto const found = reader.push(expected);
    BOOST_TEST_REQUIRE(found.size() == 1U);
    BOOST_TEST(found[0] == "5:abc");
}

BOOST_AUTO_TEST_CASE(noise_costs_the_frames_that_it_touches_and_no_more) {
    for (std::size_t const piece : {1U, 7U, 1000U}) {
        Reader reader;
        std::string broken = made(2, "broken");
        broken[14] ^= 1;
        std::string const huge{"MB\x01\x01\x05\x00\x07\x00\xFF\xFF\xFF\xFF", 12};
        auto const found = reader.push("noise MBMB\x01" + made(1, "one") + broken + huge + made(3, "") + "MB\x02" + made(4, "MB"), piece);
        BOOST_TEST(found == (std::vector<std::string>{"1:one", "3:", "4:MB"}));
    }
}

BOOST_AUTO_TEST_CASE(the_longest_payload_fits_behind_noise) {
    Reader reader;
    std::string const longest(RM_MESSAGE_PAYLOAD, 'x');
    auto const found = reader.push("M" + made(9, longest) + made(8, ""));
    BOOST_TEST_REQUIRE(found.size() == 2U);
    BOOST_TEST(found[0].size() == RM_MESSAGE_PAYLOAD + 2U);
}

/// A meter behind abi.h.
struct Firmware {
    mb_api const* api = mb_firmware_api(MB_ABI_VERSION);
    mb_config config{sizeof(mb_config), 230.0F, 100.0F, 50.0F, 0, nullptr, 0};
    mb_firmware* meter = api->create(&config);
    std::uint64_t fed = 0;

    Firmware() = default;
    Firmware(Firmware const&) = delete;
    Firmware& operator=(Firmware const&) = delete;
    ~Firmware() { api->destroy(meter); }
    void run(double seconds, Wave const& wave) {
        for (auto n = std::llround(seconds * RM_RATE); n > 0; --n) {
            auto const counts = MeterBench::counts(wave.at(static_cast<double>(fed) / RM_RATE));
            mb_block const block{fed++, 1, counts.data()};
            BOOST_TEST_REQUIRE(api->feed(meter, &block) == MB_OK);
        }
    }
};

BOOST_AUTO_TEST_CASE(another_version_of_the_interface_gets_nothing) { BOOST_TEST(mb_firmware_api(MB_ABI_VERSION + 1) == nullptr); }

BOOST_AUTO_TEST_CASE(an_older_bench_gets_as_much_of_the_identity_as_it_knows) {
    mb_identity id{};
    std::memset(&id, 0x5A, sizeof id);
    id.size = offsetof(mb_identity, uart_count);
    BOOST_TEST(mb_firmware_api(MB_ABI_VERSION)->identify(&id) == MB_OK);
    BOOST_TEST(id.sample_rate == 9600U);
    BOOST_TEST(id.uart_count == 0x5A5A5A5AU);
}

BOOST_AUTO_TEST_CASE(replies_that_find_no_room_stay_for_the_next_call) {
    Firmware f;
    std::uint8_t const request[] = {1, 3, 0xC3, 0x50, 0, 1, 0xB8, 0x5F};
    std::uint8_t out[16];
    std::vector<std::uint8_t> all;
    std::size_t size = 3;
    BOOST_TEST(f.api->exchange(f.meter, 0, request, sizeof request, out, &size) == MB_OK);
    BOOST_TEST(size == 3U);
    all.insert(all.end(), out, out + size);
    size = sizeof out;
    BOOST_TEST(f.api->exchange(f.meter, 0, nullptr, 0, out, &size) == MB_OK);
    all.insert(all.end(), out, out + size);
    BOOST_TEST(all.size() == 7U);
    BOOST_TEST(rm_crc16(all.data(), all.size()) == 0);
    size = sizeof out;
    BOOST_TEST(f.api->exchange(f.meter, 1, nullptr, 0, out, &size) == MB_BAD_ARGUMENT);
}

BOOST_AUTO_TEST_CASE(samples_that_leave_a_gap_are_refused) {
    Firmware f;
    std::int32_t const frame[RM_INPUTS]{};
    mb_block const block{1, 1, frame};
    BOOST_TEST(f.api->feed(f.meter, &block) == MB_BAD_ARGUMENT);
}

BOOST_AUTO_TEST_CASE(two_meters_do_not_know_of_each_other) {
    Firmware a;
    Firmware b;
    a.run(2.5, Wave{.amperes = {100.0, 100.0, 100.0}});
    b.run(2.5, Wave{});
    std::array<mb_pulse, 64> pulses{};
    std::size_t of_a = pulses.size();
    BOOST_TEST(a.api->pulses(a.meter, pulses.data(), &of_a) == MB_OK);
    std::size_t of_b = pulses.size();
    BOOST_TEST(b.api->pulses(b.meter, pulses.data(), &of_b) == MB_OK);
    BOOST_TEST(of_a == 64U);                                        // of more: 69 kW are 192 pulses a second
    BOOST_TEST(std::abs(static_cast<double>(of_b) - 46.0) <= 2.0);  // 6.9 kW, 2.5 s less the delay of 80 ms
    std::uint32_t lit = 99;
    BOOST_TEST(b.api->leds(b.meter, &lit) == MB_OK);
    BOOST_TEST(lit < 8U);
}

BOOST_AUTO_TEST_CASE(a_restored_meter_goes_on_counting_samples_and_energy) {
    Firmware f;
    f.run(3.0, Wave{.amperes = {100.0, 100.0, 100.0}});
    std::vector<std::uint8_t> flash(16'384);
    std::size_t size = 3;
    BOOST_TEST(f.api->save(f.meter, flash.data(), &size) == MB_TOO_SMALL);
    BOOST_TEST_REQUIRE(size <= flash.size());
    BOOST_TEST(f.api->save(f.meter, flash.data(), &size) == MB_OK);
    BOOST_TEST(f.api->restore(f.meter, flash.data(), size) == MB_OK);
    f.run(3.0, Wave{.amperes = {100.0, 100.0, 100.0}});
    std::uint8_t request[] = {1, 3, 0x4D, 0x83, 0, 3, 0, 0};  // 19843
    auto const crc = rm_crc16(request, 6);
    request[6] = static_cast<std::uint8_t>(crc);
    request[7] = static_cast<std::uint8_t>(crc >> 8);
    std::uint8_t reply[16];
    std::size_t replied = sizeof reply;
    BOOST_TEST(f.api->exchange(f.meter, 0, request, sizeof request, reply, &replied) == MB_OK);
    BOOST_TEST_REQUIRE(replied == 11U);
    double const tenths = reply[7] * 256.0 + reply[8];
    BOOST_TEST(std::abs(tenths - 69'000.0 / 3600.0 * 6.0 * 10.0) <=
               69'000.0 / 3600.0 * 10.0 * 0.2);  // but for what two power-ups left in the delay
    BOOST_TEST(f.api->restore(f.meter, flash.data(), flash.size()) == MB_BAD_ARGUMENT);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace mb::reference
