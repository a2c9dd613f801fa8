// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/signal/fault_board.hpp"

#include <boost/test/unit_test.hpp>

using namespace mb;
using namespace std::chrono_literals;

namespace {

constexpr Fault kOpen{FaultKind::open_ct, 0b0001};
constexpr Fault kLost{FaultKind::phase_loss, 0, 0b010};

Instant at(Duration since) { return Instant{since}; }

FaultBoard board() {
    FaultBoard b(Network::wye);
    BOOST_REQUIRE(static_cast<bool>(b.configure("open", kOpen)));
    BOOST_REQUIRE(static_cast<bool>(b.configure("lost", kLost)));
    return b;
}

template <class R>
std::string refusal(R const& result) {
    return result ? "" : result.error().sentence;
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_fault_goes_from_configured_through_armed_and_active_to_cleared_and_may_be_armed_again) {
    FaultBoard b = board();
    BOOST_TEST((b.entries()[0].state == FaultState::configured));
    BOOST_REQUIRE(static_cast<bool>(b.arm("open", {at(1s), 2s})));
    BOOST_TEST((b.next_change() == at(1s)));
    BOOST_TEST(b.advance(at(999ms)).empty());
    BOOST_TEST(b.active().empty());
    BOOST_TEST((b.advance(at(1s)) == std::vector{FaultTransition{"open", FaultState::armed, FaultState::active, at(1s)}}));
    BOOST_TEST((b.active() == std::vector{kOpen}));
    BOOST_TEST((b.next_change() == at(3s)));
    BOOST_TEST((b.advance(at(5s)) == std::vector{FaultTransition{"open", FaultState::active, FaultState::cleared, at(3s)}}));
    BOOST_TEST(b.active().empty());
    BOOST_TEST(!b.next_change().has_value());
    BOOST_TEST(static_cast<bool>(b.arm("open", {at(6s), {}})));
    BOOST_TEST(b.advance(at(6s)).size() == 1U);
    BOOST_TEST(!b.next_change().has_value());  // lasts until it is cleared
    BOOST_TEST(b.advance(at(3600s)).empty());
}

BOOST_AUTO_TEST_CASE(one_long_step_tells_all_that_happened_in_order_of_time) {
    FaultBoard b = board();
    BOOST_REQUIRE(static_cast<bool>(b.arm("open", {at(2s), 1s})));
    BOOST_REQUIRE(static_cast<bool>(b.arm("lost", {at(1s), 1s})));
    auto const told = b.advance(at(10s));
    BOOST_REQUIRE(told.size() == 4U);
    BOOST_TEST((told[0] == FaultTransition{"lost", FaultState::armed, FaultState::active, at(1s)}));
    BOOST_TEST((told[1] == FaultTransition{"lost", FaultState::active, FaultState::cleared, at(2s)}));  // the end before the begin
    BOOST_TEST((told[2] == FaultTransition{"open", FaultState::armed, FaultState::active, at(2s)}));
    BOOST_TEST((told[3] == FaultTransition{"open", FaultState::active, FaultState::cleared, at(3s)}));
}

BOOST_AUTO_TEST_CASE(without_an_instant_a_fault_waits_for_its_trigger_and_lasts_from_there) {
    FaultBoard b = board();
    BOOST_REQUIRE(static_cast<bool>(b.arm("open", {{}, 500ms})));
    BOOST_TEST(b.advance(at(10s)).empty());
    auto const begun = b.trigger("open");
    BOOST_REQUIRE(static_cast<bool>(begun));
    BOOST_TEST((*begun == FaultTransition{"open", FaultState::armed, FaultState::active, at(10s)}));
    BOOST_TEST((b.next_change() == at(10'500ms)));
}

BOOST_AUTO_TEST_CASE(active_faults_stand_in_the_order_of_configuration) {
    FaultBoard b = board();
    BOOST_REQUIRE(static_cast<bool>(b.arm("lost", {at(1s), {}})));
    BOOST_REQUIRE(static_cast<bool>(b.arm("open", {at(2s), {}})));
    (void)b.advance(at(2s));
    BOOST_TEST((b.active() == std::vector{kOpen, kLost}));
    auto const cleared = b.clear("open");
    BOOST_REQUIRE(static_cast<bool>(cleared));
    BOOST_TEST((*cleared == FaultTransition{"open", FaultState::active, FaultState::cleared, at(2s)}));
    BOOST_TEST((b.active() == std::vector{kLost}));
}

BOOST_AUTO_TEST_CASE(time_does_not_run_backwards) {
    FaultBoard b = board();
    (void)b.advance(at(5s));
    BOOST_TEST(b.advance(at(1s)).empty());
    BOOST_TEST((b.now() == at(5s)));
}

BOOST_AUTO_TEST_CASE(what_is_contradictory_is_refused_with_the_reason) {
    FaultBoard b = board();
    BOOST_TEST(refusal(b.configure("open", kLost)) == "there is a fault 'open' already (open_ct)");
    BOOST_TEST(refusal(b.configure("", kLost)) == "a fault needs a name");
    BOOST_TEST(refusal(b.configure("more", {FaultKind::open_ct})) == "fault 'more': open_ct: takes 1 to 4 current inputs, 0 named");
    BOOST_TEST(refusal(b.clear("opem")) == "there is no fault 'opem', did you mean 'open'?");
    BOOST_TEST(refusal(b.clear("open")) == "fault 'open' is configured; there is nothing to clear");
    BOOST_TEST(refusal(b.trigger("open")) == "fault 'open' is configured; only an armed fault can begin");
    BOOST_TEST(refusal(b.arm("open", {{}, Duration{0}})) == "fault 'open' cannot last 0 s; give more than 0");
    (void)b.advance(at(2s));
    BOOST_TEST(refusal(b.arm("open", {at(1s), {}})) == "fault 'open' cannot begin at 1 s: it is 2 s already");
    BOOST_REQUIRE(static_cast<bool>(b.arm("open")));
    BOOST_TEST(refusal(b.arm("open")) == "fault 'open' is armed already");
    BOOST_TEST(refusal(b.remove("open")) == "fault 'open' is armed; clear it before it is removed");
    BOOST_REQUIRE(static_cast<bool>(b.clear("open")));
    BOOST_TEST(refusal(b.clear("open")) == "fault 'open' is cleared; there is nothing to clear");
    BOOST_REQUIRE(static_cast<bool>(b.remove("open")));
    BOOST_TEST(b.entries().size() == 1U);
}
