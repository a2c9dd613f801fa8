// SPDX-License-Identifier: GPL-3.0-or-later
/// Who is let in. Times are told: a bucket of 10 tokens, one more each second; closed form.
#include <boost/test/unit_test.hpp>

#include <string>

#include "sim/ports/gatekeeper.hpp"

using namespace mb;
using namespace std::chrono_literals;

namespace {

GatekeeperLimits const kLimits{10.0, 1.0, 1.0, 4.0, 30s, 3};
Gatekeeper::Time at(std::chrono::milliseconds since) { return Gatekeeper::Time{since}; }

}  // namespace

BOOST_AUTO_TEST_SUITE(gatekeeper)

BOOST_AUTO_TEST_CASE(an_address_is_banned_when_its_bucket_is_empty_and_comes_back_after_the_ban) {
    Gatekeeper gate{kLimits};
    for (int i = 0; i < 10; ++i) BOOST_TEST(gate.admits("a", at(0s)));
    BOOST_TEST(gate.admits("b", at(0s)));
    BOOST_TEST(!gate.admits("a", at(0s)));
    BOOST_TEST(gate.bans() == 1U);
    BOOST_TEST(!gate.admits("a", at(29'999ms)));
    BOOST_TEST(gate.bans() == 1U);
    BOOST_TEST(gate.admits("a", at(30s)));
}

BOOST_AUTO_TEST_CASE(the_bucket_fills_with_time_and_never_over_its_brim) {
    Gatekeeper gate{kLimits};
    for (int second = 0; second < 100; ++second) BOOST_TEST(gate.admits("a", at(std::chrono::seconds{second})));
    for (int i = 0; i < 10; ++i) BOOST_TEST(gate.admits("a", at(1'000s)));
    BOOST_TEST(!gate.admits("a", at(1'000s)));
}

BOOST_AUTO_TEST_CASE(an_offence_costs_more_than_a_connection) {
    Gatekeeper gate{kLimits};
    BOOST_TEST(gate.admits("a", at(0s)));  // 9 left
    gate.offence("a", at(0s));             // 5
    gate.offence("a", at(0s));             // 1
    BOOST_TEST(gate.admits("a", at(0s)));  // 0
    gate.offence("a", at(0s));
    BOOST_TEST(!gate.admits("a", at(0s)));
}

BOOST_AUTO_TEST_CASE(only_so_many_addresses_are_remembered) {
    Gatekeeper gate{kLimits};
    for (int i = 0; i < 11; ++i) (void)gate.admits("a", at(0s));
    for (auto const* other : {"b", "c", "d"}) BOOST_TEST(gate.admits(other, at(1s)));
    BOOST_TEST(gate.admits("a", at(2s)));  // forgotten
}

BOOST_AUTO_TEST_CASE(without_a_capacity_everybody_is_let_in) {
    Gatekeeper gate{{.capacity = 0.0}};
    for (int i = 0; i < 1'000; ++i) {
        BOOST_TEST(gate.admits("a", at(0s)));
        gate.offence("a", at(0s));
    }
}

BOOST_AUTO_TEST_SUITE_END()
