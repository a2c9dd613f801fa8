// SPDX-License-Identifier: GPL-3.0-or-later
/// The ways of telling powers: totals, kinds of Q, signs of PF, in four quadrants.
#include "core/dsp/power.hpp"

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <limits>
#include <numbers>

using namespace mb::dsp;

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kRounding = 1e-9;  // of kilowatts in doubles

bool near(double a, double b) { return std::abs(a - b) <= kRounding; }

struct Load {
    double lag;               // of the fundamental [deg]
    double distortion = 0.0;  // rms of the current's harmonics over its fundamental; the voltage is a sine
    double current = 10.0;    // rms of the fundamental [A]
};

/// 230 V a phase. The harmonics of the current carry no power and make S larger: S = 230·I·sqrt(1 + d²).
WindowResult window(Load a, Load b, Load c) {
    WindowResult w;
    Load const loads[] = {a, b, c};
    for (std::size_t p = 0; p < 3; ++p) {
        Load const& l = loads[p];
        w.fundamental_power[p] = std::polar(230.0 * l.current, l.lag * std::numbers::pi / 180.0);
        w.active_power[p] = w.fundamental_power[p].real();
        w.apparent_power[p] = 230.0 * l.current * std::sqrt(1.0 + l.distortion * l.distortion);
    }
    return w;
}
WindowResult balanced(Load l) { return window(l, l, l); }

Conventions vector_totals() {
    Conventions c;
    c.totals = Totals::vector;
    return c;
}
Conventions non_active() {
    Conventions c;
    c.reactive = Reactive::non_active;
    return c;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(power)

BOOST_AUTO_TEST_CASE(arithmetic_and_vector_totals_agree_on_a_balanced_sine) {
    auto const w = balanced({30});
    BOOST_TEST(near(total(w, {}).apparent, 6900.0));
    BOOST_TEST(near(total(w, vector_totals()).apparent, 6900.0));
    BOOST_TEST(near(total(w, {}).active, 6900.0 * std::sqrt(3.0) / 2));
    BOOST_TEST(near(total(w, {}).reactive, 3450.0));
}

BOOST_AUTO_TEST_CASE(the_vector_total_is_never_above_the_arithmetic_one) {
    for (double const a : {-150.0, -60.0, 0.0, 45.0, 90.0, 170.0})
        for (double const b : {-120.0, 0.0, 60.0})
            for (double const d : {0.0, 0.4})
                for (Reactive const kind : {Reactive::fundamental, Reactive::non_active}) {
                    auto const w = window({a, d}, {b, 0.0, 3.0}, {a + b, d, 20.0});
                    Conventions vector = vector_totals(), arithmetic;
                    vector.reactive = arithmetic.reactive = kind;
                    BOOST_TEST(total(w, vector).apparent <= total(w, arithmetic).apparent + kRounding);
                    BOOST_TEST(near(total(w, vector).active, total(w, arithmetic).active));
                }
    // 2300 VA resistive, inductive and capacitive: 2300 W and no var remain, of 6900 VA.
    auto const w = window({0}, {90}, {-90});
    BOOST_TEST(near(total(w, {}).apparent, 6900.0));
    BOOST_TEST(near(total(w, vector_totals()).apparent, 2300.0));
}

BOOST_AUTO_TEST_CASE(every_kind_of_total_keeps_its_own_identity) {
    auto const w = balanced({30, 0.75});  // S = 2300·1.25 a phase
    double const p = 6900.0 * std::sqrt(3.0) / 2;
    double const s = 6900.0 * 1.25;
    Conventions c;
    BOOST_TEST(near(total(w, c).apparent, s));  // Q of the fundamental, arithmetic
    BOOST_TEST(near(total(w, c).reactive, 3450.0));
    c.reactive = Reactive::non_active;  // arithmetic: Q² = S² - P²
    BOOST_TEST(near(total(w, c).apparent, s));
    BOOST_TEST(near(total(w, c).reactive, std::sqrt(s * s - p * p)));
    c.totals = Totals::vector;  // Q adds, S² = P² + Q²
    BOOST_TEST(near(total(w, c).reactive, 3.0 * phase(w, 0, c).reactive));
    BOOST_TEST(near(total(w, c).apparent, s));
    c.reactive = Reactive::fundamental;  // the distortion is not in S
    BOOST_TEST(near(total(w, c).reactive, 3450.0));
    BOOST_TEST(near(total(w, c).apparent, 6900.0));
}

BOOST_AUTO_TEST_CASE(the_non_active_power_is_what_p_leaves_of_s_with_the_sign_of_the_fundamental) {
    // 230 V · 10 A · 1.25 = 2875 VA, P = 1150 W.
    double const expected = std::sqrt(2875.0 * 2875.0 - 1150.0 * 1150.0);
    BOOST_TEST(near(phase(balanced({60, 0.75}), 0, non_active()).reactive, expected));
    BOOST_TEST(near(phase(balanced({-60, 0.75}), 0, non_active()).reactive, -expected));
    BOOST_TEST(near(phase(balanced({120, 0.75}), 0, non_active()).reactive, expected));
    BOOST_TEST(near(phase(balanced({60}), 0, non_active()).reactive, 1150.0 * std::sqrt(3.0)));  // a sine: Q1
    BOOST_TEST(near(phase(balanced({60, 0.75}), 0, {}).reactive, 1150.0 * std::sqrt(3.0)));
    WindowResult rounded = balanced({0});
    rounded.apparent_power[0] = std::nextafter(2300.0, 0.0);  // P above S by the last bit
    BOOST_TEST(phase(rounded, 0, non_active()).reactive == 0.0);
}

BOOST_AUTO_TEST_CASE(the_power_factor_has_the_sign_of_its_convention_in_four_quadrants) {
    struct Quadrant {
        double lag;
        double iec;   // the sign of P
        double ieee;  // lagging is negative (I, III), leading positive (II, IV)
        Nature nature;
    };
    for (Quadrant const& q : {Quadrant{60, 0.5, -0.5, Nature::lagging},
                              {120, -0.5, 0.5, Nature::leading},
                              {-120, -0.5, -0.5, Nature::lagging},
                              {-60, 0.5, 0.5, Nature::leading}}) {
        BOOST_TEST_CONTEXT(q.lag << " deg") {
            Power const one = phase(balanced({q.lag}), 1, {});
            Power const all = total(balanced({q.lag}), {});
            for (Power const& x : {one, all}) {
                BOOST_TEST(near(x.factor(PowerFactorSign::iec), q.iec));
                BOOST_TEST(near(x.factor(PowerFactorSign::ieee), q.ieee));
                BOOST_TEST((x.nature() == q.nature));
            }
            BOOST_TEST(near(one.lagging() + one.leading(), one.reactive));
            BOOST_TEST((q.nature == Nature::lagging ? one.leading() : one.lagging()) == 0.0);
        }
    }
    BOOST_TEST(near(phase(balanced({0}), 0, {}).factor(PowerFactorSign::ieee), 1.0));
}

BOOST_AUTO_TEST_CASE(the_tangent_is_q_over_p) {
    BOOST_TEST(near(phase(balanced({60}), 0, {}).tangent(), std::sqrt(3.0)));
    BOOST_TEST(near(phase(balanced({-45}), 0, {}).tangent(), -1.0));
    BOOST_TEST(near(phase(balanced({135}), 0, {}).tangent(), -1.0));
    BOOST_TEST(near(fundamental_total(window({45}, {45}, {45, 0.0, 30.0})).tangent(), 1.0));
    BOOST_TEST(std::isnan(Power{0.0, 100.0, 100.0}.tangent()));
}

BOOST_AUTO_TEST_CASE(the_fundamental_total_is_the_vector_sum) {
    Power const sum = fundamental_total(window({0, 0.5}, {90, 0.5}, {-90, 0.5}));
    BOOST_TEST(near(sum.active, 2300.0));
    BOOST_TEST(near(sum.reactive, 0.0));
    BOOST_TEST(near(sum.apparent, 2300.0));
    BOOST_TEST(near(fundamental_phase(balanced({60, 0.5}), 2).factor(), 0.5));  // cos φ knows no distortion
}

BOOST_AUTO_TEST_CASE(what_is_not_known_is_not_told_as_zero) {
    WindowResult w = balanced({60});
    w.fundamental_power[0] = {kNaN, kNaN};
    Power const one = phase(w, 0, {});
    BOOST_TEST(near(one.factor(), 0.5));  // P and S are known
    BOOST_TEST(std::isnan(one.factor(PowerFactorSign::ieee)));
    BOOST_TEST(std::isnan(one.lagging()));
    BOOST_TEST(std::isnan(one.leading()));
    BOOST_TEST(std::isnan(one.tangent()));
    BOOST_TEST(std::isnan(phase(w, 0, non_active()).reactive));
    BOOST_TEST(std::isnan(total(w, non_active()).reactive));
    BOOST_TEST(std::isnan(total(w, vector_totals()).apparent));
    BOOST_TEST(std::isnan(total_lagging(w, {})));
    BOOST_TEST(std::isnan(total_leading(w, {})));
    BOOST_TEST(std::isnan(lag_degrees(w.fundamental_power[0])));
}

BOOST_AUTO_TEST_SUITE_END()
