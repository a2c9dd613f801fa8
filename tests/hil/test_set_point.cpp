// SPDX-License-Identifier: GPL-3.0-or-later
#include <boost/test/unit_test.hpp>

#include <cmath>
#include <numbers>

#include "hil/controller/fault_relays.hpp"
#include "hil/scpi/set_point.hpp"

using namespace mb;
using namespace mb::hil;

namespace {

Stimulus with(std::vector<Fault> faults) {
    Stimulus s = balanced(230.0, 5.0, 30.0, 50.0);
    s.faults = std::move(faults);
    return s;
}
SetPoint made(Stimulus const& s, double turns = 1.0) {
    auto const p = set_point_of(s, turns);
    if (!p) BOOST_FAIL(p.error().sentence);
    return *p;
}
std::string refused(std::vector<Fault> const& faults) {
    auto const states = relay_states(faults);
    return states ? "" : states.error().sentence;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(set_point)

BOOST_AUTO_TEST_CASE(transformer_and_turns_stand_between_stimulus_and_source) {
    Stimulus s = balanced(20'000.0 / std::numbers::sqrt3, 600.0, 0.0, 50.0);
    s.vt_ratio = 200.0;
    SetPoint const p = made(s, 100.0);
    BOOST_TEST(p.phases[0].volts == 100.0 / std::numbers::sqrt3, boost::test_tools::tolerance(1e-12));
    BOOST_TEST(p.phases[2].amps == 6.0, boost::test_tools::tolerance(1e-12));
}

BOOST_AUTO_TEST_CASE(the_power_is_that_of_fundamentals_and_harmonics_with_their_angles) {
    // 3·230·5·cos 30°
    BOOST_TEST(active_power(made(with({})), 1.0) == 3.0 * 230.0 * 5.0 * std::sqrt(0.75), boost::test_tools::tolerance(1e-12));
    // In phase, with 10 % and 40 % of the fifth in phase, too: P = 1.04 P1 (IEC 62053-22, the harmonics' influence).
    Stimulus s = balanced(230.0, 5.0, 0.0, 50.0);
    for (std::size_t k = 0; k < 3; ++k) {
        s.channels[k].harmonics = {{5, 0.10, 0.0}};
        s.channels[4 + k].harmonics = {{5, 0.40, 0.0}};
    }
    BOOST_TEST(active_power(made(s), 1.0) == 1.04 * 3.0 * 230.0 * 5.0, boost::test_tools::tolerance(1e-12));
    BOOST_TEST(active_power(made(s, 10.0), 10.0) == 1.04 * 3.0 * 230.0 * 5.0, boost::test_tools::tolerance(1e-12));
}

BOOST_AUTO_TEST_CASE(faults_of_the_sensor_are_other_currents) {
    SetPoint const p = made(with({{FaultKind::gain_error, 0b001, 0, -2.0, 0},
                                  {FaultKind::phase_error, 0b010, 0, 90.0, 0},
                                  {FaultKind::wrong_rating, 0b100, 0, 2.0, 0}}));
    BOOST_TEST(p.phases[0].amps == 4.9, boost::test_tools::tolerance(1e-12));
    BOOST_TEST(p.phases[1].amps_deg == -150.0 + 1.5, boost::test_tools::tolerance(1e-12));  // 90' lead
    BOOST_TEST(p.phases[2].amps == 10.0, boost::test_tools::tolerance(1e-12));
}

/// What the fault does to the lanes (core/signal/fault.hpp) and what the source then puts out must be one.
BOOST_AUTO_TEST_CASE(turned_currents_and_rotation_agree_with_the_matrix_of_lanes) {
    for (Fault const& fault : {Fault{FaultKind::wrong_association, 0, 0, 1.0, 0}, Fault{FaultKind::wrong_association, 0, 0, -1.0, 0},
                               Fault{FaultKind::reversed_rotation, 0, 0, 0, 0}}) {
        Stimulus const s = with({fault});
        SetPoint const p = made(s);
        LaneMatrix const m = lane_matrix(s.faults);
        for (std::size_t k = 0; k < 3; ++k) {
            for (std::size_t c = 0; c < 3; ++c) {
                if (m[k][c] == 1.0) BOOST_TEST(p.phases[k].volts_deg == s.channels[c].phase_deg);
                if (m[4 + k][4 + c] == 1.0) BOOST_TEST(p.phases[k].amps_deg == s.channels[4 + c].phase_deg);
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(every_fault_is_the_relays_the_sources_or_nobodys) {
    std::string nobodys;
    for (FaultRow const& row : faults()) {
        BOOST_TEST(!(done_by_relays(row.kind) && done_by_source(row.kind)), row.name);
        if (!done_by_relays(row.kind) && !done_by_source(row.kind)) nobodys += std::string{row.name} + " ";
    }
    BOOST_TEST(nobodys == "saturation neutral_loss earth_leakage ");
}

/// A relay's state as docs/rig-protocol.md has it, as what it does to the lanes behind it.
BOOST_AUTO_TEST_CASE(relays_do_to_the_lanes_what_the_faults_mean) {
    struct Case {
        Fault fault;
        RelayStates states;
    };
    std::vector<Case> const cases{
        {{FaultKind::open_ct, 0b1010, 0, 0, 0}, {0, 1, 0, 1, 0, 0, 0, 0}},
        {{FaultKind::reversed_ct, 0b0001, 0, 0, 0}, {3, 0, 0, 0, 0, 0, 0, 0}},
        {{FaultKind::swapped_currents, 0b0011, 0, 0, 0}, {4, 0, 0, 0, 0, 0, 0, 0}},
        {{FaultKind::swapped_currents, 0b0110, 0, 0, 0}, {0, 4, 0, 0, 0, 0, 0, 0}},
        {{FaultKind::swapped_currents, 0b0101, 0, 0, 0}, {0, 0, 4, 0, 0, 0, 0, 0}},
        {{FaultKind::swapped_voltages, 0, 0b0011, 0, 0}, {0, 0, 0, 0, 2, 0, 0, 0}},
        {{FaultKind::swapped_voltages, 0, 0b0101, 0, 0}, {0, 0, 0, 0, 0, 0, 2, 0}},
        {{FaultKind::phase_loss, 0, 0b0010, 0, 0}, {0, 1, 0, 0, 0, 1, 0, 0}},
    };
    for (Case const& c : cases) {
        auto const got = relay_states(std::span{&c.fault, 1});
        BOOST_REQUIRE_MESSAGE(got, info(c.fault.kind).name);
        BOOST_TEST(*got == c.states, boost::test_tools::per_element());
        LaneMatrix const m = lane_matrix(std::span{&c.fault, 1});
        for (std::size_t k = 0; k < 3; ++k) {
            std::uint8_t const state = c.states[k];
            if (state == 1) BOOST_TEST(m[4 + k][4 + k] == 0.0);
            if (state == 3) BOOST_TEST(m[4 + k][4 + k] == -1.0);
            if (state == 4) BOOST_TEST(m[4 + k][4 + (k + 1) % 3] == 1.0);
            if (c.states[4 + k] == 1) BOOST_TEST(m[k][k] == 0.0);
            if (c.states[4 + k] == 2) BOOST_TEST(m[k][(k + 1) % 3] == 1.0);
        }
    }
}

BOOST_AUTO_TEST_CASE(what_relays_cannot_do_is_refused_with_the_reason) {
    BOOST_TEST(refused({{FaultKind::swapped_currents, 0b1001, 0, 0, 0}}) ==
               "swapped_currents: the rig exchanges I1, I2 and I3 only, not I4");
    BOOST_TEST(refused({{FaultKind::swapped_voltages, 0, 0b1001, 0, 0}}) ==
               "swapped_voltages: the rig exchanges V1, V2 and V3 only, not Vn");
    BOOST_TEST(refused({{FaultKind::open_ct, 0b0001, 0, 0, 0}, {FaultKind::reversed_ct, 0b0001, 0, 0, 0}}) ==
               "reversed_ct: the rig's relay of I1 already makes another fault, and has one state at a time");
    BOOST_TEST(!set_point_of(with({{FaultKind::swapped_currents, 0b011, 0, 0, 0}, {FaultKind::gain_error, 1, 0, 1.0, 0}}), 1.0));
}

BOOST_AUTO_TEST_CASE(nan_is_above_every_limit) {
    SetPoint p = made(with({}));
    RigLimits const limits{260.0, 6.0, 45.0, 65.0};
    BOOST_TEST(bool{check(p, std::nullopt, limits)});
    p.phases[1].volts = std::nan("");
    BOOST_TEST(!check(p, std::nullopt, limits));
    p = made(with({}));
    p.hertz = std::nan("");
    BOOST_TEST(!check(p, std::nullopt, limits));
}

BOOST_AUTO_TEST_SUITE_END()
