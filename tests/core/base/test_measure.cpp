// SPDX-License-Identifier: GPL-3.0-or-later
#include <boost/test/unit_test.hpp>

#include "core/base/measure.hpp"

using namespace mb;

BOOST_AUTO_TEST_SUITE(measure)

BOOST_AUTO_TEST_CASE(numbers_are_read_in_the_units_people_write) {
    struct Case {
        char const* text;
        double value;
        Unit unit;
    };
    for (Case const& c : {Case{"230 V", 230.0, Unit::volt}, Case{"230V", 230.0, Unit::volt}, Case{" 0.4 kV ", 400.0, Unit::volt},
                          Case{"1.5 kW", 1500.0, Unit::watt}, Case{"-2 Mvar", -2e6, Unit::var}, Case{"3 VA", 3.0, Unit::volt_ampere},
                          Case{"10 mA", 0.010, Unit::ampere}, Case{"50 uV", 50e-6, Unit::volt}, Case{"50 \xC2\xB5V", 50e-6, Unit::volt},
                          Case{"5 %", 5.0, Unit::percent}, Case{"30 deg", 30.0, Unit::degree}, Case{"30\xC2\xB0", 30.0, Unit::degree},
                          Case{"200 ms", 0.2, Unit::second}, Case{"2 min", 120.0, Unit::second}, Case{"1 h", 3600.0, Unit::second},
                          Case{"0.8", 0.8, Unit::none}, Case{"1e3 Hz", 1000.0, Unit::hertz}}) {
        auto const measure = parse_measure(c.text);
        BOOST_REQUIRE_MESSAGE(measure, c.text);
        BOOST_TEST(measure->value == c.value, boost::test_tools::tolerance(1e-15));
        BOOST_TEST((measure->unit == c.unit), c.text);
        BOOST_TEST(!measure->cycles);
    }
}

BOOST_AUTO_TEST_CASE(cycles_are_told_from_seconds) {
    auto const measure = parse_measure("10 cycles");
    BOOST_REQUIRE(measure);
    BOOST_TEST(measure->cycles);
    BOOST_TEST(measure->value == 10.0);
}

BOOST_AUTO_TEST_CASE(what_is_not_a_finite_number_with_a_known_unit_is_refused) {
    for (char const* text : {"", " ", "V", "nan V", "inf V", "-inf", "1e999 V", "1e308 MV", "230 volts", "230 V V", "5 k%", "3 kdeg", "3 -",
                             "0x10 V", "--3 V", "230,5 V", "1 mm"})
        BOOST_TEST(!parse_measure(text), text);
}

BOOST_AUTO_TEST_CASE(a_number_is_printed_with_its_unit_and_without_noise) {
    BOOST_TEST(print(23001 * 0.01, Unit::volt) == "230.01 V");
    BOOST_TEST(print(-0.0, Unit::none) == "0");
    BOOST_TEST(print(1380000.0, Unit::watt) == "1380000 W");
    BOOST_TEST(print(0.230054342, Unit::volt, 4) == "0.2301 V");
}

BOOST_AUTO_TEST_SUITE_END()
