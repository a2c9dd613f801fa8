// SPDX-License-Identifier: GPL-3.0-or-later
// What repairs may cost: files of a few kilobytes must not take seconds or gigabytes.
#include "sim/sample_repair.hpp"

#include <boost/test/unit_test.hpp>

#include <ctime>

using namespace mb;

BOOST_AUTO_TEST_SUITE(sample_repair)

BOOST_AUTO_TEST_CASE(two_thousand_rate_changes_cost_no_more_than_their_samples) {
    std::vector<RateSegment> segments;
    for (int i = 0; i < 2'000; ++i) segments.push_back({i % 2 == 0 ? 1'000.0 : 2'000.0, 2});
    std::vector<double> x(4'000, 5.0);
    std::clock_t const begin = std::clock();
    auto const rate = unify_rates({&x}, segments, "x.dat");
    double const seconds = static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
    BOOST_REQUIRE(rate);
    BOOST_TEST(*rate == 2'000.0);
    // 1000 segments of 2 ms and as many of 1 ms; a constant stays one (the kernel's weights add up to 1).
    BOOST_TEST(x.size() == 6'000U);
    for (double const value : x) BOOST_REQUIRE_CLOSE(value, 5.0, 1e-3);
    // 6000 values of 62 taps are milliseconds of a processor; a filter table for each segment was 4.5 s.
    BOOST_TEST(seconds < 1.0);
}

BOOST_AUTO_TEST_CASE(unified_rates_are_refused_where_all_channels_together_grow_too_large) {
    // One second at 100 Hz beside one sample at 25 kHz: 25 001 values a channel; 64 million in all are 2559 channels.
    std::vector<RateSegment> const segments{{100.0, 100}, {25'000.0, 1}};
    std::vector<double> x(101, 1.0);
    std::vector<std::vector<double>*> const channels(2'600, &x);
    auto const refused = unify_rates(channels, segments, "x.dat");
    BOOST_REQUIRE(!refused);
    BOOST_TEST(refused.error().sentence.find("x.dat: brought to 25000 Hz") == 0U);
    BOOST_TEST(x.size() == 101U);
    BOOST_TEST(!!unify_rates({&x}, segments, "x.dat"));
}

BOOST_AUTO_TEST_CASE(straightened_times_are_refused_where_all_channels_together_grow_too_large) {
    std::vector<double> t;
    for (int i = 0; i < 100; ++i) t.push_back(i);
    t.push_back(25'099.0);
    std::vector<double> x(t.size(), 1.0);
    std::vector<std::vector<double>*> const channels(2'600, &x);
    auto const refused = straighten_time(channels, t, "x.dat");
    BOOST_REQUIRE(!refused);
    BOOST_TEST(refused.error().sentence.find("x.dat: brought to 1 Hz") == 0U);
    BOOST_TEST(x.size() == 101U);
    BOOST_TEST(!!straighten_time({&x}, t, "x.dat"));
    BOOST_TEST(x.size() == 25'100U);
}

BOOST_AUTO_TEST_SUITE_END()
