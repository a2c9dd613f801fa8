// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/meter/energy.hpp"

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <limits>
#include <numbers>

using namespace mb;
using namespace std::chrono_literals;

namespace {

__extension__ using Wide = unsigned __int128;

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr std::uint64_t kWattHour = 3'600'000'000'000;  // [nJ]

/// power · seconds · times [nJ], rounded down, by integers alone: a double is a whole number times a power of two.
Wide exact(std::uint64_t power, double seconds, std::uint64_t times) {
    int exponent = 0;
    auto const digits = static_cast<std::uint64_t>(std::ldexp(std::frexp(seconds, &exponent), 53));
    int const shift = 53 - exponent;
    Wide const product = static_cast<Wide>(power) * digits * times;
    if (shift <= 0) return (product << -shift) * 1'000'000'000;
    // Whole joules and the rest apart: together with 10^9 the product may need more than 128 bits.
    Wide const whole = product >> shift;
    Wide const rest = product - (whole << shift);
    int const spare = shift > 64 ? shift - 64 : 0;  // digits of the rest below 2^-64 J do not reach a nanojoule
    return whole * 1'000'000'000 + (((rest >> spare) * 1'000'000'000) >> (shift - spare));
}

Wide counted(EnergyCount const& e) { return static_cast<Wide>(e.watt_hours()) * kWattHour + e.nanojoules(); }

std::uint64_t difference(Wide a, Wide b) { return static_cast<std::uint64_t>(a > b ? a - b : b - a); }

/// 95 years of one power: a million windows, then hours, then the rest at once.
void count_95_years(std::uint64_t watts) {
    constexpr std::uint64_t kWindows = 1'000'000;
    constexpr std::uint64_t kHours = 95 * 8'766 - 100;
    double const window = 0.2;  // not a binary fraction
    double const odd_hour = 3600.0 + 1.0 / 9600.0;
    EnergyCount e;
    auto const power = static_cast<double>(watts);
    for (std::uint64_t n = 0; n < kWindows; ++n) e.add(power, window);
    // A sum of doubles is off by far more than a nanojoule here; the carry is good for 10^-7 nJ an addition.
    BOOST_TEST(difference(counted(e), exact(watts, window, kWindows)) <= 1U);
    for (std::uint64_t n = 0; n < kHours; ++n) e.add(power, odd_hour);
    BOOST_TEST(difference(counted(e), exact(watts, window, kWindows) + exact(watts, odd_hour, kHours)) <= 2U);
    BOOST_TEST(e.nanojoules() < kWattHour);
}

dsp::Power power(double p, double q, double s = 0.0) { return {p, q, s}; }

}  // namespace

BOOST_AUTO_TEST_CASE(three_phases_of_300_volts_and_6000_amperes_are_counted_for_95_years_without_drift) { count_95_years(3 * 300 * 6000); }

BOOST_AUTO_TEST_CASE(a_400_kilovolt_system_is_counted_for_95_years_without_drift) {
    count_95_years(static_cast<std::uint64_t>(400'000.0 * 6000.0 * std::numbers::sqrt3));
}

BOOST_AUTO_TEST_CASE(additions_below_a_nanojoule_are_not_lost) {
    EnergyCount e;
    for (int n = 0; n < 1'024'000; ++n) e.add(0x1p-40, 1.0);  // 0.0009 nJ each, exact in binary; together 1 024 000e9 / 2^40 nJ
    BOOST_TEST(e.nanojoules() == 931U);
}

BOOST_AUTO_TEST_CASE(one_addition_of_a_century_is_exact) {
    EnergyCount e;
    double const century = 36'525.0 * 86'400.0;
    std::uint64_t const watts = 4'156'921'939;  // odd: the product has more digits than a double
    e.add(static_cast<double>(watts), century);
    BOOST_TEST((counted(e) == exact(watts, century, 1)));
}

BOOST_AUTO_TEST_CASE(a_product_that_rounds_up_to_a_whole_watt_hour_leaves_the_rest_below_it) {
    EnergyCount e;
    double const watts = 424.81197562549283;
    double const time = 8.474337369372327;
    BOOST_REQUIRE(watts * time == 3600.0);  // in truth 7·10^-5 nJ less
    e.add(watts, time);
    BOOST_TEST(e.watt_hours() == 0U);
    BOOST_TEST(e.nanojoules() == kWattHour - 1);
}

BOOST_AUTO_TEST_CASE(what_is_shown_is_rounded_down_and_never_more_than_was_counted) {
    EnergyCount e;
    e.add(3600.0, 1999.0);
    BOOST_TEST(e.thousands() == 1000.0);
    BOOST_TEST(e.below_thousand() == 999.0);
    e.add(3600.0, 0.9375);  // 1999.9375 Wh
    BOOST_TEST(e.thousands() == 1000.0);
    BOOST_TEST(e.below_thousand() == 999.9);
    BOOST_TEST(e.nano_watt_hours() == 937'500'000U);
    BOOST_TEST(e.tenths() == 19'999U);
    e.add(3600.0, 0.0625);
    BOOST_TEST(e.thousands() == 2000.0);
    BOOST_TEST(e.below_thousand() == 0.0);
    BOOST_TEST(e.total() == 2000.0);
}

BOOST_AUTO_TEST_CASE(each_quadrant_has_its_own_reactive_energy) {
    struct Quadrant {
        double p, q;
        EnergyKind active, reactive, split;
    };
    using enum EnergyKind;
    for (auto const& c : {Quadrant{7200, 3600, ea_pos, er_pos, er_pos_lag}, Quadrant{-7200, 3600, ea_neg, er_pos, er_pos_lead},
                          Quadrant{-7200, -3600, ea_neg, er_neg, er_neg_lag}, Quadrant{7200, -3600, ea_pos, er_neg, er_neg_lead}}) {
        Energy energy{10'000.0};
        energy.add(power(c.p, c.q, 9000.0), 1.0);
        for (std::size_t n = 0; n < kEnergies; ++n) {
            auto const kind = static_cast<EnergyKind>(n);
            double const expected = kind == c.active ? 2.0 : kind == c.reactive || kind == c.split ? 1.0 : kind == eap ? 2.5 : 0.0;
            BOOST_TEST(energy.total()[kind].total() == expected);
        }
    }
}

BOOST_AUTO_TEST_CASE(an_unknown_power_adds_nothing_and_leaves_the_others_alone) {
    Energy energy{1000.0};
    energy.add(power(kNaN, 3600.0, 3600.0), 1.0);
    using enum EnergyKind;
    BOOST_TEST(energy.total()[ea_pos].total() == 0.0);
    BOOST_TEST(energy.total()[er_pos].total() == 0.0);  // without P the quadrant is unknown
    BOOST_TEST(energy.total()[er_pos_lag].total() == 0.0);
    BOOST_TEST(energy.total()[eap].total() == 1.0);
    energy.add(power(3600.0, kNaN, kNaN), 1.0);
    BOOST_TEST(energy.total()[ea_pos].total() == 1.0);
    BOOST_TEST(energy.total()[er_pos].total() == 0.0);
    BOOST_TEST(energy.total()[eap].total() == 1.0);
}

BOOST_AUTO_TEST_CASE(the_partial_counters_start_again_and_the_last_ones_keep_what_they_were) {
    Energy energy{1000.0};
    energy.add(power(3600.0, 0.0, 3600.0), 10.0);
    BOOST_TEST(!energy.last_reset().has_value());
    energy.reset_partial(Instant{10s});
    energy.add(power(3600.0, 0.0, 3600.0), 5.0);
    BOOST_TEST(energy.total()[EnergyKind::ea_pos].total() == 15.0);
    BOOST_TEST(energy.partial()[EnergyKind::ea_pos].total() == 5.0);
    BOOST_TEST(energy.last()[EnergyKind::ea_pos].total() == 10.0);
    BOOST_TEST(energy.total().hour_meter == 15U);
    BOOST_TEST(energy.partial().hour_meter == 5U);
    BOOST_TEST(energy.last().hour_meter == 10U);
    BOOST_TEST((*energy.last_reset() == Instant{10s}));
}

BOOST_AUTO_TEST_CASE(the_hour_meter_runs_above_a_thousandth_of_the_rated_power) {
    Energy energy{69'000.0};
    energy.add(power(0.0, 0.0, 69.0), 100.0);
    BOOST_TEST(energy.total().hour_meter == 0U);
    for (int n = 0; n < 18'000; ++n) energy.add(power(0.0, 0.0, 69.1), 0.2);
    BOOST_TEST(std::abs(static_cast<double>(energy.total().hour_meter) + energy.total().below_second - 3600.0) < 1e-6);
    energy.set_rated(100.0);
    energy.add(power(0.0, 0.0, 1.0), 100.0);
    BOOST_TEST(energy.total().hour_meter >= 3699U);
    BOOST_TEST(energy.total()[EnergyKind::eap].total() > 69.0);  // a new rating loses no energy
    energy.add(power(0.0, 0.0, kNaN), 100.0);
    BOOST_TEST(energy.total().hour_meter <= 3700U);
}
