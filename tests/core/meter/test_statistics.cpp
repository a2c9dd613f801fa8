// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/meter/statistics.hpp"

#include <boost/test/unit_test.hpp>

#include <array>
#include <cmath>

using namespace mb;
using namespace std::chrono_literals;

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

/// Values 0 … 2; 0 is followed with 2 as its companion, 1 alone.
struct Bench {
    Statistics statistics{{{0, 2}, {1, std::nullopt}}};
    int second = 0;

    void update(std::array<double, 3> const& values) { statistics.update(values, Instant{std::chrono::seconds{second++}}); }
};

}  // namespace

BOOST_AUTO_TEST_CASE(extremes_keep_the_time_and_the_companion_they_came_with) {
    Bench b;
    b.update({5.0, 1.0, 0.5});
    b.update({9.0, 1.0, 0.9});
    b.update({2.0, 1.0, 0.2});
    b.update({6.0, 1.0, 0.6});
    Extreme const& high = b.statistics.highest(0);
    BOOST_TEST(high.value == 9.0);
    BOOST_TEST(high.companion == 0.9);
    BOOST_TEST((high.at == Instant{1s}));
    Extreme const& low = b.statistics.lowest(0);
    BOOST_TEST(low.value == 2.0);
    BOOST_TEST(low.companion == 0.2);
    BOOST_TEST((low.at == Instant{2s}));
    BOOST_TEST(std::isnan(b.statistics.highest(1).companion));
}

BOOST_AUTO_TEST_CASE(the_first_valid_value_starts_both_and_nan_does_not_count) {
    Bench b;
    BOOST_TEST(std::isnan(b.statistics.lowest(0).value));
    b.update({kNaN, 1.0, 0.0});
    BOOST_TEST(std::isnan(b.statistics.highest(0).value));
    b.update({-4.0, 1.0, 0.0});
    b.update({kNaN, 1.0, 0.0});
    BOOST_TEST(b.statistics.lowest(0).value == -4.0);
    BOOST_TEST(b.statistics.highest(0).value == -4.0);
    BOOST_TEST((b.statistics.lowest(0).at == Instant{1s}));
}

BOOST_AUTO_TEST_CASE(of_equal_extremes_the_first_one_stays) {
    Bench b;
    b.update({5.0, 1.0, 0.1});
    b.update({5.0, 1.0, 0.2});
    BOOST_TEST((b.statistics.highest(0).at == Instant{}));
    BOOST_TEST((b.statistics.lowest(0).at == Instant{}));
}

BOOST_AUTO_TEST_CASE(a_reset_forgets_the_chosen_ones_only) {
    Bench b;
    b.update({5.0, 7.0, 0.0});
    b.statistics.reset(std::array<std::size_t, 1>{1});
    BOOST_TEST(b.statistics.lowest(0).value == 5.0);
    BOOST_TEST(std::isnan(b.statistics.lowest(1).value));
    b.update({6.0, 3.0, 0.0});
    BOOST_TEST(b.statistics.highest(1).value == 3.0);
    BOOST_TEST((b.statistics.highest(1).at == Instant{1s}));
    b.statistics.reset([](std::size_t index) { return index == 0; });
    BOOST_TEST(std::isnan(b.statistics.highest(0).value));
    BOOST_TEST(b.statistics.highest(1).value == 3.0);
}
