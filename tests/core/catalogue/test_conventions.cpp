// SPDX-License-Identifier: GPL-3.0-or-later
/// Conventions of the register family that hold for whole maps. What single types do is in test_codec.cpp, addresses are in
/// test_shipped_map.cpp.
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <array>
#include <string>

#include "core/catalogue/register_map.hpp"

namespace {

using namespace mb;

template <class Check>
void for_every_register(Check const& check) {
    for (auto const name : builtin_map_names()) {
        auto const map = open_map(std::string{name});
        BOOST_TEST_REQUIRE(bool(map));
        for (Register const& reg : map->registers()) {
            Symbol const& symbol = symbol_info(reg.symbol);
            BOOST_TEST_CONTEXT(name << ": " << reg.address << " " << symbol.name) { check(*map, reg, symbol); }
        }
    }
}

bool is_signed(RegisterType type) {
    constexpr std::array kSigned{RegisterType::s16, RegisterType::s32, RegisterType::s64};
    return std::ranges::find(kSigned, type) != kSigned.end();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(conventions)

BOOST_AUTO_TEST_CASE(an_energy_is_whole_thousands_in_32_bits_and_directly_behind_them_its_rest_in_tenths) {
    std::size_t pairs = 0;
    for_every_register([&](RegisterMap const& map, Register const& reg, Symbol const& s) {
        if (!s.name.ends_with("_res")) return;
        Register const* const whole = map.find(find_symbol(s.name.substr(0, s.name.size() - 4)).value());
        BOOST_TEST_REQUIRE(whole != nullptr);
        BOOST_TEST((whole->type == RegisterType::u32 && whole->scale == 1'000.0));
        BOOST_TEST((reg.type == RegisterType::u16 && reg.scale == 0.1));
        BOOST_TEST(reg.address == whole->end());
        ++pairs;
    });
    BOOST_TEST(pairs == 4U * (9U + 5U + 5U));
}

BOOST_AUTO_TEST_CASE(voltages_currents_and_apparent_powers_are_unsigned_p_q_and_factors_signed) {
    for_every_register([](RegisterMap const&, Register const& reg, Symbol const& s) {
        if (!s.is_reading()) return;
        bool const power = s.unit == Unit::watt || s.unit == Unit::var;
        bool const factor = s.name.substr(s.name.rfind('.') + 1).starts_with("pf") && s.name.find("_type") == std::string::npos;
        if (s.unit == Unit::volt || s.unit == Unit::ampere || s.unit == Unit::volt_ampere || s.unit == Unit::hertz ||
            s.unit == Unit::percent)
            BOOST_TEST(!is_signed(reg.type));
        if (power || factor) BOOST_TEST(is_signed(reg.type));
    });
}

BOOST_AUTO_TEST_CASE(commands_are_never_read_and_configuration_is_never_written_without_the_unlock_where_there_is_a_lock) {
    for_every_register([](RegisterMap const& map, Register const& reg, Symbol const& s) {
        if (s.access == Access::write) BOOST_TEST((reg.access == Access::write));
        bool const has_lock = map.find(find_symbol("lock.lock_code").value()) != nullptr;
        bool const of_the_link = s.name.starts_with("comm.") || s.name == "cmd.system_action";
        if (has_lock && of_the_link) BOOST_TEST(reg.locked);
    });
}

BOOST_AUTO_TEST_CASE(every_block_of_the_a200_fits_one_request) {
    auto const map = open_map("a200");
    BOOST_REQUIRE(bool(map));
    for (RegisterBlock const& block : map->blocks()) BOOST_TEST(block.end - block.first <= 125U, block.name);
}

BOOST_AUTO_TEST_SUITE_END()
