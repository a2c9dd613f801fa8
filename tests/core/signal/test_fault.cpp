// SPDX-License-Identifier: GPL-3.0-or-later
// Each fault against what it does to eight numbers, written out.
#include "core/signal/fault.hpp"

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <set>
#include <string>
#include <vector>

using namespace mb;

namespace {

using Eight = std::array<double, kChannels>;

constexpr Eight kIn{231, -115, -116, 2, 11, 12, 13, 14};

Eight through(LaneMatrix const& m, Eight const& in = kIn) {
    Eight out{};
    for (std::size_t r = 0; r < kChannels; ++r)
        for (std::size_t c = 0; c < kChannels; ++c) out[r] += m[r][c] * in[c];
    return out;
}

Eight behind(std::vector<Fault> const& faults) { return through(lane_matrix(faults)); }

std::string refusal(Fault const& fault, Network network) {
    auto const checked = check(fault, network);
    return checked ? "" : checked.error().sentence;
}

}  // namespace

BOOST_AUTO_TEST_CASE(no_fault_changes_nothing) { BOOST_TEST((behind({}) == kIn)); }

BOOST_AUTO_TEST_CASE(each_linear_fault_does_to_the_lanes_what_its_name_says) {
    BOOST_TEST((behind({{FaultKind::open_ct, 0b0101}}) == Eight{231, -115, -116, 2, 0, 12, 0, 14}));
    BOOST_TEST((behind({{FaultKind::reversed_ct, 0b1010}}) == Eight{231, -115, -116, 2, 11, -12, 13, -14}));
    BOOST_TEST((behind({{FaultKind::swapped_currents, 0b1001}}) == Eight{231, -115, -116, 2, 14, 12, 13, 11}));
    BOOST_TEST((behind({{FaultKind::swapped_voltages, 0, 0b1001}}) == Eight{2, -115, -116, 231, 11, 12, 13, 14}));
    BOOST_TEST((behind({{FaultKind::swapped_voltages, 0, 0b0110}}) == Eight{231, -116, -115, 2, 11, 12, 13, 14}));
    BOOST_TEST((behind({{FaultKind::wrong_association, 0, 0, 1.0}}) == Eight{231, -115, -116, 2, 12, 13, 11, 14}));
    BOOST_TEST((behind({{FaultKind::wrong_association, 0, 0, -1.0}}) == Eight{231, -115, -116, 2, 13, 11, 12, 14}));
    BOOST_TEST((behind({{FaultKind::wrong_rating, 0b0001, 0, 2.0}}) == Eight{231, -115, -116, 2, 22, 12, 13, 14}));
    BOOST_TEST((behind({{FaultKind::gain_error, 0b0010, 0, 50.0}}) == Eight{231, -115, -116, 2, 11, 18, 13, 14}));
    BOOST_TEST((behind({{FaultKind::phase_loss, 0, 0b010}}) == Eight{231, 2, -116, 2, 11, 0, 13, 14}));
    BOOST_TEST((behind({{FaultKind::reversed_rotation}}) == Eight{231, -116, -115, 2, 11, 13, 12, 14}));
}

BOOST_AUTO_TEST_CASE(a_leak_flows_in_its_phase_and_in_the_residual_sensor_it_names) {
    // 0.5 A at 230 V: 0.5/230 S at 231 V to earth.
    double const leak = 0.5 / 230.0 * 231.0;
    auto const out = behind({{FaultKind::earth_leakage, 0b1000, 0b001, 0.5, 230.0}});
    BOOST_TEST(std::abs(out[4] - (11 + leak)) < 1e-12);
    BOOST_TEST(std::abs(out[7] - (14 + leak)) < 1e-12);
    BOOST_TEST(out[5] == 12.0);
    // A residual sensor in the phase's own input sees it once.
    BOOST_TEST(std::abs(behind({{FaultKind::earth_leakage, 0b0001, 0b001, 0.5, 230.0}})[4] - (11 + leak)) < 1e-12);
}

BOOST_AUTO_TEST_CASE(faults_without_a_matrix_leave_the_lanes_alone) {
    for (FaultRow const& row : faults()) {
        Fault fault{row.kind, 0b0011, 0b0011, 0.5, 230.0};
        BOOST_TEST_CONTEXT(row.name) { BOOST_TEST((behind({fault}) == kIn) == !row.by_matrix); }
    }
}

BOOST_AUTO_TEST_CASE(the_network_acts_before_the_terminals_and_the_sensor_last_whatever_the_order_of_the_list) {
    // Phase 2 is lost, then its (dead) sensor stands exchanged with that of phase 1, then input 1 is read twice as large.
    Fault const lost{FaultKind::phase_loss, 0, 0b010};
    Fault const swapped{FaultKind::swapped_currents, 0b0011};
    Fault const rating{FaultKind::wrong_rating, 0b0010, 0, 2.0};
    Eight const expected{231, 2, -116, 2, 0, 22, 13, 14};
    BOOST_TEST((behind({lost, swapped, rating}) == expected));
    BOOST_TEST((behind({rating, swapped, lost}) == expected));
    BOOST_TEST((behind({swapped, rating, lost}) == expected));
}

BOOST_AUTO_TEST_CASE(a_lost_phase_leaks_what_its_lost_voltage_drives) {
    Fault const leak{FaultKind::earth_leakage, 0b1000, 0b001, 1.0, 2.0};  // 0.5 S
    auto const out = behind({leak, {FaultKind::phase_loss, 0, 0b001}});
    BOOST_TEST(out[7] == 14 + 0.5 * 2);  // Va stands at Vn = 2 V
    BOOST_TEST(out[4] == 0.5 * 2);
}

BOOST_AUTO_TEST_CASE(within_the_terminals_the_order_of_the_list_holds) {
    Fault const swapped{FaultKind::swapped_currents, 0b0011};
    Fault const turned{FaultKind::reversed_ct, 0b0001};
    BOOST_TEST((behind({swapped, turned}) == Eight{231, -115, -116, 2, -12, 11, 13, 14}));
    BOOST_TEST((behind({turned, swapped}) == Eight{231, -115, -116, 2, 12, -11, 13, 14}));
}

BOOST_AUTO_TEST_CASE(the_stages_multiply_to_the_whole) {
    std::vector<Fault> const all{{FaultKind::gain_error, 0b0001, 0, 10.0}, {FaultKind::reversed_rotation}, {FaultKind::open_ct, 0b0100}};
    auto const before = lane_matrix(all, FaultStage::supply, FaultStage::terminal);
    auto const after = lane_matrix(all, FaultStage::sensor, FaultStage::sensor);
    BOOST_TEST((through(after, through(before)) == behind(all)));
}

BOOST_AUTO_TEST_CASE(every_kind_has_its_row_and_is_found_by_name) {
    std::set<std::string_view> names;
    BOOST_REQUIRE(faults().size() == kFaultKinds);
    for (std::size_t k = 0; k < kFaultKinds; ++k) {
        FaultRow const& row = faults()[k];
        BOOST_TEST(static_cast<std::size_t>(row.kind) == k);
        BOOST_TEST((fault_kind(row.name) == row.kind));
        BOOST_TEST(names.insert(row.name).second);
    }
    BOOST_TEST(!fault_kind("open ct").has_value());
}

BOOST_AUTO_TEST_CASE(what_a_network_cannot_have_is_refused_by_name) {
    BOOST_TEST(refusal({FaultKind::neutral_loss}, Network::delta) == "neutral_loss: a 3P network has no neutral to lose");
    BOOST_TEST(refusal({FaultKind::neutral_loss}, Network::two_phase) == "neutral_loss: a 2P network has no neutral to lose");
    BOOST_TEST(refusal({FaultKind::swapped_voltages, 0, 0b0110}, Network::split_phase) == "swapped_voltages: a 2P+N network has no Vc");
    BOOST_TEST(refusal({FaultKind::swapped_voltages, 0, 0b1001}, Network::delta) == "swapped_voltages: a 3P network has no Vn");
    BOOST_TEST(refusal({FaultKind::phase_loss, 0, 0b010}, Network::one_phase_neutral) == "phase_loss: a 1P+N network has no Vb");
    BOOST_TEST(refusal({FaultKind::phase_loss, 0, 0b1000}, Network::wye) ==
               "phase_loss: Vn is not a phase; the fault of a lost neutral is neutral_loss");
    BOOST_TEST(refusal({FaultKind::reversed_rotation}, Network::split_phase) ==
               "reversed_rotation: needs three phases, a 2P+N network has 2");
    BOOST_TEST(refusal({FaultKind::wrong_association, 0, 0, 1}, Network::one_phase_neutral) ==
               "wrong_association: needs three phases, a 1P+N network has 1");
    BOOST_TEST(refusal({FaultKind::earth_leakage, 0, 0b100, 1, 230}, Network::two_phase) == "earth_leakage: a 2P network has no Vc");
    // And what it can have is not.
    BOOST_TEST(refusal({FaultKind::neutral_loss}, Network::wye) == "");
    BOOST_TEST(refusal({FaultKind::neutral_loss}, Network::split_phase) == "");
    BOOST_TEST(refusal({FaultKind::swapped_voltages, 0, 0b1100}, Network::high_leg) == "");
    BOOST_TEST(refusal({FaultKind::open_ct, 0b1000}, Network::undefined) == "");
}

BOOST_AUTO_TEST_CASE(a_fault_with_too_much_or_too_little_is_refused_with_the_reason) {
    BOOST_TEST(refusal({FaultKind::open_ct}, Network::wye) == "open_ct: takes 1 to 4 current inputs, 0 named");
    BOOST_TEST(refusal({FaultKind::swapped_currents, 0b0111}, Network::wye) == "swapped_currents: takes 2 current inputs, 3 named");
    BOOST_TEST(refusal({FaultKind::neutral_loss, 0b0001}, Network::wye) == "neutral_loss: takes no current input, 1 named");
    BOOST_TEST(refusal({FaultKind::open_ct, 0b1'0000}, Network::wye) == "open_ct: there are four current inputs");
    BOOST_TEST(refusal({FaultKind::open_ct, 1, 0, 5.0}, Network::wye) == "open_ct: takes no value, 5 given");
    BOOST_TEST(refusal({FaultKind::wrong_association, 0, 0, 0.5}, Network::wye) == "wrong_association: turns by +1 or by -1, not by 0.5");
    BOOST_TEST(refusal({FaultKind::phase_error, 1, 0, 700}, Network::wye) == "phase_error: a value of 700 min is outside -600 to 600");
    BOOST_TEST(refusal({FaultKind::gain_error, 1, 0, std::nan("")}, Network::wye) ==
               "gain_error: a value of nan % is outside -100 to 1000");
    BOOST_TEST(refusal({FaultKind::saturation, 1}, Network::wye) == "saturation: a value of 0 crests is outside 0.01 to 100");
    BOOST_TEST(refusal({FaultKind::earth_leakage, 0, 1, 0.3}, Network::wye) ==
               "earth_leakage: needs the nominal voltage L-N at which the current of 0.3 A flows");
    BOOST_TEST(refusal({FaultKind::open_ct, 1, 0, 0, 230.0}, Network::wye) == "open_ct: takes no reference, 230 given");
}
