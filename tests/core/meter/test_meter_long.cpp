// SPDX-License-Identifier: GPL-3.0-or-later
// What takes minutes: 150/180 cycles, 10 minutes, and the tick of the clock at which windows begin anew.
#include <boost/test/data/test_case.hpp>

#include "tests/core/meter/meter_bench.hpp"

using namespace mb;
using namespace mb::test;

namespace {

/// Of the readings' window: where it ends on the grid of 200 ms [s].
double place(Snapshot const& s) { return std::fmod(seconds(s.window_end.time_since_epoch()), 0.2); }

}  // namespace

BOOST_AUTO_TEST_CASE(ten_minutes_are_flagged_where_a_dip_touched_them_and_energies_count_each_second_once,
                     *boost::unit_test::label("hours")) {
    MeterBench bench;
    bench.set_clock(k2024 - 10'107);  // the tick is in the middle of a window
    bench.run(Star{}, 10);
    bench.near("net_3s.v1", 230.0);
    BOOST_TEST(!bench.meter.snapshot()->three_seconds->flagged);
    BOOST_TEST(!bench.has("net_10min.v1"));
    BOOST_TEST(!bench.why_not("net_10min.v1").empty());

    Star dip;
    dip.level = [](int phase, double) { return phase == 0 ? 0.5 : 1.0; };
    bench.run(Star{}, 300);
    bench.run(dip, 1);
    bench.run(Star{}, 3);
    BOOST_TEST(bench.meter.snapshot()->three_seconds->flagged);
    bench.run(Star{}, 298);
    auto s = bench.meter.snapshot();
    BOOST_REQUIRE(s->ten_minutes);
    BOOST_TEST(s->ten_minutes->flagged);
    BOOST_TEST(!s->three_seconds->flagged);
    // One second of 600; the edges share a window of 3000 at most.
    bench.near("net_10min.v1", std::sqrt((599.0 + 0.25) / 600.0) * 230.0, 2e-5);
    bench.near("net_10min.v2", 230.0, 5e-5);
    bench.near("net_10min.f", 50.0, 1e-5);

    bench.run(Star{}, 601);
    s = bench.meter.snapshot();
    BOOST_TEST(!s->ten_minutes->flagged);
    BOOST_TEST(s->ten_minutes->completed == 2U);
    bench.near("net_10min.v1", 230.0, 5e-5);
    BOOST_TEST(!bench.has("net_2h.v1"));

    // P·t from the first window, which begins after the filter has settled, to the last; half of a phase for one second is missing.
    bench.run(dark(), 2);
    double const time = 10 + 300 + 1 + 3 + 298 + 601;
    double const joules = 3600.0 * bench.number("load1.energy.ea_pos");
    BOOST_TEST(joules <= 6900.0 * time - 1150.0 + 1.0);
    BOOST_TEST(joules > (6900.0 * time - 1150.0) * 0.9999);
}

BOOST_DATA_TEST_CASE(a_window_begins_at_the_tick_where_the_clock_says_so, boost::unit_test::data::make({0, 1}), follows) {
    MeterBench bench;
    bench.write("own.clock_sync", follows);
    bench.set_clock(k2024 - 5'107);
    bench.run(Star{}, 5);
    auto const before = bench.meter.snapshot();
    Duration const begin = before->window_end.time_since_epoch() - before->window;
    double const energy = bench.number("load1.energy.ea_pos");
    bench.run(Star{}, 3);
    auto const after = bench.meter.snapshot();
    // Begins are multiples of a cycle apart; the first one after the tick at 5.107 s is 0 to 20 ms behind it.
    double const expected = follows == 1 ? std::fmod(5.107 + 0.02 - std::fmod(5.107 - seconds(begin), 0.02), 0.2) : place(*before);
    BOOST_TEST(std::abs(place(*after) - expected) < 1e-4);
    // Each second counts once, whether windows overlap or not.
    double const time = seconds(after->window_end - before->window_end);
    BOOST_TEST(std::abs((bench.number("load1.energy.ea_pos") - energy) * 3600.0 - 6900.0 * time) < 6900.0 * time * 1e-4);
}

BOOST_AUTO_TEST_CASE(a_setting_written_right_at_the_tick_does_not_take_the_new_window_away) {
    MeterBench bench;
    bench.set_clock(k2024 - 5'107);
    bench.run(Star{}, 5);
    auto const second = frames_of(Star{}, 1.0);
    std::vector<Frame> const to_the_tick(second.begin(), second.begin() + 11 * 96);
    bench.feed(to_the_tick);  // 110 ms: the tick has passed and its crossing is not seen yet
    double const before = place(*bench.meter.snapshot());
    bench.write("cfg_meas.thd_ref", 1);
    bench.feed({second.begin() + 11 * 96, second.end()});
    bench.run(Star{}, 1);
    BOOST_TEST(std::abs(place(*bench.meter.snapshot()) - before) > 0.01);
}
