// SPDX-License-Identifier: GPL-3.0-or-later
/// Golden words worked out by hand from the conventions of the family; properties for every type.
#include <rapidcheck.h>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "core/catalogue/codec.hpp"

namespace {

using namespace mb;
using Words = std::vector<std::uint16_t>;

Register reg_of(RegisterType type, std::uint16_t words, double scale = 1.0, char const* symbol = "ident.family") {
    Register reg;
    reg.type = type;
    reg.words = words;
    reg.scale = scale;
    reg.symbol = find_symbol(symbol).value();
    return reg;
}

Words encoded(Register const& reg, Value const& value) {
    Words words(reg.words, 0xAAAA);  // encode must fill every word
    encode(reg, value, words);
    return words;
}

struct NumberType {
    RegisterType type;
    std::uint16_t words;
    int bits;
    bool is_signed;
};
constexpr NumberType kNumbers[] = {
    {RegisterType::u8, 1, 8, false},       {RegisterType::u16, 1, 16, false},      {RegisterType::s16, 1, 16, true},
    {RegisterType::u32, 2, 32, false},     {RegisterType::s32, 2, 32, true},       {RegisterType::u64, 4, 64, false},
    {RegisterType::u8_hex, 1, 8, false},   {RegisterType::u16_hex, 1, 16, false},  {RegisterType::u32_hex, 2, 32, false},
    {RegisterType::u64_hex, 4, 64, false}, {RegisterType::datetime, 2, 32, false}, {RegisterType::datetime_ms, 4, 64, false},
};
constexpr RegisterType kAll[] = {RegisterType::u8,       RegisterType::u16,         RegisterType::s16,        RegisterType::u32,
                                 RegisterType::s32,      RegisterType::u64,         RegisterType::u8_hex,     RegisterType::u16_hex,
                                 RegisterType::u32_hex,  RegisterType::u64_hex,     RegisterType::string_16,  RegisterType::string_norm,
                                 RegisterType::datetime, RegisterType::datetime_ms, RegisterType::datetime_3, RegisterType::s64};

}  // namespace

BOOST_AUTO_TEST_SUITE(codec)

BOOST_AUTO_TEST_CASE(every_type_that_a_map_may_name_is_tested_here) {
    std::size_t types = 0;
    while (!name(static_cast<RegisterType>(types)).empty()) ++types;
    BOOST_TEST(types == std::size(kAll));
    for (std::size_t t = 0; t < types; ++t) BOOST_TEST((std::ranges::find(kAll, static_cast<RegisterType>(t)) != std::end(kAll)), t);
}

BOOST_AUTO_TEST_CASE(numbers_are_big_endian_counts_of_the_scale) {
    BOOST_TEST(encoded(reg_of(RegisterType::u32, 2, 0.01, "load1.inst.v1"), 230.00) == (Words{0x0000, 0x59D8}));  // 23000
    BOOST_TEST(encoded(reg_of(RegisterType::u32, 2, 0.01, "load1.inst.v1"), 1'000'000.0) == (Words{0x05F5, 0xE100}));
    BOOST_TEST(encoded(reg_of(RegisterType::u32, 2, 0.001, "net_inst.f"), 49.9996) == (Words{0x0000, 0xC350}));  // nearest: 50000
    BOOST_TEST(encoded(reg_of(RegisterType::s32, 2, 1.0, "load1.inst.p"), -1.0) == (Words{0xFFFF, 0xFFFF}));
    BOOST_TEST(encoded(reg_of(RegisterType::s32, 2, 1.0, "load1.inst.p"), -69'000.0) == (Words{0xFFFE, 0xF278}));
    BOOST_TEST(encoded(reg_of(RegisterType::s16, 1, 0.001, "load1.inst.pf"), -0.85) == (Words{0xFCAE}));  // -850
    BOOST_TEST(encoded(reg_of(RegisterType::u16, 1, 0.2, "net_inst.window"), 0.2) == (Words{1}));
    BOOST_TEST(encoded(reg_of(RegisterType::u64_hex, 4), std::uint64_t{0x0123456789ABCDEF}) == (Words{0x0123, 0x4567, 0x89AB, 0xCDEF}));
    BOOST_TEST(encoded(reg_of(RegisterType::u8, 1), std::uint64_t{0x7F}) == (Words{0x007F}));
}

BOOST_AUTO_TEST_CASE(texts_are_one_or_two_characters_a_register) {
    BOOST_TEST(encoded(reg_of(RegisterType::string_16, 4), std::string("SOCO")) == (Words{0x0053, 0x004F, 0x0043, 0x004F}));
    BOOST_TEST(encoded(reg_of(RegisterType::string_16, 4), std::string("AB")) == (Words{0x0041, 0x0042, 0, 0}));
    BOOST_TEST(encoded(reg_of(RegisterType::string_norm, 2), std::string("ABC")) == (Words{0x4142, 0x4320}));
    BOOST_TEST(encoded(reg_of(RegisterType::string_norm, 2), std::string("ABCDEF")) == (Words{0x4142, 0x4344}));
    BOOST_TEST((decode(reg_of(RegisterType::string_norm, 3), Words{0x4142, 0x4320, 0x2020}) == Value{std::string("ABC")}));
    BOOST_TEST((decode(reg_of(RegisterType::string_norm, 3), Words{0x4142, 0x4300, 0x4545}) == Value{std::string("ABC")}));
    BOOST_TEST((decode(reg_of(RegisterType::string_16, 4), Words{0x0053, 0x004F, 0, 0}) == Value{std::string("SO")}));
}

BOOST_AUTO_TEST_CASE(dates_count_from_2000) {
    // 2024-02-29 13:05:09: 8825 days after 2000-01-01 (24 years with 6 leap days, then 59 days), 47 109 s into the day.
    std::uint64_t const since = 8'825ULL * 86'400 + 47'109;
    BOOST_TEST(since == 762'527'109U);
    BOOST_TEST(encoded(reg_of(RegisterType::datetime, 2), since) == (Words{0x2D73, 0x3D85}));
    BOOST_TEST(encoded(reg_of(RegisterType::datetime_ms, 4), since * 1'000 + 7) == (Words{0x0000, 0x00B1, 0x8A28, 0x4F8F}));
    BOOST_TEST(encoded(reg_of(RegisterType::datetime_3, 3), since) == (Words{0x1802, 0x1D0D, 0x0509}));
    BOOST_TEST((decode(reg_of(RegisterType::datetime_3, 3), Words{0x1802, 0x1D0D, 0x0509}) == Value{since}));
    BOOST_TEST((decode(reg_of(RegisterType::datetime_3, 3), Words{0x1802, 0x1E0D, 0x0509}) == Value{}));  // 30 February
    BOOST_TEST((decode(reg_of(RegisterType::datetime_3, 3), Words{0, 0, 0}) == Value{}));
    BOOST_TEST(encoded(reg_of(RegisterType::datetime_3, 3), std::uint64_t{0}) == (Words{0x0001, 0x0100, 0x0000}));
    BOOST_TEST(encoded(reg_of(RegisterType::datetime_3, 3), ~std::uint64_t{0}) == (Words{0xFF0C, 0x1F17, 0x3B3B}));
}

BOOST_AUTO_TEST_CASE(numbers_saturate_at_the_ends_of_their_type) {
    double const inf = std::numeric_limits<double>::infinity();
    BOOST_TEST(encoded(reg_of(RegisterType::u16, 1, 0.01), 1e9) == (Words{0xFFFF}));
    BOOST_TEST(encoded(reg_of(RegisterType::u16, 1, 0.01), -5.0) == (Words{0}));
    BOOST_TEST(encoded(reg_of(RegisterType::u32, 2, 0.01), inf) == (Words{0xFFFF, 0xFFFF}));
    BOOST_TEST(encoded(reg_of(RegisterType::s16, 1), 40'000.0) == (Words{0x7FFF}));
    BOOST_TEST(encoded(reg_of(RegisterType::s16, 1), -40'000.0) == (Words{0x8000}));
    BOOST_TEST(encoded(reg_of(RegisterType::s32, 2), -inf) == (Words{0x8000, 0x0000}));
    BOOST_TEST(encoded(reg_of(RegisterType::u64, 4), 1e30) == (Words{0xFFFF, 0xFFFF, 0xFFFF, 0xFFFF}));
    BOOST_TEST(encoded(reg_of(RegisterType::u8, 1), std::uint64_t{256}) == (Words{0x00FF}));
    BOOST_TEST(encoded(reg_of(RegisterType::s16, 1), std::uint64_t{50'000}) == (Words{0x7FFF}));
}

BOOST_AUTO_TEST_CASE(what_is_not_available_reads_zero) {
    for (auto const type : kAll) {
        auto const reg = reg_of(type, 4);
        BOOST_TEST(encoded(reg, Value{}) == Words(4, 0), name(type));
    }
    BOOST_TEST(encoded(reg_of(RegisterType::s32, 2), std::nan("")) == (Words{0, 0}));
}

BOOST_AUTO_TEST_CASE(readings_and_scaled_registers_decode_to_numbers_others_to_whole_numbers) {
    BOOST_TEST((decode(reg_of(RegisterType::u32, 2, 1.0, "load1.inst.s"), Words{0, 5}) == Value{5.0}));
    BOOST_TEST((decode(reg_of(RegisterType::u16, 1, 0.2, "net_inst.window"), Words{1}) == Value{0.2}));
    BOOST_TEST((decode(reg_of(RegisterType::u16, 1), Words{400}) == Value{std::uint64_t{400}}));
    BOOST_TEST((decode(reg_of(RegisterType::u8, 1), Words{0x1205}) == Value{std::uint64_t{5}}));
    BOOST_TEST((decode(reg_of(RegisterType::s32, 2, 1.0, "load1.inst.p"), Words{0xFFFE, 0xF278}) == Value{-69'000.0}));
}

BOOST_AUTO_TEST_CASE(every_whole_number_of_a_type_survives_there_and_back) {
    for (auto const& n : kNumbers) {
        bool const good = rc::check(std::string{name(n.type)}, [&](std::uint64_t raw) {
            auto const reg = reg_of(n.type, n.words);
            raw = n.bits == 64 ? raw : raw & ((std::uint64_t{1} << n.bits) - 1);
            Words words(n.words);
            for (std::size_t i = words.size(); i-- > 0; raw >>= 16) words[i] = static_cast<std::uint16_t>(raw);
            RC_ASSERT(encoded(reg, decode(reg, words)) == words);
        });
        BOOST_TEST(good, name(n.type));
    }
}

/// Signed values are doubles, which hold whole numbers of 53 bits.
BOOST_AUTO_TEST_CASE(whole_numbers_of_53_bits_survive_as_signed_64_bits) {
    auto const reg = reg_of(RegisterType::s64, 4);
    BOOST_TEST(encoded(reg, -2.0) == (Words{0xFFFF, 0xFFFF, 0xFFFF, 0xFFFE}));
    BOOST_TEST(encoded(reg, 4'294'967'296.0) == (Words{0, 1, 0, 0}));
    BOOST_TEST(encoded(reg, -1e30) == (Words{0x8000, 0, 0, 0}));
    BOOST_TEST(encoded(reg, 1e30) == (Words{0x7FFF, 0xFFFF, 0xFFFF, 0xFFFF}));
    bool const good = rc::check("S64", [&] {
        constexpr std::int64_t kMost = std::int64_t{1} << 53;
        auto const value = static_cast<double>(*rc::gen::inRange(-kMost, kMost + 1));
        RC_ASSERT(decode(reg, encoded(reg, value)) == Value{value});
    });
    BOOST_TEST(good);
}

BOOST_AUTO_TEST_CASE(a_measured_value_comes_back_within_half_a_count) {
    for (auto const& n : kNumbers) {
        if (n.bits == 64) {
            continue;
        }  // a double holds 53 bits
        bool const good = rc::check(std::string{name(n.type)}, [&](double part) {
            double const scale = *rc::gen::element(0.001, 0.01, 0.2, 1.0, 10.0);
            double const top = std::ldexp(scale, n.is_signed ? n.bits - 1 : n.bits) - scale;
            double const value = std::fmod(n.is_signed ? part : std::abs(part), 1.0) * top;
            auto const reg = reg_of(n.type, n.words, scale, "load1.inst.p");
            auto const back = std::get<double>(decode(reg, encoded(reg, value)));
            // Half a count, and what the division and the product of doubles lose.
            RC_ASSERT(std::abs(back - value) <= scale * 0.5 + std::abs(value) * 4e-16);
        });
        BOOST_TEST(good, name(n.type));
    }
}

BOOST_AUTO_TEST_CASE(every_printable_text_that_fits_survives) {
    for (auto const type : {RegisterType::string_16, RegisterType::string_norm}) {
        bool const good = rc::check(std::string{name(type)}, [&] {
            auto text = *rc::gen::container<std::string>(rc::gen::inRange<char>('!', '~'));
            std::uint16_t const words = 8;
            text.resize(std::min<std::size_t>(text.size(), type == RegisterType::string_16 ? words : 2U * words));
            auto const reg = reg_of(type, words);
            RC_ASSERT(decode(reg, encoded(reg, text)) == Value{text});
        });
        BOOST_TEST(good, name(type));
    }
}

BOOST_AUTO_TEST_CASE(every_second_of_two_centuries_survives_as_three_registers) {
    bool const good = rc::check([] {
        std::uint64_t const since = *rc::gen::inRange<std::uint64_t>(0, 200ULL * 365 * 86'400);
        auto const reg = reg_of(RegisterType::datetime_3, 3);
        RC_ASSERT(decode(reg, encoded(reg, since)) == Value{since});
    });
    BOOST_TEST(good);
}

BOOST_AUTO_TEST_CASE(any_words_decode_without_harm) {
    for (auto const type : kAll) {
        bool const good = rc::check(std::string{name(type)}, [&](Words words) {
            if (words.empty()) words.push_back(0xFFFF);
            auto reg = reg_of(type, static_cast<std::uint16_t>(words.size()));
            RC_ASSERT(encoded(reg, decode(reg, words)).size() == words.size());
        });
        BOOST_TEST(good, name(type));
    }
}

BOOST_AUTO_TEST_SUITE_END()
