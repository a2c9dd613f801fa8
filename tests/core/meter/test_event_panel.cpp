// SPDX-License-Identifier: GPL-3.0-or-later
/// The event panel printed in the manual, annex IV-2.3: a sag of 2023-06-21, 09:51:43.157 to 09:51:50.249, on six voltages.
#include <boost/test/unit_test.hpp>

#include "core/meter/event_detector.hpp"

using namespace mb;
using namespace std::chrono_literals;

namespace {

constexpr ChannelValues kReference{229.95, 229.95, 229.95, 398.30, 398.30, 398.30, 100.0, 100.0, 100.0, 100.0};
constexpr ChannelValues kAmplitude{196.74, 232.72, 196.63, 369.81, 321.06, 336.39};

struct Panel {
    EventDetector detector{EventKind::dip, 0};
    int n = 0;

    Panel() {
        detector.set(QualitySettings{});
        detector.set_reference(kReference);
    }
    /// The six voltages of one half cycle.
    void feed(ChannelValues const& volts, int count = 1) {
        for (int k = 0; k < count; ++k, ++n)
            for (std::size_t c = 0; c < kEventVoltages; ++c) detector.update(c, volts[c], Instant{n * 10ms}, Instant{n * 10ms + 20ms});
    }
    Event const& event() const { return detector.latest().value(); }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(event_panel)

BOOST_AUTO_TEST_CASE(the_channels_of_the_start_are_those_below_ninety_percent_of_their_own_reference) {
    Panel p;
    p.feed(kReference);
    p.feed(kAmplitude, 4);
    BOOST_TEST(channel_list(p.event().start_channels) == "V1 V3 U23 U31");
    for (std::size_t c = 0; c < kEventVoltages; ++c) {
        BOOST_TEST(p.event().reference[c] == kReference[c]);
        // V2 rises: its lowest value of the event is the one before.
        BOOST_TEST(p.event().extreme[c] == (c == 1 ? kReference[c] : kAmplitude[c]));
    }
}

// The panel ends with Vb although Vb reads 232.72 V, which is above its reference. The list of events printed beside it explains that: an
// interruption lay inside this sag (09:51:43 to :49). So the amplitudes are those of the beginning, Vb fell later and came back last. The
// course between is not printed; this one is ours. Our extremes are the lowest values of the whole event, so those differ here.
BOOST_AUTO_TEST_CASE(a_phase_that_fell_only_later_may_be_the_one_that_ends_the_event) {
    Panel p;
    p.feed(kReference);
    p.feed(kAmplitude, 4);
    p.feed({}, 20);
    ChannelValues last = kReference;
    last[1] = 0.85 * kReference[1];
    p.feed(last, 3);
    BOOST_TEST(p.detector.running());
    p.feed(kReference);
    BOOST_TEST(channel_list(p.event().start_channels) == "V1 V3 U23 U31");
    BOOST_TEST(channel_list(p.event().end_channels) == "V2");
    BOOST_TEST(p.event().extreme_percent() == 0.0);
}

BOOST_AUTO_TEST_SUITE_END()
