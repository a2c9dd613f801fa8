// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dsp/unbalance.hpp"

#include <boost/test/unit_test.hpp>

#include <array>
#include <cmath>
#include <numbers>

using namespace mb::dsp;

namespace {

std::complex<double> at(double magnitude, double degrees) { return std::polar(magnitude, degrees * std::numbers::pi / 180.0); }

}  // namespace

BOOST_AUTO_TEST_CASE(one_phase_at_ninety_percent_reads_the_published_unbalance) {
    // 100/90/100 V: u2 = u0 = 3.448 % (definition: 10/3 over 290/3), amplitude unbalance 20/290.
    Sequences const s = sequences(at(100, 0), at(90, -120), at(100, 120));
    BOOST_TEST(std::abs(s.unbalance_percent() - 1000.0 / 290.0) < 1e-9);
    BOOST_TEST(std::abs(100.0 * s.zero / s.positive - 1000.0 / 290.0) < 1e-9);
    BOOST_TEST(std::abs(amplitude_unbalance_percent(100, 90, 100) - 2000.0 / 290.0) < 1e-9);
}

BOOST_AUTO_TEST_CASE(a_common_voltage_is_zero_sequence_only) {
    std::complex<double> const common{10.0, 0.0};
    Sequences const s = sequences(at(100, 0) + common, at(100, -120) + common, at(100, 120) + common);
    BOOST_TEST(std::abs(s.zero - 10.0) < 1e-9);
    BOOST_TEST(std::abs(s.positive - 100.0) < 1e-9);
    BOOST_TEST(s.unbalance_percent() < 1e-9);
}

BOOST_AUTO_TEST_CASE(reversed_rotation_is_negative_sequence) {
    Sequences const s = sequences(at(100, 0), at(100, 120), at(100, -120));
    BOOST_TEST(std::abs(s.negative - 100.0) < 1e-9);
    BOOST_TEST(s.positive < 1e-9);
}

BOOST_AUTO_TEST_CASE(nothing_on_the_terminals_has_no_unbalance) {
    BOOST_TEST(std::isnan(sequences(0.0, 0.0, 0.0).unbalance_percent()));
    BOOST_TEST(std::isnan(amplitude_unbalance_percent(0, 0, 0)));
}

BOOST_AUTO_TEST_CASE(the_published_magnitude_example_gives_its_published_unbalance) {
    // 165.8, 152.7, 166.6 V: 5.5659 % (worked example of NEMA MG 1, 14.34)
    BOOST_TEST(std::abs(amplitude_unbalance_percent(165.8, 152.7, 166.6) - 5.565862708719869) < 1e-9);
}

BOOST_AUTO_TEST_CASE(the_zero_sequence_ratio_is_zero_over_positive) {
    // One phase at 90 of 100 V: X0 = 10/3 (in its direction), X1 = 290/3.
    Sequences const s = sequences(at(100, 0), at(90, -120), at(100, 120));
    BOOST_TEST(std::abs(s.zero_percent() - 1000.0 / 290.0) < 1e-9);
    BOOST_TEST(std::isnan(sequences(0.0, 0.0, 0.0).zero_percent()));
}

BOOST_AUTO_TEST_CASE(a_phase_that_is_not_known_leaves_no_unbalance) {
    double const unknown = std::nan("");
    for (auto const& [a, b, c] : {std::array{unknown, 90.0, 100.0}, {100.0, unknown, 100.0}, {100.0, 90.0, unknown}}) {
        BOOST_TEST(std::isnan(amplitude_unbalance_percent(a, b, c)));
        BOOST_TEST(std::isnan(sequences(at(a, 0), at(b, -120), at(c, 120)).unbalance_percent()));
    }
}
