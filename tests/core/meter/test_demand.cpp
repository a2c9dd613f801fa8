// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/meter/demand.hpp"

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <limits>

using namespace mb;
using namespace std::chrono_literals;

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
enum : std::size_t { kPPos, kPNeg, kQPos, kQNeg, kS };

/// Windows of 207 ms, so that none ends on a boundary.
struct Bench {
    Demand demand;
    Calendar calendar{};
    Instant at{};

    explicit Bench(DemandSettings const& settings = {}) : demand(settings) {}

    void until(Instant end, dsp::Power const& power) {
        while (at < end) {
            Instant const next = std::min(end, at + 207ms);
            demand.add(power, at, next, calendar);
            at = next;
        }
    }
    void until(Instant end, double p) { until(end, {p, 0.0, std::abs(p)}); }
    double mean(std::size_t point, std::size_t kind = kPPos) const { return demand.point(point)->mean[kind]; }
};

// A sum of 10^4 products, relative.
bool close(double a, double b) { return std::abs(a - b) <= 1e-11 * std::abs(b); }

DemandSettings sliding(int parts) {
    DemandSettings s;
    s.parts = parts;
    return s;
}

DemandSettings by_command() {
    DemandSettings s;
    s.sync = DemandSync::command;
    return s;
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_block_demand_is_the_energy_of_the_period_over_the_period) {
    Bench b;
    b.until(Instant{300s}, 120e3);
    b.until(Instant{900s}, 60e3);  // (120·300 + 60·600)/900 = 80 kW
    BOOST_REQUIRE(b.demand.points() == 1U);
    BOOST_TEST(close(b.mean(0), 80e3));
    BOOST_TEST((b.demand.point(0)->end == Instant{900s}));
    BOOST_TEST(b.demand.point(0)->flags() == 2U);  // whole, the clock was not set
    BOOST_TEST(!b.demand.point(1).has_value());
}

BOOST_AUTO_TEST_CASE(the_largest_demand_of_each_kind_stays_until_it_is_forgotten) {
    Bench b;
    BOOST_TEST(std::isnan(b.demand.largest()[kPPos]));
    b.until(Instant{900s}, {60e3, 10e3, 70e3});
    b.until(Instant{1'800s}, {80e3, -20e3, 90e3});
    b.until(Instant{2'700s}, {-40e3, 0.0, 40e3});
    DemandValues const expected{80e3, 40e3, 10e3, 20e3, 90e3};
    for (std::size_t n = 0; n < expected.size(); ++n) BOOST_TEST(close(b.demand.largest()[n], expected[n]), n);
    b.demand.forget_largest(1U << kPPos | 1U << kS);
    BOOST_TEST(std::isnan(b.demand.largest()[kPPos]));
    BOOST_TEST(std::isnan(b.demand.largest()[kS]));
    BOOST_TEST(close(b.demand.largest()[kPNeg], 40e3));
    b.until(Instant{3'600s}, {10e3, 0.0, 10e3});
    BOOST_TEST(close(b.demand.largest()[kPPos], 10e3));
}

BOOST_AUTO_TEST_CASE(a_window_over_the_boundary_gives_each_period_its_share) {
    Demand demand;
    demand.add({1000.0, 0.0, 1000.0}, Instant{}, Instant{899s}, {});
    demand.add({10'000.0, 0.0, 10'000.0}, Instant{899s}, Instant{903s}, {});
    demand.add({0.0, 0.0, 0.0}, Instant{903s}, Instant{1800s}, {});
    BOOST_TEST(close(demand.point(1)->mean[kPPos], (899.0 * 1000.0 + 10'000.0) / 900.0));
    BOOST_TEST(close(demand.point(0)->mean[kPPos], 3.0 * 10'000.0 / 900.0));
}

BOOST_AUTO_TEST_CASE(each_direction_has_its_own_demand) {
    Bench b;
    b.until(Instant{450s}, {3000.0, -2000.0, 4000.0});
    b.until(Instant{900s}, {-1000.0, 500.0, 2000.0});
    BOOST_TEST(close(b.mean(0, kPPos), 1500.0));
    BOOST_TEST(close(b.mean(0, kPNeg), 500.0));
    BOOST_TEST(close(b.mean(0, kQPos), 250.0));
    BOOST_TEST(close(b.mean(0, kQNeg), 1000.0));
    BOOST_TEST(close(b.mean(0, kS), 3000.0));
}

BOOST_AUTO_TEST_CASE(the_prediction_takes_the_short_mean_for_the_rest_of_the_period) {
    // 10 kWh after 300 s, 90 kW over the last minute: (10 kWh + 90 kW · 600 s)/900 s = 100 kW.
    Bench b;
    b.until(Instant{240s}, 127.5e3);
    b.until(Instant{300s}, 90e3);
    BOOST_TEST(close(b.demand.predicted()[kPPos], 100e3));
    BOOST_TEST((b.demand.left() == Duration{600s}));
    BOOST_TEST((b.demand.trend() == Trend::falling));  // 90 kW against 120 kW so far
}

BOOST_AUTO_TEST_CASE(with_less_history_than_its_window_the_prediction_takes_what_there_is) {
    Bench b;
    BOOST_TEST(std::isnan(b.demand.predicted()[kPPos]));
    b.until(Instant{900ms}, 500.0);
    BOOST_TEST(std::isnan(b.demand.predicted()[kPPos]));
    b.until(Instant{1s}, 500.0);
    BOOST_TEST(close(b.demand.predicted()[kPPos], 500.0));
    b.until(Instant{2s}, 700.0);  // 600 W over the two seconds
    BOOST_TEST(close(b.demand.predicted()[kPPos], 600.0));
}

BOOST_AUTO_TEST_CASE(the_trend_is_steady_within_one_percent) {
    for (auto const& [level, expected] : {std::pair{98.0, Trend::falling}, std::pair{99.5, Trend::steady}, std::pair{100.5, Trend::steady},
                                          std::pair{102.0, Trend::rising}}) {
        Bench b;
        b.until(Instant{600s}, 100.0);
        b.until(Instant{660s}, level);
        BOOST_TEST((b.demand.trend() == expected));
    }
}

BOOST_AUTO_TEST_CASE(a_sliding_demand_is_the_mean_of_the_last_sub_intervals) {
    Bench b{sliding(3)};
    b.until(Instant{300s}, 300.0);
    BOOST_TEST((b.demand.point(0)->end == Instant{300s}));
    BOOST_TEST(b.demand.point(0)->incomplete);  // one of three
    b.until(Instant{600s}, 600.0);
    b.until(Instant{900s}, 900.0);
    BOOST_TEST(close(b.mean(0), 600.0));
    BOOST_TEST(!b.demand.point(0)->incomplete);
    b.until(Instant{1200s}, 1200.0);
    BOOST_TEST(close(b.mean(0), 900.0));
    b.until(Instant{1300s}, 1500.0);
    // (900 + 1200)·300 s, 1500 W for 100 s and the 200 s that are left
    BOOST_TEST(close(b.demand.predicted()[kPPos], 1200.0));
    BOOST_TEST((b.demand.left() == Duration{200s}));
}

BOOST_AUTO_TEST_CASE(sub_intervals_that_do_not_divide_the_period_lose_nothing) {
    DemandSettings settings = sliding(7);
    settings.period = 1min;
    Bench b{settings};
    b.until(Instant{1min}, 1000.0);
    BOOST_TEST(b.demand.points() == 7U);
    BOOST_TEST(close(b.mean(0), 1000.0));
    BOOST_TEST(!b.demand.point(0)->incomplete);
    b.until(Instant{1min + 9s}, 1000.0);
    BOOST_TEST(close(b.mean(0), 1000.0));
}

BOOST_AUTO_TEST_CASE(the_period_of_power_on_is_incomplete_and_counts_what_it_saw) {
    Bench b;
    b.calendar = 600'000;  // 00:10
    b.until(Instant{300s}, 900.0);
    BOOST_REQUIRE(b.demand.points() == 1U);
    BOOST_TEST(b.demand.point(0)->flags() == 1U);
    BOOST_TEST(close(b.mean(0), 300.0));  // a third of the period
    b.until(Instant{1200s}, 900.0);
    BOOST_TEST(b.demand.point(0)->flags() == 0U);
    BOOST_TEST(close(b.mean(0), 900.0));
}

BOOST_AUTO_TEST_CASE(setting_the_clock_ends_the_period_incomplete) {
    Bench b;
    b.until(Instant{450s}, 900.0);
    b.calendar = 0;
    b.until(Instant{900s}, 900.0);
    BOOST_REQUIRE(b.demand.points() == 2U);
    BOOST_TEST((b.demand.point(1)->end == Instant{450s}));
    BOOST_TEST(b.demand.point(1)->flags() == 3U);
    BOOST_TEST(close(b.mean(1), 450.0));
    BOOST_TEST(b.demand.point(0)->flags() == 1U);
    BOOST_TEST(close(b.mean(0), 450.0));  // no energy is lost between the two
}

BOOST_AUTO_TEST_CASE(time_without_a_value_counts_as_no_power_and_makes_the_period_incomplete) {
    Bench b;
    b.until(Instant{300s}, 900.0);
    b.until(Instant{600s}, {kNaN, 0.0, kNaN});
    b.until(Instant{900s}, 900.0);
    BOOST_TEST(b.demand.point(0)->incomplete);
    BOOST_TEST(close(b.mean(0), 600.0));
    b.until(Instant{1200s}, 900.0);
    b.at += 300s;  // no windows at all
    b.until(Instant{1800s}, 900.0);
    BOOST_TEST(b.demand.point(0)->incomplete);
    BOOST_TEST(close(b.mean(0), 600.0));
}

BOOST_AUTO_TEST_CASE(windows_that_overlap_count_once) {
    Demand demand;
    demand.add({900.0, 0.0, 900.0}, Instant{}, Instant{600s}, {});
    demand.add({900.0, 0.0, 900.0}, Instant{500s}, Instant{900s}, {});
    BOOST_TEST(close(demand.point(0)->mean[kPPos], 900.0));
}

BOOST_AUTO_TEST_CASE(a_period_that_ends_by_command_is_as_long_as_it_was) {
    Bench b{by_command()};
    b.until(Instant{100s}, 500.0);
    b.demand.end_period(Instant{100s + 100ms});  // inside a window that comes later
    b.until(Instant{130s}, 500.0);
    BOOST_REQUIRE(b.demand.points() == 1U);
    BOOST_TEST((b.demand.point(0)->end == Instant{100s + 100ms}));
    BOOST_TEST(b.demand.point(0)->incomplete);  // nobody knows when it should have begun
    BOOST_TEST(close(b.mean(0), 500.0));
    b.until(Instant{2000s}, 700.0);  // the clock ends nothing
    BOOST_TEST(b.demand.points() == 1U);
    BOOST_TEST((b.demand.left() == Duration{}));
    BOOST_TEST(close(b.demand.predicted()[kPPos], (29.9 * 500.0 + 1870.0 * 700.0) / 1899.9));
    b.demand.end_period(b.at);
    BOOST_REQUIRE(b.demand.points() == 2U);
    BOOST_TEST(!b.demand.point(0)->incomplete);
    BOOST_TEST(close(b.mean(0), (29.9 * 500.0 + 1870.0 * 700.0) / 1899.9));
}

BOOST_AUTO_TEST_CASE(the_clock_does_not_end_by_command) {
    Bench b;
    b.until(Instant{100s}, 500.0);
    b.demand.end_period(b.at);
    b.until(Instant{200s}, 500.0);
    BOOST_TEST(b.demand.points() == 0U);
}

BOOST_AUTO_TEST_CASE(the_latest_five_points_are_kept) {
    Bench b;
    for (int n = 1; n <= 7; ++n) b.until(Instant{n * 900s}, 100.0 * n);
    BOOST_TEST(b.demand.points() == 7U);
    for (std::size_t n = 0; n < 5; ++n) BOOST_TEST(close(b.mean(n), 700.0 - 100.0 * static_cast<double>(n)));
    BOOST_TEST(!b.demand.point(5).has_value());
}

BOOST_AUTO_TEST_CASE(a_new_period_at_run_time_keeps_the_energy_counted_so_far_in_a_point) {
    Bench b;
    b.until(Instant{600s}, 900.0);
    DemandSettings settings;
    settings.predict_window = 120s;
    b.demand.configure(settings);  // the prediction's window alone ends nothing
    BOOST_TEST(b.demand.points() == 0U);
    settings.period = 1min;
    b.demand.configure(settings);
    BOOST_REQUIRE(b.demand.points() == 1U);
    BOOST_TEST(b.demand.point(0)->incomplete);
    BOOST_TEST(close(b.mean(0), 600.0));  // 900 W for 600 s of 900 s
    b.until(Instant{660s}, 900.0);
    BOOST_TEST(close(b.mean(0), 900.0));
    BOOST_TEST(!b.demand.point(0)->incomplete);
}
