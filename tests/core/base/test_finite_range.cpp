// SPDX-License-Identifier: GPL-3.0-or-later
#include <boost/test/unit_test.hpp>

#include "core/base/finite_range.hpp"

using namespace mb;

BOOST_AUTO_TEST_CASE(finite_numbers_of_the_range_are_taken_ends_included) {
    auto const check = finite_range(0.001, 1e6);
    for (char const* good : {"0.001", "1e6", "230", "+5", "1.5e2"}) BOOST_TEST(check(good) == "", good);
}

BOOST_AUTO_TEST_CASE(what_is_no_finite_number_of_the_range_is_named) {
    auto const check = finite_range(0.0, 1.0);
    for (char const* bad : {"nan", "-nan", "NaN", "inf", "-inf", "1e999", "", "x", "0.5x", " 0.5", "0,5", "-0.1", "1.01", "+-1"})
        BOOST_TEST(check(bad) == "'" + std::string{bad} + "' is not a number from 0 to 1", bad);
}
