// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/meter/quality.hpp"

#include <boost/test/unit_test.hpp>

#include <cmath>

using namespace mb;
using namespace std::chrono_literals;

namespace {

/// Feeds Urms(1/2) of all six channels, half cycle by half cycle: window n covers [n·10 ms, n·10 ms + 20 ms].
struct Feeder {
    QualityMonitor monitor{Nominal{}, QualitySettings{}};
    int n = 0;

    void half_cycle(std::array<double, 6> const& percent) {
        for (std::size_t c = 0; c < 6; ++c)
            monitor.update(c, percent[c] / 100.0 * (c < 3 ? 230.0 : 230.0 * std::sqrt(3.0)), Instant{n * 10ms}, Instant{n * 10ms + 20ms});
        ++n;
    }
    void half_cycles(int count, double v1) {
        for (int k = 0; k < count; ++k) half_cycle({v1, 100, 100, 100, 100, 100});
    }
    std::vector<Event> const& events() const { return monitor.events(); }
};

}  // namespace

BOOST_AUTO_TEST_CASE(a_dip_begins_below_ninety_and_ends_at_ninety_two_percent) {
    Feeder f;
    f.half_cycles(10, 100.0);
    f.half_cycles(5, 90.1);
    BOOST_TEST(f.events().empty());
    f.half_cycles(1, 89.9);  // window 15: [150, 170] ms
    BOOST_REQUIRE_EQUAL(f.events().size(), 1U);
    BOOST_TEST(f.monitor.running());
    f.half_cycles(3, 60.0);
    f.half_cycles(2, 91.9);
    BOOST_TEST(!f.events()[0].end.has_value());
    f.half_cycles(1, 92.0);  // window 21: [210, 230] ms
    Event const& e = f.events()[0];
    BOOST_REQUIRE(e.end.has_value());
    BOOST_TEST(!f.monitor.running());
    BOOST_TEST((e.kind == EventKind::dip));
    BOOST_TEST((e.start == Instant{150ms}));
    BOOST_TEST((*e.end == Instant{230ms}));
    BOOST_TEST(std::abs(e.extreme_percent() - 60.0) < 1e-9);
    BOOST_TEST(channel_list(e.channels) == "V1");
    BOOST_TEST(e.reference[0] == 230.0);
    BOOST_TEST(e.threshold_percent == 90.0);
    BOOST_TEST(e.release_percent == 92.0);
}

BOOST_AUTO_TEST_CASE(noise_inside_the_hysteresis_does_not_split_a_dip) {
    Feeder f;
    f.half_cycles(5, 100.0);
    for (int k = 0; k < 20; ++k) f.half_cycles(1, k % 2 == 0 ? 89.0 : 91.5);
    f.half_cycles(5, 100.0);
    BOOST_TEST(f.events().size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_swell_begins_above_110_and_ends_at_108_percent_with_its_highest_value) {
    Feeder f;
    f.half_cycles(5, 109.9);
    BOOST_TEST(f.events().empty());
    f.half_cycles(2, 125.0);
    f.half_cycles(2, 108.1);
    BOOST_TEST(f.monitor.running());
    f.half_cycles(1, 108.0);
    BOOST_REQUIRE_EQUAL(f.events().size(), 1U);
    BOOST_TEST((f.events()[0].kind == EventKind::swell));
    BOOST_TEST(std::abs(f.events()[0].extreme_percent() - 125.0) < 1e-9);
    BOOST_TEST(!f.monitor.running());
}

BOOST_AUTO_TEST_CASE(a_polyphase_dip_lasts_from_the_first_channel_to_the_last) {
    Feeder f;
    f.half_cycle({100, 100, 100, 100, 100, 100});
    f.half_cycle({80, 100, 100, 100, 100, 100});  // [10, 30]
    f.half_cycle({80, 70, 100, 85, 100, 100});
    f.half_cycle({100, 70, 100, 100, 100, 100});   // V1 is back, V2 is not
    f.half_cycle({100, 100, 100, 100, 100, 100});  // [40, 60]
    BOOST_REQUIRE_EQUAL(f.events().size(), 1U);
    Event const& e = f.events()[0];
    BOOST_TEST((e.start == Instant{10ms}));
    BOOST_TEST((*e.end == Instant{60ms}));
    BOOST_TEST(channel_list(e.channels) == "V1 V2 U12");
    BOOST_TEST(channel_list(e.end_channels) == "V2");
    BOOST_TEST(std::abs(e.extreme_percent() - 70.0) < 1e-9);
}

BOOST_AUTO_TEST_CASE(the_start_channels_of_the_manuals_event_panel_are_those_below_ninety_percent_of_their_own_reference) {
    // Annex IV-2.3: Va 85.56, Vb 101.20, Vc 85.51, Uab 92.85, Ubc 80.61, Uca 84.46 % of 229.95/398.30 V; listed: Ubc Uca Va Vc; ended by
    // Vb.
    Feeder f;
    f.half_cycle({100, 100, 100, 100, 100, 100});
    for (int k = 0; k < 20; ++k) f.half_cycle({85.557, 101.205, 85.510, 92.847, 80.608, 84.456});
    f.half_cycle({100, 100, 100, 100, 100, 100});
    BOOST_REQUIRE_EQUAL(f.events().size(), 1U);
    BOOST_TEST(channel_list(f.events()[0].start_channels) == "V1 V3 U23 U31");
}

BOOST_AUTO_TEST_CASE(an_interruption_needs_all_channels_and_ends_with_the_first) {
    Feeder f;
    f.half_cycle({100, 100, 100, 100, 100, 100});
    f.half_cycle({2, 2, 50, 2, 50, 50});
    f.half_cycle({2, 2, 2, 2, 2, 2});  // [20, 40]
    f.half_cycle({2, 2, 2, 2, 2, 2});
    f.half_cycle({2, 2, 7, 2, 7, 7});  // [40, 60]: 5 % and the hysteresis of 2 %
    f.half_cycle({100, 100, 100, 100, 100, 100});
    auto const& all = f.events();
    BOOST_REQUIRE_EQUAL(all.size(), 2U);  // each kind is judged by itself
    BOOST_TEST((all[0].kind == EventKind::dip));
    BOOST_TEST((all[1].kind == EventKind::interruption));
    BOOST_TEST((all[1].start == Instant{20ms}));
    BOOST_TEST((*all[1].end == Instant{60ms}));
    BOOST_TEST(channel_list(all[1].end_channels) == "V3");
    BOOST_TEST(channel_list(all[1].start_channels) == "V1 V2 V3 U12 U23 U31");
}

BOOST_AUTO_TEST_CASE(the_latest_five_hundred_events_are_kept) {
    Feeder f;
    for (int k = 0; k < 510; ++k) {
        f.half_cycles(1, 100.0);
        f.half_cycles(1, 50.0 + k / 20.0);
    }
    f.half_cycles(1, 100.0);
    BOOST_REQUIRE_EQUAL(f.events().size(), 500U);
    BOOST_TEST(std::abs(f.events().front().extreme_percent() - 50.5) < 1e-9);  // the first ten are gone
    BOOST_TEST(std::abs(f.events().back().extreme_percent() - 75.45) < 1e-9);
    BOOST_TEST(f.events().back().end.has_value());
}
