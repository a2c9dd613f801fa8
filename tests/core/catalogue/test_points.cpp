// SPDX-License-Identifier: GPL-3.0-or-later
/// What the quantity table computes from a window, and what it finds out about the channels that it needs.
#include "core/catalogue/point.hpp"

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <numbers>
#include <string>

#include "core/catalogue/symbol.hpp"

using namespace mb;
using dsp::Measured;

namespace {

Point const& point(char const* name) { return points()[symbol_info(find_symbol(name).value()).point]; }

std::uint16_t bits(std::initializer_list<Measured> channels) {
    unsigned all = 0;
    for (Measured const m : channels) all |= 1U << dsp::index(m);
    return static_cast<std::uint16_t>(all);
}

void set(dsp::WindowResult& w, Measured m, double rms, double degrees) {
    w.rms[dsp::index(m)] = rms;
    w.fundamental[dsp::index(m)] = std::polar(rms, degrees * std::numbers::pi / 180.0);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(points_)

BOOST_AUTO_TEST_CASE(the_quantity_table_computes_from_a_window_what_its_labels_say) {
    dsp::WindowResult w;
    w.frequency = 50.0;
    set(w, Measured::v1, 230, 0);
    set(w, Measured::v2, 220, -120);
    set(w, Measured::v3, 240, 120);
    set(w, Measured::i1, 10, -60);
    set(w, Measured::i2, 10, -120);
    set(w, Measured::i3, 10, 120);
    w.active_power = {1150, 2200, 2400};  // V·I·cos φ
    for (std::size_t p = 0; p < 3; ++p) {
        w.apparent_power[p] = w.rms[p] * w.rms[4 + p];
        w.fundamental_power[p] = w.fundamental[p] * std::conj(w.fundamental[4 + p]);
    }
    auto const value = [&](char const* name) { return point(name).value(w, {}); };
    BOOST_TEST(std::abs(value("net_inst.v_sys") - 230.0) < 1e-9);
    BOOST_TEST(std::abs(value("load1.inst.p") - 5750.0) < 1e-9);
    BOOST_TEST(std::abs(value("load1.inst.q1") - 2300 * std::sqrt(3.0) / 2) < 1e-9);
    BOOST_TEST(std::abs(value("load1.inst.q1_lag") - value("load1.inst.q1")) < 1e-12);
    BOOST_TEST(value("load1.inst.q1_lead") == 0.0);
    BOOST_TEST(std::abs(value("load1.inst.q_lag") + value("load1.inst.q_lead") - value("load1.inst.q")) < 1e-9);
    BOOST_TEST(std::abs(value("load1.inst.s") - 6900.0) < 1e-9);
    BOOST_TEST(std::abs(value("load1.inst.pf") - 5750.0 / 6900.0) < 1e-9);
    BOOST_TEST(std::abs(value("load1.inst.pf1") - 0.5) < 1e-9);
    BOOST_TEST(value("load1.inst.pf1_type") == 2.0);
    BOOST_TEST(value("load1.inst.pf2_type") == 0.0);
    BOOST_TEST(std::abs(value("net_inst.v_nba") - 100.0 * 10 / 230) < 1e-9);
}

BOOST_AUTO_TEST_CASE(power_factor_without_power_is_not_available) {
    dsp::WindowResult const dark;
    BOOST_TEST(std::isnan(point("load1.inst.pf").value(dark, {})));
}

BOOST_AUTO_TEST_CASE(angles_are_against_the_fundamental_of_v1) {
    dsp::WindowResult w;
    set(w, Measured::v1, 230, 40);
    set(w, Measured::v2, 230, -80);
    set(w, Measured::v3, 230, 160);
    set(w, Measured::i1, 10, 10);
    set(w, Measured::u12, 398, 70);
    w.fundamental_power[0] = w.fundamental[0] * std::conj(w.phasor(Measured::i1));
    auto const value = [&](char const* name) { return point(name).value(w, {}); };
    BOOST_TEST(std::abs(value("net_fund.v1_h1") - 230.0) < 1e-9);
    BOOST_TEST(value("net_fund.v1_h1_ph") == 0.0);
    BOOST_TEST(std::abs(value("net_fund.v2_h1_ph") + 120.0) < 1e-9);
    BOOST_TEST(std::abs(value("load1.fund.v3_h1_ph") - 120.0) < 1e-9);
    BOOST_TEST(std::abs(value("net_fund.u12_h1_ph") - 30.0) < 1e-9);
    BOOST_TEST(std::abs(value("load1.fund.i1_h1_ph") + 30.0) < 1e-9);
    // The current lags by 30 deg: P1 = S1·cos 30°, Q1 = S1·sin 30°.
    BOOST_TEST(std::abs(value("load1.fund.phi1") - 30.0) < 1e-9);
    BOOST_TEST(std::abs(value("load1.fund.p1_h1") - 2300 * std::sqrt(3.0) / 2) < 1e-9);
    BOOST_TEST(std::abs(value("load1.fund.q1_h1") - 1150.0) < 1e-9);
    BOOST_TEST(std::abs(value("load1.fund.cosphi1") - std::sqrt(3.0) / 2) < 1e-12);
    BOOST_TEST(std::abs(value("load1.fund.tanphi1") - 1 / std::sqrt(3.0)) < 1e-12);
    // The other phases carry nothing: the total is phase 1.
    BOOST_TEST(std::abs(value("load1.fund.phi") - 30.0) < 1e-9);
    BOOST_TEST(std::abs(value("load1.fund.cosphi") - std::sqrt(3.0) / 2) < 1e-12);
    BOOST_TEST(std::abs(value("load1.fund.tanphi") - 1 / std::sqrt(3.0)) < 1e-12);
    BOOST_TEST(std::isnan(value("load1.fund.phi2")));
}

BOOST_AUTO_TEST_CASE(one_row_tells_every_order) {
    dsp::WindowResult w;
    for (std::size_t h = 1; h <= kHighestOrder; ++h) w.harmonic[dsp::index(Measured::u31)][h] = 100.0 / static_cast<double>(h);
    for (std::size_t h = 1; h < kHighestOrder; ++h) w.interharmonic[dsp::index(Measured::i2)][h] = static_cast<double>(h);
    w.harmonic[dsp::index(Measured::i2)][1] = 200.0;
    for (int h : {2, 3, 25, 26, 63}) {
        auto const name = "net_harm_u.h" + std::to_string(h) + "_u31";
        BOOST_TEST(std::abs(point(name.c_str()).value(w, {}) - 100.0 / h) < 1e-12, name);
    }
    BOOST_TEST(std::abs(point("load3.harm_i.ih62_i2").value(w, {}) - 31.0) < 1e-12);
    dsp::Conventions a100;
    a100.highest_order = 25;
    BOOST_TEST(std::isnan(point("net_harm_u.h26_u31").value(w, a100)));
    BOOST_TEST(std::isnan(point("net_harm_u.h26_34_u31").value(w, a100)));
    BOOST_TEST(!std::isnan(point("net_harm_u.h25_u31").value(w, a100)));
}

BOOST_AUTO_TEST_CASE(a_quantity_knows_the_channels_that_it_is_computed_from) {
    using enum Measured;
    struct Expected {
        char const* name;
        std::uint16_t channels;
        bool fundamental;
    };
    for (Expected const& e : {Expected{"net_inst.f", 0, true},
                              {"net_inst.u12", bits({u12}), false},
                              {"net_inst.v_sys", bits({v1, v2, v3}), false},
                              {"net_inst.u_nba", bits({u12, u23, u31}), false},
                              {"net_inst.v_nb", bits({v1, v2, v3}), true},
                              {"net_inst.v_u0", bits({v1, v2, v3}), true},
                              {"load2.inst.in", bits({in}), false},
                              {"load1.inst.p", bits({v1, v2, v3, i1, i2, i3}), false},
                              {"load1.inst.q2", bits({v2, i2}), true},
                              {"load1.inst.q2_lag", bits({v2, i2}), true},
                              {"load1.inst.q_lead", bits({v1, v2, v3, i1, i2, i3}), true},
                              {"load1.inst.pf1_type", bits({v1, i1}), true},
                              {"load1.fund.phin", bits({vn, in}), true},
                              {"net_fund.v3_h1_ph", bits({v1, v3}), true},
                              {"net_fund.thd_u23", bits({u23}), true},
                              {"net_fund.crest_u23", bits({u23}), false},
                              {"load1.fund.tdd_in", bits({in}), true},
                              {"load1.harm_i.h63_i3", bits({i3}), true},
                              {"net_harm_v.ih1_vn", bits({vn}), true}}) {
        BOOST_TEST(point(e.name).depends.channels == e.channels, e.name);
        BOOST_TEST(point(e.name).depends.fundamental == e.fundamental, e.name);
    }
    BOOST_TEST(point("load1.inst.pf1").depends.channels == bits({v1, i1}));
    BOOST_TEST(point("load4.inst.s3").depends.on(i3));
    BOOST_TEST(!point("load4.inst.s3").depends.on(i2));
}

BOOST_AUTO_TEST_CASE(no_quantity_depends_on_everything_or_on_nothing) {
    // Everything: it would have no value in an ordinary window; nothing: a comparison swallows what is not available.
    for (Point const& p : points()) {
        BOOST_TEST(p.depends.channels != bits({Measured::v1, Measured::v2, Measured::v3, Measured::vn, Measured::i1, Measured::i2,
                                               Measured::i3, Measured::i4, Measured::u12, Measured::u23, Measured::u31, Measured::in}),
                   p.quantity->name);
        BOOST_TEST((p.depends.channels != 0 || p.depends.fundamental), p.quantity->name);
    }
}

BOOST_AUTO_TEST_CASE(a_companion_stands_directly_behind_a_quantity_with_extremes) {
    auto const all = quantities();
    for (std::size_t q = 0; q < all.size(); ++q) {
        if (all[q].has(Mark::companion))
            BOOST_TEST((q > 0 && all[q - 1].has(Mark::extremes) && all[q - 1].scope == all[q].scope), all[q].name);
        if (all[q].has(Mark::extremes)) BOOST_TEST(all[q].has(Mark::averaged), all[q].name);
        BOOST_TEST((all[q].name.find("{h}") != std::string_view::npos) == all[q].has_orders(), all[q].name);
    }
}

BOOST_AUTO_TEST_SUITE_END()
