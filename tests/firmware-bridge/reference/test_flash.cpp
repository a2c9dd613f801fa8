// SPDX-License-Identifier: GPL-3.0-or-later
#include <boost/test/unit_test.hpp>
#include <cstring>

#include "tests/firmware-bridge/reference/meter_bench.hpp"

namespace mb::reference {
namespace {

/// Flash whose supply fails after so many bytes were erased or programmed. An erase that is cut leaves noise, as in a real one.
struct FailingChip {
    rm_flash_ram ram{};
    long left = 0;
    bool noise = false;

    FailingChip() { rm_flash_ram_make(&ram); }
    rm_flash driver() {
        return {this,
                [](void* chip, int bank) {
                    auto& self = *static_cast<FailingChip*>(chip);
                    for (std::size_t k = 0; k < RM_BANK_SIZE; ++k) {
                        if (self.left-- <= 0) return false;
                        self.ram.bytes[bank][k] = 0xFF;
                    }
                    return true;
                },
                [](void* chip, int bank, std::size_t at, std::uint8_t const* bytes, std::size_t size) {
                    auto& self = *static_cast<FailingChip*>(chip);
                    for (std::size_t k = 0; k < size; ++k) {
                        if (self.left-- <= 0) {
                            if (self.noise) self.ram.bytes[bank][at + k] &= static_cast<std::uint8_t>(bytes[k] | 0x55);
                            return false;
                        }
                        self.ram.bytes[bank][at + k] &= bytes[k];
                    }
                    return true;
                },
                [](void* chip, int bank) -> std::uint8_t const* { return static_cast<FailingChip*>(chip)->ram.bytes[bank]; }};
    }
};

rm_record record(std::uint32_t number) {
    rm_record r{};
    rm_settings_initial(r.settings);
    r.settings[RM_VT_PRIM] = 1000 + number;
    for (auto& count : r.energies.total) count = {number * 1'000'000ULL, static_cast<std::int64_t>(number)};
    return r;
}

std::uint32_t number_of(rm_record const& r) { return r.settings[RM_VT_PRIM] - 1000; }

bool same(rm_record const& a, rm_record const& b) {
    bool equal = std::equal(std::begin(a.settings), std::end(a.settings), std::begin(b.settings));
    for (std::size_t k = 0; k < RM_ENERGIES; ++k)
        equal = equal && a.energies.total[k].tenths == b.energies.total[k].tenths && a.energies.total[k].rest == b.energies.total[k].rest;
    return equal;
}

BOOST_AUTO_TEST_SUITE(reference_flash)

BOOST_AUTO_TEST_CASE(erased_flash_holds_nothing_and_noise_neither) {
    FailingChip chip;
    rm_record r{};
    auto const driver = chip.driver();
    BOOST_TEST(!rm_flash_load(&driver, &r));
    std::uint32_t noise = 7;
    for (auto& bank : chip.ram.bytes)
        for (auto& byte : bank) byte = static_cast<std::uint8_t>((noise = noise * 1664525U + 1013904223U) >> 24);
    BOOST_TEST(!rm_flash_load(&driver, &r));
}

BOOST_AUTO_TEST_CASE(a_power_cut_at_any_byte_leaves_the_old_record_or_the_new_one) {
    for (bool const noise : {false, true}) {
        for (std::uint32_t before = 1; before <= 3; ++before) {  // the old record in either bank, over nothing and over an older one
            for (long cut = 0;; ++cut) {
                FailingChip chip;
                chip.noise = noise;
                auto const driver = chip.driver();
                chip.left = 1'000'000;
                for (std::uint32_t n = 1; n <= before; ++n) {
                    auto const old = record(n);
                    BOOST_TEST_REQUIRE(rm_flash_store(&driver, &old));
                }
                auto const fresh = record(9);
                chip.left = cut;
                bool const done = rm_flash_store(&driver, &fresh);
                rm_record read{};
                BOOST_TEST_REQUIRE(rm_flash_load(&driver, &read));
                BOOST_TEST_REQUIRE(same(read, number_of(read) == 9 ? fresh : record(before)));
                if (done) {
                    BOOST_TEST_REQUIRE(number_of(read) == 9U);
                    break;
                }
                chip.left = 1'000'000;  // and the next one is written well
                auto const next = record(10);
                BOOST_TEST_REQUIRE(rm_flash_store(&driver, &next));
                BOOST_TEST_REQUIRE(rm_flash_load(&driver, &read));
                BOOST_TEST_REQUIRE(number_of(read) == 10U);
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(a_flipped_bit_anywhere_in_the_newest_record_brings_the_one_before) {
    for (std::size_t at = 0; at < 8 * 64; at += 7) {
        FailingChip chip;
        auto const driver = chip.driver();
        chip.left = 1'000'000;
        for (std::uint32_t n = 1; n <= 2; ++n) {
            auto const r = record(n);
            BOOST_TEST_REQUIRE(rm_flash_store(&driver, &r));
        }
        chip.ram.bytes[1][at / 8] ^= static_cast<std::uint8_t>(1U << at % 8);
        rm_record read{};
        BOOST_TEST_REQUIRE(rm_flash_load(&driver, &read));
        BOOST_TEST(number_of(read) == 1U);
    }
}

BOOST_AUTO_TEST_CASE(what_is_stored_is_there_after_a_power_cut_and_what_is_only_set_is_not) {
    MeterBench bench;
    BOOST_TEST(bench.write(12289, {0, 231}) == RM_GOOD);
    BOOST_TEST(bench.write(57856, {161}) == RM_ILLEGAL_FUNCTION);
    BOOST_TEST(bench.write(58112, {1000}) == RM_GOOD);
    BOOST_TEST(bench.write(57856, {161}) == RM_GOOD);
    BOOST_TEST(bench.write(57856, {161}) == RM_ILLEGAL_FUNCTION);  // storing closes the lock
    BOOST_TEST(bench.write(12289, {0, 240}) == RM_GOOD);
    bench.power_up();
    BOOST_TEST(bench.number(12289) == 231);
}

BOOST_AUTO_TEST_CASE(a_new_address_is_in_use_once_it_is_stored) {
    MeterBench bench;
    std::vector<std::uint8_t> const read{1, 3, 0xC3, 0x50, 0, 1, 0xB8, 0x5F};  // register 50000 of unit 1
    BOOST_TEST(rm_crc16(read.data(), read.size()) == 0);
    BOOST_TEST(bench.write(58112, {1000}) == RM_GOOD);
    BOOST_TEST(bench.write(57344, {42}) == RM_GOOD);
    BOOST_TEST(bench.line(read).size() == 7U);
    BOOST_TEST(bench.write(57856, {161}) == RM_GOOD);
    BOOST_TEST(bench.line(read).empty());
    bench.power_up();
    BOOST_TEST(bench.line(read).empty());
    BOOST_TEST(bench.words(57344, 1)[0] == 42);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace mb::reference
