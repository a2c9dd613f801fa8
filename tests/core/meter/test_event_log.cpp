// SPDX-License-Identifier: GPL-3.0-or-later
/// What is kept of events, and what intervals they touch.
#include "core/meter/event_log.hpp"

#include <boost/test/unit_test.hpp>

#include <cmath>

#include "tests/core/meter/half_cycles.hpp"

using namespace mb;
using namespace mb::half_cycles;
using namespace std::chrono_literals;

BOOST_AUTO_TEST_SUITE(event_log)

BOOST_AUTO_TEST_CASE(the_latest_five_hundred_events_are_kept_under_numbers_of_their_own) {
    Feeder f;
    for (int k = 0; k < 510; ++k) {
        f.v1(100.0);
        f.v1(50.0 + k / 20.0);
    }
    f.v1(100.0);
    auto const events = f.events();
    BOOST_REQUIRE_EQUAL(events.size(), 500U);
    BOOST_TEST(std::abs(events.front().extreme_percent() - 50.5) < 1e-9);  // the first ten are gone
    BOOST_TEST(std::abs(events.back().extreme_percent() - 75.45) < 1e-9);
    for (std::size_t i = 0; i < events.size(); ++i) {
        BOOST_TEST(events[i].number == i + 10);
        BOOST_TEST(events[i].end.has_value());
    }
}

BOOST_AUTO_TEST_CASE(an_event_that_made_room_while_it_ran_does_not_come_back_over_another) {
    Feeder f;
    Percents high = with(1, 115.0);
    f.feed(high, 2);
    for (int k = 0; k < 505; ++k) {
        f.feed(with(0, 50.0, high));
        f.feed(high);
    }
    Instant const swell_ends = Feeder::begin(f.n) + 20ms;
    f.feed(kQuiet, 3);
    auto const events = f.events();
    BOOST_REQUIRE_EQUAL(events.size(), 500U);
    for (Event const& e : events) BOOST_TEST((e.kind == EventKind::dip));
    BOOST_TEST(events.back().number == 505U);
    // The last dip ended a half cycle before the swell did.
    BOOST_TEST(f.monitor.touched(swell_ends - 1ms, swell_ends));
    BOOST_TEST(!f.monitor.touched(swell_ends, swell_ends + 200ms));
}

BOOST_AUTO_TEST_CASE(an_interval_is_touched_from_the_begin_of_the_first_window_to_the_end_of_the_last) {
    for (EventStamp const stamp : {EventStamp::whole_windows, EventStamp::window_ends}) {
        QualitySettings settings;
        settings.stamp = stamp;
        Feeder f{settings};
        f.v1(100.0, 15);
        f.v1(50.0, 3);                                                  // windows 15 to 17
        BOOST_TEST(f.monitor.touched(Instant{400ms}, Instant{500ms}));  // it runs
        f.v1(100.0, 3);                                                 // window 18 ends it: [180, 200] ms
        BOOST_TEST(!f.monitor.touched(Instant{0ms}, Instant{150ms}));
        BOOST_TEST(f.monitor.touched(Instant{0ms}, Instant{151ms}));
        BOOST_TEST(f.monitor.touched(Instant{160ms}, Instant{170ms}));
        BOOST_TEST(f.monitor.touched(Instant{100ms}, Instant{300ms}));
        BOOST_TEST(f.monitor.touched(Instant{199ms}, Instant{400ms}));
        BOOST_TEST(!f.monitor.touched(Instant{200ms}, Instant{400ms}));
    }
}

BOOST_AUTO_TEST_CASE(an_event_that_begins_in_the_last_cycle_of_an_interval_is_known_one_cycle_later) {
    Feeder f;
    f.v1(100.0, 19);  // the last one covers [180, 200] ms
    BOOST_TEST(!f.monitor.touched(Instant{0ms}, Instant{200ms}));
    f.v1(50.0);  // [190, 210] ms
    BOOST_TEST(f.monitor.touched(Instant{0ms}, Instant{200ms}));
    BOOST_TEST(!f.monitor.touched(Instant{0ms}, Instant{190ms}));
}

BOOST_AUTO_TEST_CASE(swells_and_interruptions_touch_as_dips_do) {
    Feeder swell;
    swell.v1(120.0);
    BOOST_TEST(swell.monitor.touched(Instant{0ms}, Instant{20ms}));
    EventLog log;
    Event e;
    e.kind = EventKind::interruption;
    e.end = Instant{50ms};
    log.add(e, Instant{10ms});
    BOOST_TEST(log.touched(Instant{0ms}, Instant{20ms}));
    BOOST_TEST(!log.touched(Instant{0ms}, Instant{10ms}));
    BOOST_TEST(!log.touched(Instant{50ms}, Instant{60ms}));
}

BOOST_AUTO_TEST_SUITE_END()
