// SPDX-License-Identifier: GPL-3.0-or-later
// Units, results, bytes, suggestions.
#include <boost/test/unit_test.hpp>

#include <memory>
#include <string_view>

#include "core/base/bytes.hpp"
#include "core/base/result.hpp"
#include "core/base/suggest.hpp"
#include "core/base/unit.hpp"

using namespace mb;

BOOST_AUTO_TEST_CASE(every_unit_is_found_by_its_own_symbol) {
    for (Unit const u : {Unit::none, Unit::volt, Unit::ampere, Unit::hertz, Unit::watt, Unit::var, Unit::volt_ampere, Unit::percent,
                         Unit::degree, Unit::second}) {
        BOOST_REQUIRE(unit_of(symbol(u)).has_value());
        BOOST_TEST(static_cast<int>(*unit_of(symbol(u))) == static_cast<int>(u));
    }
    BOOST_TEST(symbol(Unit::var) == "var");
    BOOST_TEST(static_cast<int>(*unit_of("-")) == static_cast<int>(Unit::none));
    BOOST_TEST(!unit_of("v"));
    BOOST_TEST(!unit_of("parsec"));
}

BOOST_AUTO_TEST_CASE(a_result_is_a_value_or_a_sentence) {
    Result<std::unique_ptr<int>> good{std::make_unique<int>(7)};
    BOOST_REQUIRE(static_cast<bool>(good));
    std::unique_ptr<int> const moved = *std::move(good);
    BOOST_TEST(*moved == 7);

    Result<int> const bad{input_error("{}:{}: no", "file", 12)};
    BOOST_REQUIRE(!bad);
    BOOST_TEST(bad.error().sentence == "file:12: no");
    BOOST_TEST((bad.error().kind == ErrorKind::input));
    BOOST_TEST(static_cast<bool>(Result<void>{}));
    BOOST_TEST((Result<void>{infrastructure_error("lost")}.error().kind == ErrorKind::infrastructure));
}

BOOST_AUTO_TEST_CASE(words_are_big_endian) {
    Bytes b;
    put_u16(b, 0x1234);
    put_u16(b, 0x00FF);
    BOOST_TEST((b == Bytes{0x12, 0x34, 0x00, 0xFF}));
    BOOST_TEST(get_u16(b, 1) == 0x3400);
}

BOOST_AUTO_TEST_CASE(the_edit_distance_counts_single_changes) {
    BOOST_TEST(edit_distance("", "") == 0U);
    BOOST_TEST(edit_distance("abc", "") == 3U);
    BOOST_TEST(edit_distance("kitten", "sitting") == 3U);
    BOOST_TEST(edit_distance("flaw", "lawn") == 2U);
}

BOOST_AUTO_TEST_CASE(a_near_word_is_suggested_and_a_far_one_is_not) {
    std::vector<std::string_view> const known{"dip", "swell", "interruption"};
    BOOST_TEST(nearest("swel", known) == "swell");
    BOOST_TEST(suggestion("interuption", known) == ", did you mean 'interruption'?");
    BOOST_TEST(suggestion("harmonics", known).empty());
}
