// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/signal/stimulus.hpp"

#include <boost/test/unit_test.hpp>

#include <cmath>

using namespace mb;

BOOST_AUTO_TEST_CASE(a_balanced_star_is_three_phases_120_degrees_apart_with_lagging_currents) {
    Stimulus const s = balanced(230.0, 10.0, 30.0, 60.0);
    BOOST_TEST(s.frequency_hz == 60.0);
    BOOST_TEST(s[Channel::vb].rms == 230.0);
    BOOST_TEST(s[Channel::vb].phase_deg == -120.0);
    BOOST_TEST(s[Channel::i3].rms == 10.0);
    BOOST_TEST(s[Channel::i3].phase_deg == -270.0);
    BOOST_TEST(s[Channel::vn].rms == 0.0);
    BOOST_TEST(s[Channel::i4].rms == 0.0);
}

// cos 60 degrees is a half; one ulp of the factor is far under a nano-degree here.
BOOST_AUTO_TEST_CASE(a_power_factor_is_the_cosine_of_the_lag_and_a_leading_one_turns_it) {
    BOOST_TEST(std::abs(lag_degrees(0.5, false) - 60.0) < 1e-9);
    BOOST_TEST(std::abs(lag_degrees(0.5, true) + 60.0) < 1e-9);
    BOOST_TEST(lag_degrees(1.0, false) == 0.0);
    BOOST_TEST(std::abs(lag_degrees(0.0, false) - 90.0) < 1e-9);
}

BOOST_AUTO_TEST_CASE(a_frame_is_one_vector_of_eight_floats) {
    BOOST_TEST(sizeof(Frame) == 32U);
    BOOST_TEST(alignof(Frame) == 32U);
    Frame f;
    f.lanes[index(Channel::i2)] = 3.0F;
    BOOST_TEST(f[Channel::i2] == 3.0F);
    BOOST_TEST(f[Channel::va] == 0.0F);
}
