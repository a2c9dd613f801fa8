// SPDX-License-Identifier: GPL-3.0-or-later
// Averages of the clock and the extremes of averages, through the whole meter.
#include "tests/core/meter/meter_bench.hpp"

using namespace mb;
using namespace mb::test;

namespace {

constexpr EpochMilliseconds kSeconds = 1000;

/// One second before a minute begins, with averages of a minute.
MeterBench before_the_minute() {
    MeterBench bench;
    bench.write("cfg_meas.win_avg", 60);
    bench.set_clock(k2024 - 1 * kSeconds);
    bench.run(lagging(60.0), 1);
    return bench;
}

}  // namespace

BOOST_AUTO_TEST_CASE(an_average_is_that_of_a_whole_minute_of_the_clock) {
    MeterBench bench = before_the_minute();
    BOOST_TEST(!bench.has("net_avg.v1"));
    Star high = lagging(60.0);
    high.voltage = 240.0;
    bench.run(lagging(60.0), 30);
    BOOST_TEST(!bench.has("net_avg.v1"));
    bench.run(high, 31);
    // One window of 300 may belong to the other half: 10 V/300.
    bench.near("net_avg.v1", std::sqrt((230.0 * 230.0 + 240.0 * 240.0) / 2.0), 0.034 / 235.0);
    bench.near("load1.avg.p", 3 * 235.0 * 10.0 * 0.5, 0.034 / 235.0);
    bench.near("load1.avg.pf", 0.5);
    bench.near("net_avg.window", 60.0, 0.0);
    bench.near("net_avg.date", static_cast<double>(k2024 / kSeconds + 60), 0.0);
    bench.near("load1.avg.date", static_cast<double>(k2024 / kSeconds + 60), 0.0);
}

BOOST_AUTO_TEST_CASE(where_the_clock_is_set_the_average_begins_anew_at_its_next_boundary) {
    MeterBench bench = before_the_minute();
    bench.run(lagging(60.0), 50);
    bench.set_clock(k2024 + 10 * kSeconds);
    bench.run(lagging(60.0), 51);  // the minute that was cut is dropped
    BOOST_TEST(!bench.has("net_avg.v1"));
    bench.run(lagging(60.0), 60);
    bench.near("net_avg.v1", 230.0);
    bench.near("net_avg.date", static_cast<double>(k2024 / kSeconds + 120), 0.0);
}

BOOST_AUTO_TEST_CASE(the_window_of_an_average_is_its_own_also_after_another_was_set) {
    MeterBench bench = before_the_minute();
    bench.run(lagging(60.0), 61);
    bench.write("cfg_meas.win_avg", 600);
    bench.near("net_avg.v1", 230.0);
    bench.near("net_avg.window", 60.0, 0.0);
    bench.near("load1.avg.window", 60.0, 0.0);
}

BOOST_AUTO_TEST_CASE(extremes_of_averages_come_with_their_times_and_with_the_nature_of_the_power_factor) {
    MeterBench bench = before_the_minute();
    Star high = lagging(-36.87, 20.0);
    high.voltage = 240.0;
    bench.run(lagging(60.0), 60);
    bench.run(high, 60);
    bench.run(lagging(60.0), 1);
    bench.near("load1.avg_min.v1", 230.0);
    bench.near("load1.avg_max.v1", 240.0);
    bench.near("load1.avg_min.v1_date", static_cast<double>(k2024 / kSeconds + 60), 0.0);
    bench.near("load1.avg_max.v1_date", static_cast<double>(k2024 / kSeconds + 120), 0.0);
    bench.near("load1.avg_max.p", 3 * 240.0 * 20.0 * std::cos(36.87 * kDegree), 2e-3);  // one window of 300 of the other load
    bench.near("load1.avg_max.pf_type", 1.0, 0.0);                                      // 0.8 leading
    bench.near("load1.avg_min.pf_type", 2.0, 0.0);                                      // 0.5 lagging
    // Instantaneous extremes are their own.
    bench.write("load1.cmd.reset_minmax_inst", 0xFFFF);
    BOOST_TEST(!bench.has("load1.inst_max.v1"));
    BOOST_TEST(bench.has("load1.avg_max.v1"));
}
