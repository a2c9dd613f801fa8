// SPDX-License-Identifier: GPL-3.0-or-later
// Star points that can be written down: resistances of simple ratios, one load, none, harmonics that only a source explains.
#include "core/signal/neutral.hpp"

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <complex>
#include <numbers>

using namespace mb;

namespace {

using Phasor = std::complex<double>;

constexpr double kV = 230.0;

Phasor phasor(double rms, double degrees) { return std::polar(rms, degrees * std::numbers::pi / 180.0); }

Phasor fundamental(ChannelSignal const& c) { return phasor(c.rms, c.phase_deg); }

Phasor order(ChannelSignal const& c, int h) {
    Phasor sum;
    for (Harmonic const& x : c.harmonics)
        if (x.order == h) sum += phasor(c.rms * x.ratio, h * c.phase_deg + x.phase_deg);
    return sum;
}

bool near(Phasor a, Phasor b, double within = 1e-9) { return std::abs(a - b) <= within; }

/// Resistive currents of these sizes on a balanced supply.
Stimulus resistive(double i1, double i2, double i3) {
    Stimulus s = balanced(kV, 0.0, 0.0, 50.0);
    s[Channel::i1].rms = i1;
    s[Channel::i2].rms = i2;
    s[Channel::i3].rms = i3;
    return s;
}

Stimulus lost(Stimulus const& s, Network network = Network::wye, unsigned phases = 0) {
    auto const out = lose_neutral(s, network, phases);
    BOOST_REQUIRE_MESSAGE(static_cast<bool>(out), (out ? std::string{} : out.error().sentence));
    return *out;
}

std::string refusal(Stimulus const& s, Network network = Network::wye) {
    auto const out = lose_neutral(s, network);
    return out ? "" : out.error().sentence;
}

Phasor sum_of_currents(Stimulus const& s) {
    return fundamental(s[Channel::i1]) + fundamental(s[Channel::i2]) + fundamental(s[Channel::i3]);
}

}  // namespace

BOOST_AUTO_TEST_CASE(conductances_of_one_one_and_two_move_the_star_point_a_quarter_of_the_voltage_towards_the_third_phase) {
    // (V1 + V2 + 2 V3)/4 = (V1 + V2 + V3 + V3)/4 = V3/4.
    Stimulus s = resistive(10, 10, 20);
    s[Channel::i4] = {10, 0, {}};
    Stimulus const out = lost(s);
    Phasor const v3 = phasor(kV, -240);
    BOOST_TEST(near(fundamental(out[Channel::vn]), v3 / 4.0));
    // Phase 3 sees three quarters of its voltage: 15 A of 20 A. Phase 1 sees |V1 - V3/4| = V sqrt(1 + 1/16 + 1/4).
    BOOST_TEST(near(fundamental(out[Channel::i3]), phasor(15, -240)));
    BOOST_TEST(std::abs(out[Channel::i1].rms - 10 * std::sqrt(21.0 / 16.0)) < 1e-9);
    BOOST_TEST(std::abs(sum_of_currents(out)) < 1e-9);
    BOOST_TEST(out[Channel::i4].rms == 0.0);
    BOOST_TEST((out[Channel::va] == s[Channel::va]));
}

BOOST_AUTO_TEST_CASE(a_balanced_load_keeps_its_star_point) {
    Stimulus const out = lost(balanced(kV, 10, 37, 50));
    BOOST_TEST(out[Channel::vn].rms < 1e-9);
    BOOST_TEST(near(fundamental(out[Channel::i2]), phasor(10, -157)));
}

BOOST_AUTO_TEST_CASE(a_single_load_takes_the_star_point_to_its_phase_and_carries_nothing) {
    Stimulus const out = lost(resistive(10, 0, 0));
    BOOST_TEST(near(fundamental(out[Channel::vn]), phasor(kV, 0)));
    BOOST_TEST(out[Channel::i1].rms == 0.0);
}

BOOST_AUTO_TEST_CASE(two_single_phase_loads_stand_in_series_between_their_phases) {
    // 23 Ohm and 46 Ohm between V1 and V2: I = (V1 - V2)/69 Ohm.
    Stimulus const out = lost(resistive(10, 5, 0));
    Phasor const current = (phasor(kV, 0) - phasor(kV, -120)) / 69.0;
    BOOST_TEST(near(fundamental(out[Channel::i1]), current));
    BOOST_TEST(near(fundamental(out[Channel::i2]), -current));
}

BOOST_AUTO_TEST_CASE(without_loads_the_star_point_stays_at_the_mean_of_the_phases) {
    Stimulus s = resistive(0, 0, 0);
    s[Channel::va].rms = 260;  // mean 10 V at 0°
    Stimulus const out = lost(s);
    BOOST_TEST(near(fundamental(out[Channel::vn]), phasor(10, 0)));
    BOOST_TEST(lost(resistive(0, 0, 0))[Channel::vn].rms == 0.0);
}

BOOST_AUTO_TEST_CASE(inductive_and_resistive_loads_make_the_phase_sequence_indicator) {
    // Two equal resistances and an inductance of the same size at phase 1: the known lamp test. Y = -j, 1, 1:
    // V_star = (-j·1 + a² + a)/(2 - j) = (-1 - j)/(2 - j) = (-1 - 3j)/5.
    Stimulus s = resistive(10, 10, 10);
    s[Channel::i1].phase_deg = -90;
    Stimulus const out = lost(s);
    BOOST_TEST(near(fundamental(out[Channel::vn]), kV * Phasor(-1, -3) / 5.0));
    BOOST_TEST(std::abs(sum_of_currents(out)) < 1e-9);
}

BOOST_AUTO_TEST_CASE(triplen_voltages_of_a_balanced_resistive_load_appear_whole_at_the_star_point) {
    // At order 3 the three voltages are equal: no current is left in any load.
    Stimulus s = balanced(kV, 10, 0, 50);
    for (std::size_t k = 0; k < 3; ++k) {
        s.channels[k].harmonics = {{3, 0.05, 20}};
        s.channels[4 + k].harmonics = {{3, 0.05, 20}};
    }
    Stimulus const out = lost(s);
    BOOST_TEST(near(order(out[Channel::vn], 3), phasor(kV * 0.05, 20), 1e-6));
    BOOST_TEST(out[Channel::vn].rms < 1e-6);
    BOOST_TEST(std::abs(order(out[Channel::i1], 3)) < 1e-9);
}

BOOST_AUTO_TEST_CASE(harmonic_currents_that_the_load_does_not_explain_flow_back_through_the_others) {
    // Phase 1 draws 2 A of order 5 although its voltage has none: a source. Three equal conductances G: V_star(5) = J/3G, and
    // I1(5) = J - J/3, I2(5) = I3(5) = -J/3.
    Stimulus s = resistive(10, 10, 10);
    s[Channel::i1].harmonics = {{5, 0.2, 0}};
    Stimulus const out = lost(s);
    BOOST_TEST(near(order(out[Channel::vn], 5), Phasor(2.0 / 3.0 * 23.0), 1e-6));
    BOOST_TEST(near(order(out[Channel::i1], 5), Phasor(4.0 / 3.0), 1e-6));
    BOOST_TEST(near(order(out[Channel::i3], 5), Phasor(-2.0 / 3.0), 1e-6));
}

BOOST_AUTO_TEST_CASE(an_inductance_grows_and_a_capacitance_shrinks_with_the_order) {
    // Phase 1: 10 Ohm + j10 Ohm, phase 2 a resistance of 10 Ohm, phase 3 nothing; 10 V of order 2 on phase 1, with the current it drives.
    // Divider at order 2: V_star = V·Y1/(Y1 + Y2) with Y1 = 1/(10 + 20j) -> V·10/(20 + 20j). Capacitive: X/h: V·10/(20 - 5j).
    for (bool const inductive : {true, false}) {
        double const x = inductive ? 10 : -10;
        Phasor const z1{10, x};
        Phasor const zh{10, inductive ? 2 * x : x / 2};
        Stimulus s = resistive(0, 23, 0);
        Phasor const i = kV / z1;
        s[Channel::va].harmonics = {{2, 10 / kV, 0}};
        Phasor const ih = 10.0 / zh;
        double const angle = std::arg(i) * 180 / std::numbers::pi;
        s[Channel::i1] = {std::abs(i), angle, {{2, std::abs(ih) / std::abs(i), std::arg(ih) * 180 / std::numbers::pi - 2 * angle}}};
        BOOST_TEST(near(order(lost(s)[Channel::vn], 2), 100.0 / (10.0 + zh), 1e-6));
    }
}

BOOST_AUTO_TEST_CASE(dc_and_interharmonics_divide_as_the_loads_do_at_their_frequency) {
    Stimulus s = resistive(10, 10, 20);
    s[Channel::va].dc = 4;  // through 23 Ohm: 4/23 A with the neutral
    s[Channel::i1].dc = 4.0 / 23.0;
    s[Channel::vb].interharmonics = {{175, 8, 30}};
    s[Channel::i2].interharmonics = {{175, 8.0 / 23.0, 30}};
    Stimulus const out = lost(s);
    BOOST_TEST(std::abs(out[Channel::vn].dc - 1.0) < 1e-9);
    BOOST_REQUIRE(out[Channel::vn].interharmonics.size() == 1U);
    BOOST_TEST(std::abs(out[Channel::vn].interharmonics[0].frequency_hz - 175) < 1e-9);
    BOOST_TEST(std::abs(out[Channel::vn].interharmonics[0].rms - 2) < 1e-9);
    BOOST_TEST(std::abs(out[Channel::vn].interharmonics[0].phase_deg - 30) < 1e-9);
    BOOST_TEST(std::abs(out[Channel::i1].dc - 3.0 / 23.0) < 1e-9);
}

BOOST_AUTO_TEST_CASE(a_split_phase_load_floats_between_its_two_lines) {
    // The textbook case: 120/240 V, 10 A and 30 A: the lighter load sees 180 V, the heavier 60 V.
    Stimulus s;
    s.frequency_hz = 60;
    s[Channel::va] = {120, 0, {}};
    s[Channel::vb] = {120, 180, {}};
    s[Channel::i1] = {10, 0, {}};
    s[Channel::i2] = {30, 180, {}};
    Stimulus const out = lost(s, Network::split_phase);
    BOOST_TEST(near(fundamental(out[Channel::va]) - fundamental(out[Channel::vn]), Phasor(180)));
    BOOST_TEST(near(fundamental(out[Channel::vn]) - fundamental(out[Channel::vb]), Phasor(60)));
    BOOST_TEST(near(fundamental(out[Channel::i1]), Phasor(15)));
}

BOOST_AUTO_TEST_CASE(a_phase_that_is_lost_too_holds_nothing) {
    Stimulus const out = lost(resistive(10, 10, 20), Network::wye, 0b100);
    BOOST_TEST(near(fundamental(out[Channel::vn]), (phasor(kV, 0) + phasor(kV, -120)) / 2.0));
    BOOST_TEST(out[Channel::i3].rms == 0.0);
}

BOOST_AUTO_TEST_CASE(a_phase_that_feeds_is_a_source_of_current) {
    // 5 A fed in at phase 1, 23 Ohm at phases 2 and 3: V_star = (V2 + V3)/2 - 5·23/2 = -230/2 - 57.5 along V1.
    Stimulus s = resistive(5, 10, 10);
    s[Channel::i1].phase_deg = 180;
    Stimulus const out = lost(s);
    BOOST_TEST(near(fundamental(out[Channel::vn]), Phasor(-115 - 57.5)));
    BOOST_TEST(near(fundamental(out[Channel::i1]), Phasor(-5)));
}

BOOST_AUTO_TEST_CASE(a_residual_sensor_keeps_its_current) {
    Stimulus s = resistive(10, 10, 20);
    s[Channel::i4] = {0.03, 0, {}};
    s.sensors[3].plug = SensorPlug{static_cast<std::uint16_t>(*sensor_named("dIC-50")), 3.0};
    BOOST_TEST(lost(s)[Channel::i4].rms == 0.03);
}

BOOST_AUTO_TEST_CASE(what_leaves_no_star_point_is_refused_by_name) {
    BOOST_TEST(refusal(resistive(1, 1, 1), Network::delta) == "neutral_loss: a 3P network has no neutral to lose");
    Stimulus fed = resistive(5, 0, 0);
    fed[Channel::i1].phase_deg = 180;
    BOOST_TEST(refusal(fed).starts_with("neutral_loss: the currents of the loads at order 1 have no way back"));
    Stimulus resonant = resistive(10, 10, 0);
    resonant[Channel::i1].phase_deg = -90;
    resonant[Channel::i2].phase_deg = -120 + 90;
    BOOST_TEST(refusal(resonant).starts_with("neutral_loss: inductive and capacitive loads are in resonance at order 1"));
    Stimulus dip = resistive(10, 10, 10);
    dip.event = VoltageEvent{};
    BOOST_TEST(refusal(dip).starts_with("neutral_loss: a dip, swell or interruption while the neutral is lost is not computed"));
}
