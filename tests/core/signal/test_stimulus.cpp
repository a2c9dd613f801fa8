// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/signal/stimulus.hpp"

#include <boost/test/unit_test.hpp>

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

BOOST_AUTO_TEST_CASE(a_frame_is_one_vector_of_eight_floats) {
    BOOST_TEST(sizeof(Frame) == 32U);
    BOOST_TEST(alignof(Frame) == 32U);
    Frame f;
    f.lanes[index(Channel::i2)] = 3.0F;
    BOOST_TEST(f[Channel::i2] == 3.0F);
    BOOST_TEST(f[Channel::va] == 0.0F);
}
