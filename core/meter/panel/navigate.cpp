// SPDX-License-Identifier: GPL-3.0-or-later
// What the keys do (manual 3.1.5 and 8).
#include <algorithm>

#include "core/meter/panel/pages.hpp"
#include "core/meter/panel/panel.hpp"

namespace mb::panel {
namespace {

Page const& page_of(State const& state) { return pages()[state.page]; }

State go(State state, std::uint8_t page) {
    state.page = page;
    state.cursor = 0;
    return state;
}

/// The next page that `key` names; from elsewhere the first one.
State cycled(State state, Shortcut key) {
    auto const all = pages();
    auto const count = all.size();
    std::size_t const from = page_of(state).shortcut == key ? state.page : count - 1;
    for (std::size_t step = 1; step <= count; ++step) {
        std::size_t const at = (from + step) % count;
        if (all[at].shortcut == key) return go(state, static_cast<std::uint8_t>(at));
    }
    return state;
}

/// One level up, the cursor on where we come from.
State up_a_level(State state) {
    Page const& page = page_of(state);
    if (page.parent.empty()) return state;
    std::uint8_t const from = state.page;
    state = go(state, page_named(page.parent));
    auto const list = children(state.page);
    state.cursor = static_cast<std::uint16_t>(std::find(list.begin(), list.end(), from) - list.begin());
    return state;
}

/// The neighbour in the same menu, round and round. Menus themselves have none.
State sideways(State state, int step) {
    Page const& page = page_of(state);
    if (page.layout == Layout::menu) return state;
    auto const list = children(page_named(page.parent));
    auto const at = std::find(list.begin(), list.end(), state.page) - list.begin();
    auto const count = static_cast<std::ptrdiff_t>(list.size());
    for (std::ptrdiff_t i = 1; i <= count; ++i) {
        std::uint8_t const next = list[static_cast<std::size_t>((at + i * step + i * count) % count)];
        if (pages()[next].layout != Layout::menu) return next == state.page ? state : go(state, next);
    }
    return state;
}

bool in_use(Snapshot const& snapshot, int load) {
    auto const symbol = resolve("load{n}.inst.status", load);
    if (!symbol) return false;
    Value const value = snapshot.value(*symbol);
    auto const* const status = std::get_if<std::uint64_t>(&value);
    return status != nullptr && *status != 0;
}

State next_load(State state, Snapshot const& snapshot) {
    for (int step = 1; step < kLoads; ++step) {
        int const load = (state.load - 1 + step) % kLoads + 1;
        if (in_use(snapshot, load)) {
            state.load = static_cast<std::uint8_t>(load);
            break;
        }
    }
    return state;
}

std::size_t lines_to_move_through(State const& state, Snapshot const& snapshot) {
    Page const& page = page_of(state);
    auto const running = static_cast<std::size_t>(
        std::count_if(snapshot.events.begin(), snapshot.events.end(), [](Event const& e) { return !e.end.has_value(); }));
    switch (page.layout) {
        case Layout::menu:
            return children(state.page).size();
        case Layout::running:
            return running;
        case Layout::history:
            return snapshot.events.size() - running;
        default:
            return 0;
    }
}

State moved(State state, int step, Snapshot const& snapshot) {
    auto const count = static_cast<int>(lines_to_move_through(state, snapshot));
    state.cursor = static_cast<std::uint16_t>(std::clamp(state.cursor + step, 0, std::max(0, count - 1)));
    return state;
}

/// The next saved page after this one.
State next_favourite(State state) {
    auto const count = pages().size();
    for (std::size_t step = 1; step <= count; ++step) {
        std::size_t const at = (state.page + step) % count;
        if ((state.favourites >> at & 1U) != 0) return go(state, static_cast<std::uint8_t>(at));
    }
    return state;
}

State favourite_toggled(State state) {
    if (page_of(state).layout != Layout::menu) state.favourites ^= 1U << state.page;
    return state;
}

}  // namespace

State pressed(State state, Key key, Press press, Snapshot const& snapshot) {
    if (state.page >= pages().size()) state = {};
    bool const hold = press == Press::hold;
    switch (key) {
        case Key::load:
            return hold ? state : cycled(state, Shortcut::load);
        case Key::network:
            return hold ? state : cycled(state, Shortcut::network);  // held: the wizard, which is not there yet
        case Key::energy:
            return state;  // the meter does not count energy yet
        case Key::up:
            return moved(state, -1, snapshot);
        case Key::down:
            return moved(state, 1, snapshot);
        case Key::left:
            return sideways(state, -1);
        case Key::right:
            return hold ? next_load(state, snapshot) : sideways(state, 1);
        case Key::back:
            return hold ? go(state, page_named("main")) : up_a_level(state);
        case Key::favourite:
            return hold ? favourite_toggled(state) : next_favourite(state);
        case Key::ok: {
            auto const list = children(state.page);
            if (page_of(state).layout != Layout::menu || state.cursor >= list.size()) return state;
            return go(state, list[state.cursor]);
        }
    }
    return state;
}

}  // namespace mb::panel
