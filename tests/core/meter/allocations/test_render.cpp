// SPDX-License-Identifier: GPL-3.0-or-later
// The synthesizer allocates while a stimulus is applied, never while it renders: a live bench renders in the house thread.
#include <boost/test/unit_test.hpp>

#include <vector>

#include "sim/synth.hpp"
#include "tests/core/meter/allocations/counting_new.hpp"

using namespace mb;
using namespace std::chrono_literals;

BOOST_AUTO_TEST_CASE(rendering_with_everything_at_work_allocates_nothing) {
    Stimulus s = balanced(230.0, 10.0, 30.0, 50.3);
    Synth synth(s);
    for (ChannelSignal& channel : s.channels) {
        channel.harmonics = {{5, 0.1, 0.0}};
        channel.interharmonics = {{175.0, 1.0, 0.0}};
        channel.noise = 0.1;
        channel.dc = 0.1;
    }
    s.modulation = {0b111, 0.1, 8.8, false};
    s.ramp = 300ms;
    s.event = VoltageEvent{0b111, 0.4, 100ms, 90.0, 10ms, 30.0};
    s.inrush = CurrentEvent{0b1111, 8.0, 10ms, 0.5, 10ms, 0.0};
    std::vector<Frame> frames(kSampleRate);
    for (int n = 0; n < 3; ++n) {
        synth.apply(s);
        std::size_t const before = test::allocations();
        synth.render(frames);
        BOOST_TEST(test::allocations() == before);
        s.channels[0].interharmonics[0].frequency_hz += 10.0;
    }
}
