// SPDX-License-Identifier: GPL-3.0-or-later
#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

#include "core/meter/panel/pages.hpp"
#include "core/meter/panel/panel.hpp"
#include "tests/core/meter/panel_bench.hpp"

using namespace mb;
using namespace std::chrono_literals;
using panel::Key;
using panel::Press;
using panel::State;

namespace {

State after(State state, std::vector<Key> const& keys, Snapshot const& snapshot = panel_bench::nothing_measured()) {
    for (Key const key : keys) state = panel::pressed(state, key, Press::brief, snapshot);
    return state;
}

State held(State const& state, Key key, Snapshot const& snapshot = panel_bench::nothing_measured()) {
    return panel::pressed(state, key, Press::hold, snapshot);
}

std::string page(State const& state) { return std::string{panel::pages()[state.page].name}; }

State on(std::string_view name) {
    State s;
    s.page = panel::page_named(name);
    return s;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(panel_keys)

// Manual 8.2: current, active power, reactive power, apparent power, power factor.
BOOST_AUTO_TEST_CASE(the_load_key_goes_through_the_load_pages_and_round) {
    State s;
    for (std::string const expected : {"i", "p", "q", "s", "pf", "i"}) {
        s = after(s, {Key::load});
        BOOST_TEST(page(s) == expected);
    }
}

// Manual 8.2: phase-to-neutral voltage, phase-to-phase voltage, frequency.
BOOST_AUTO_TEST_CASE(the_network_key_goes_through_the_network_pages_and_round) {
    State s = on("main");
    for (std::string const expected : {"v", "u", "f", "v"}) {
        s = after(s, {Key::network});
        BOOST_TEST(page(s) == expected);
    }
}

BOOST_AUTO_TEST_CASE(holding_back_opens_the_main_menu_from_anywhere) {
    for (std::size_t i = 0; i < panel::pages().size(); ++i) {
        State s;
        s.page = static_cast<std::uint8_t>(i);
        BOOST_TEST(page(held(s, Key::back)) == "main");
    }
}

BOOST_AUTO_TEST_CASE(every_page_is_reached_by_arrows_and_ok_from_the_main_menu) {
    auto const snapshot = panel_bench::nothing_measured();
    std::vector<bool> seen(panel::pages().size());
    std::vector<State> open{on("main")};
    while (!open.empty()) {
        State const s = open.back();
        open.pop_back();
        seen[s.page] = true;
        if (panel::pages()[s.page].layout != panel::Layout::menu) continue;
        State at = s;
        for (std::size_t line = 0; line < panel::children(s.page).size(); ++line) {
            open.push_back(panel::pressed(at, Key::ok, Press::brief, snapshot));
            at = panel::pressed(at, Key::down, Press::brief, snapshot);
        }
    }
    for (std::size_t i = 0; i < seen.size(); ++i) BOOST_TEST(seen[i], "page " << panel::pages()[i].name << " is out of reach");
}

BOOST_AUTO_TEST_CASE(back_returns_to_the_menu_line_it_came_from) {
    State const s = after(on("voltages"), {Key::down, Key::down, Key::ok});
    BOOST_TEST(page(s) == "f");
    State const up = after(s, {Key::back});
    BOOST_TEST(page(up) == "voltages");
    BOOST_TEST(up.cursor == 2);
}

BOOST_AUTO_TEST_CASE(back_in_the_main_menu_and_the_energy_key_change_nothing) {
    BOOST_CHECK(after(on("main"), {Key::back}) == on("main"));
    BOOST_CHECK(after(on("p"), {Key::energy}) == on("p"));
    BOOST_CHECK(held(on("p"), Key::network) == on("p"));
}

BOOST_AUTO_TEST_CASE(left_and_right_go_round_the_pages_of_one_menu) {
    BOOST_TEST(page(after(on("p"), {Key::right})) == "q");
    BOOST_TEST(page(after(on("p"), {Key::left})) == "pf");
    BOOST_TEST(page(after(on("pf"), {Key::right})) == "p");
    BOOST_TEST(page(after(on("about"), {Key::right})) == "about");
}

BOOST_AUTO_TEST_CASE(the_cursor_stops_at_both_ends_of_a_menu) {
    BOOST_TEST(after(on("main"), {Key::up}).cursor == 0);
    BOOST_TEST(after(on("main"), {Key::down, Key::down, Key::down, Key::down}).cursor == 2);
}

// Manual 3.1.5: holding the right arrow cycles to the next load. This meter has one.
BOOST_AUTO_TEST_CASE(holding_right_passes_over_loads_that_are_not_in_use) { BOOST_TEST(held(on("i"), Key::right).load == 1); }

BOOST_AUTO_TEST_CASE(a_list_scrolls_no_further_than_its_last_event) {
    Snapshot s = panel_bench::nothing_measured();
    for (int i = 0; i < 6; ++i) s.events.push_back(panel_bench::event(EventKind::dip, i * 1s, 100ms, 50));
    s.events.push_back(panel_bench::event(EventKind::swell, 10s, std::nullopt, 120));
    BOOST_TEST(after(on("history"), std::vector<Key>(20, Key::down), s).cursor == 5);
    BOOST_TEST(after(on("running"), std::vector<Key>(20, Key::down), s).cursor == 0);
}

// Manual 8.3.
BOOST_AUTO_TEST_CASE(favourites_are_saved_by_holding_viewed_by_a_touch_and_removed_by_holding) {
    State s = held(on("f"), Key::favourite);
    s.page = panel::page_named("pf");
    s = held(s, Key::favourite);
    s.page = panel::page_named("main");
    s = after(s, {Key::favourite});
    BOOST_TEST(page(s) == "f");
    s = after(s, {Key::favourite});
    BOOST_TEST(page(s) == "pf");
    s = held(s, Key::favourite);
    s = after(s, {Key::favourite, Key::favourite});
    BOOST_TEST(page(s) == "f");
    BOOST_TEST(page(after(on("i"), {Key::favourite})) == "i");
}

BOOST_AUTO_TEST_CASE(a_state_from_elsewhere_with_an_impossible_page_is_survived) {
    State s;
    s.page = 255;
    for (auto const& name : panel::kKeyNames) BOOST_TEST(after(s, {*panel::key_named(name)}).page < panel::pages().size());
}

BOOST_AUTO_TEST_SUITE_END()
