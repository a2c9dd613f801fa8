// SPDX-License-Identifier: GPL-3.0-or-later
/// What the outside may ask of the meter. Commands are posted, stamped and carried out between blocks by the one house thread.
#pragma once

#include <variant>

#include "core/base/time.hpp"
#include "core/meter/panel/keys.hpp"

namespace mb {

/// Sets the calendar: `now` is the time at which the command is carried out.
struct SetClock {
    EpochMilliseconds now = 0;
};

struct PressKey {
    panel::Key key{};
    panel::Press press = panel::Press::brief;
};

using Command = std::variant<SetClock, PressKey>;

}  // namespace mb
