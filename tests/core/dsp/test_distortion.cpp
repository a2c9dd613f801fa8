// SPDX-License-Identifier: GPL-3.0-or-later
/// Measures of distortion against their definitions (IEC 61000-4-7, IEEE 519, UL 1561, EN 50464-3) on spectra written down by hand.
#include "core/dsp/distortion.hpp"

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <initializer_list>
#include <utility>

using namespace mb;
using namespace mb::dsp;

namespace {

constexpr Measured kV = Measured::v1;
constexpr Measured kI = Measured::i1;
constexpr double kRounding = 1e-9;  // of percentages and factors in doubles

/// A channel with these orders and nothing else: its rms is the root of their sum of squares.
WindowResult with(Measured m, std::initializer_list<std::pair<int, double>> orders) {
    WindowResult w;
    double sum = 0.0;
    for (auto const& [order, rms] : orders) {
        w.harmonic[index(m)][static_cast<std::size_t>(order)] = rms;
        sum += rms * rms;
    }
    w.rms[index(m)] = std::sqrt(sum);
    return w;
}

/// 6 %, 5 % and 3.5 % of 230 V: THD = sqrt(0.06² + 0.05² + 0.035²) = 8.558621 %.
WindowResult distorted_voltage() { return with(kV, {{1, 230.0}, {5, 13.8}, {7, 11.5}, {11, 8.05}}); }
double const kThd = std::sqrt(0.06 * 0.06 + 0.05 * 0.05 + 0.035 * 0.035);

bool near(double a, double b) { return std::abs(a - b) <= kRounding; }

}  // namespace

BOOST_AUTO_TEST_SUITE(distortion)

BOOST_AUTO_TEST_CASE(thd_is_the_rms_of_the_harmonics_over_the_fundamental) {
    auto const w = distorted_voltage();
    BOOST_TEST(std::abs(thd_percent(w, kV, {}) - 8.558621) < 5e-7);  // the published figure's last digit
    BOOST_TEST(near(thd_percent(w, kV, {}), 100.0 * kThd));
    BOOST_TEST(near(thd_f_percent(w, kV, {}), 100.0 * kThd));
}

BOOST_AUTO_TEST_CASE(thd_over_the_rms_follows_where_nothing_else_is_present) {
    auto const w = distorted_voltage();
    double const thdr = 100.0 * kThd / std::sqrt(1.0 + kThd * kThd);
    BOOST_TEST(near(thd_r_percent(w, kV, {}), thdr));
    Conventions rms;
    rms.thd_reference = ThdReference::rms;
    BOOST_TEST(near(thd_percent(w, kV, rms), thdr));
    // These two are told whatever the setting says.
    BOOST_TEST(near(thd_f_percent(w, kV, rms), 100.0 * kThd));
    BOOST_TEST(near(thd_r_percent(w, kV, rms), thdr));
}

BOOST_AUTO_TEST_CASE(thd_ends_at_the_limit_of_the_setting_and_of_the_model) {
    auto const w = with(kV, {{1, 100.0}, {25, 3.0}, {26, 4.0}, {41, 12.0}});
    Conventions c;
    BOOST_TEST(near(thd_percent(w, kV, c), 13.0));  // 3² + 4² + 12² = 13²
    c.thd_limit = 40;
    BOOST_TEST(near(thd_percent(w, kV, c), 5.0));
    c.highest_order = 25;
    BOOST_TEST(near(thd_percent(w, kV, c), 3.0));
}

BOOST_AUTO_TEST_CASE(the_total_method_counts_what_is_between_the_orders_too) {
    auto w = with(kV, {{1, 100.0}, {5, 3.0}});
    w.rms[index(kV)] = std::sqrt(100.0 * 100.0 + 3.0 * 3.0 + 4.0 * 4.0);  // 4 V of interharmonics
    Conventions c;
    BOOST_TEST(near(thd_percent(w, kV, c), 3.0));
    c.thd_method = ThdMethod::total;
    BOOST_TEST(near(thd_percent(w, kV, c), 5.0));
    w.rms[index(kV)] = 99.0;  // less than the fundamental, by noise: no root of a negative number
    BOOST_TEST(thd_percent(w, kV, c) == 0.0);
}

BOOST_AUTO_TEST_CASE(tdd_is_against_the_demand_current_and_counts_to_order_50) {
    auto const w = with(kI, {{1, 10.0}, {5, 3.0}, {50, 4.0}, {51, 12.0}});
    Conventions c;
    c.tdd_current = 50.0;
    BOOST_TEST(near(tdd_percent(w, kI, c), 10.0));  // sqrt(3² + 4²)/50
    BOOST_TEST(near(thd_percent(w, kI, c), 130.0));
    c.highest_order = 25;
    BOOST_TEST(near(tdd_percent(w, kI, c), 6.0));
    c.tdd_current = 0.0;
    BOOST_TEST(std::isnan(tdd_percent(w, kI, c)));
}

BOOST_AUTO_TEST_CASE(one_order_a_band_and_what_lies_between_are_told_by_the_same_reference) {
    auto w = with(kV, {{1, 80.0}, {3, 20.0}, {26, 3.0}, {34, 4.0}, {35, 7.0}});
    w.rms[index(kV)] = 100.0;
    w.interharmonic[index(kV)][2] = 8.0;
    Conventions c;
    BOOST_TEST(near(harmonic_percent(w, kV, 3, c), 25.0));
    BOOST_TEST(near(band_percent(w, kV, 26, 34, c), 6.25));
    BOOST_TEST(near(interharmonic_percent(w, kV, 2, c), 10.0));
    c.thd_reference = ThdReference::rms;
    BOOST_TEST(near(harmonic_percent(w, kV, 3, c), 20.0));
    BOOST_TEST(near(band_percent(w, kV, 26, 34, c), 5.0));
    BOOST_TEST(near(interharmonic_percent(w, kV, 2, c), 8.0));
    c.highest_order = 25;
    BOOST_TEST(std::isnan(band_percent(w, kV, 26, 34, c)));
    BOOST_TEST(std::isnan(harmonic_percent(w, kV, 26, c)));
    BOOST_TEST(near(harmonic_percent(w, kV, 3, c), 20.0));
    BOOST_TEST(std::isnan(interharmonic_percent(w, kV, 25, c)));  // between 25 and 26, which the model does not tell
}

BOOST_AUTO_TEST_CASE(the_k_factor_weighs_the_square_of_a_current_with_the_square_of_its_order) {
    auto const w = with(kI, {{1, 1.0}, {3, 0.3}, {5, 0.2}});
    // (1 + 9·0.09 + 25·0.04) / (1 + 0.09 + 0.04)
    BOOST_TEST(near(k_factor_ul(w, kI, {}), 2.81 / 1.13));
    BOOST_TEST(near(k_factor_ul(with(kI, {{1, 7.0}}), kI, {}), 1.0));
}

BOOST_AUTO_TEST_CASE(the_european_factor_is_another_number) {
    auto const w = with(kI, {{1, 1.0}, {3, 0.3}, {5, 0.2}});
    double const share = (std::pow(3.0, 1.7) * 0.09 + std::pow(5.0, 1.7) * 0.04) / 1.13;
    BOOST_TEST(near(k_factor_european(w, kI, {}), std::sqrt(1.0 + 0.1 / 1.1 * share)));
    BOOST_TEST(near(k_factor_european(with(kI, {{1, 7.0}}), kI, {}), 1.0));
}

BOOST_AUTO_TEST_CASE(the_crest_factor_of_a_sine_is_the_root_of_two) {
    auto w = with(kV, {{1, 230.0}});
    w.peak[index(kV)] = 230.0 * std::sqrt(2.0);
    BOOST_TEST(near(crest_factor(w, kV), std::sqrt(2.0)));
}

BOOST_AUTO_TEST_CASE(a_channel_without_a_signal_has_no_distortion) {
    WindowResult const dark;
    for (double const x :
         {thd_percent(dark, kV, {}), thd_r_percent(dark, kV, {}), harmonic_percent(dark, kV, 3, {}), k_factor_ul(dark, kI, {}),
          k_factor_european(dark, kI, {}), crest_factor(dark, kV), interharmonic_percent(dark, kV, 3, {})})
        BOOST_TEST(std::isnan(x));
}

BOOST_AUTO_TEST_SUITE_END()
