// SPDX-License-Identifier: GPL-3.0-or-later
/// The front panel: key presses change a State, a State and a Snapshot make a picture. Pure functions, no clock, no I/O; the pages
/// themselves are data (pages.hpp). Source: manual 3.1.5, 7.4 and 8.
#pragma once

#include <string>
#include <vector>

#include "core/meter/panel/canvas.hpp"
#include "core/meter/panel/keys.hpp"
#include "core/meter/panel/state.hpp"
#include "core/meter/snapshot.hpp"

namespace mb::panel {

/// The state after one key. `snapshot` says what there is to move through: the loads in use and the lengths of the event lists; its own
/// `panel` member is not looked at. A key without a meaning on this page changes nothing.
State pressed(State state, Key key, Press press, Snapshot const& snapshot);

/// Draws the whole screen; what was on the canvas before does not matter.
void draw(State const& state, Snapshot const& snapshot, Canvas& canvas);

/// The same screen as lines of text, top to bottom, made by the same drawing calls: for tests, screen readers and the command line.
std::vector<std::string> text(State const& state, Snapshot const& snapshot);

}  // namespace mb::panel
