// SPDX-License-Identifier: GPL-3.0-or-later
#include <rapidcheck/boost_test.h>
#include <boost/test/unit_test.hpp>

#include <cmath>
#include <cstdlib>

#include "sim/text_fields.hpp"

using namespace mb;

namespace {

using Lines = std::vector<std::string_view>;

}  // namespace

BOOST_AUTO_TEST_SUITE(text_fields)

RC_BOOST_PROP(a_decimal_number_is_the_double_that_the_c_library_reads, ()) {
    // Digits around a point, from one to twenty-odd of them: both ways of reading are met.
    auto const digits = [](int most) {
        return rc::gen::map(rc::gen::container<std::string>(rc::gen::inRange('0', static_cast<char>('9' + 1))),
                            [most](std::string s) { return s.substr(0, static_cast<std::size_t>(most)); });
    };
    std::string const text = (*rc::gen::element<std::string>("", "-", "+")) + "7" + *digits(12) + *rc::gen::element<std::string>("", ".") +
                             *digits(9) + *rc::gen::element<std::string>("", "e3", "e-7");
    auto const value = parse_number(text);
    RC_ASSERT(value.has_value());
    RC_ASSERT(*value == std::strtod(text.c_str(), nullptr));
}

BOOST_AUTO_TEST_CASE(sixteen_digits_around_a_point_are_rounded_once) {
    // Digits beyond 2^53: rounding them and then the quotient ends one place off.
    BOOST_TEST(parse_number("91399620.84340797").value() == std::strtod("91399620.84340797", nullptr));
}

BOOST_AUTO_TEST_CASE(numbers_fill_their_text) {
    for (auto const& [text, value] :
         {std::pair{"0", 0.0}, std::pair{" -12 ", -12.0}, std::pair{"+3.", 3.0}, std::pair{".5", 0.5}, std::pair{"-0.001", -0.001},
          std::pair{"123456789012345", 123456789012345.0}, std::pair{"1234567890123456", 1234567890123456.0}, std::pair{"1e3", 1000.0}})
        BOOST_TEST(parse_number(text).value() == value, text);
    BOOST_TEST(std::signbit(parse_number("-0").value()));
    for (std::string const text :
         {"", " ", "-", "+", ".", "-.", "1.2.3", "1-2", "+-1", "--1", "0x10", "1,5", "inf", "nan", "1e999", "12 34", "1a"})
        BOOST_TEST(!parse_number(text).has_value(), text);
    BOOST_TEST(parse_number_with_comma("-1,5").value() == -1.5);
    for (std::string const text : {"1,2,3", "1.0,5", ","}) BOOST_TEST(!parse_number_with_comma(text).has_value(), text);
}

BOOST_AUTO_TEST_CASE(lines_and_fields_are_cut_whatever_their_ends) {
    BOOST_TEST(split_lines("a\r\nb\nc\rd") == (Lines{"a", "b", "c", "d"}), boost::test_tools::per_element());
    BOOST_TEST(split_lines("a\r\n\r\n") == (Lines{"a", ""}), boost::test_tools::per_element());
    BOOST_TEST(split_lines("").empty());
    BOOST_TEST(split_fields(" a , b,", ',') == (Lines{"a", "b", ""}), boost::test_tools::per_element());
    BOOST_TEST(split_fields("", ',').size() == 1U);
}

BOOST_AUTO_TEST_CASE(what_goes_into_a_message_is_one_short_line) {
    BOOST_TEST(one_line("a\nb\x1B[1m\x7F", 20) == "a b [1m ");
    BOOST_TEST(one_line(std::string(100, 'x')).size() == 40U);
}

BOOST_AUTO_TEST_SUITE_END()
