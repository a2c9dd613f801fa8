// SPDX-License-Identifier: GPL-3.0-or-later
/// Pictures of the live window, with or without a display.
#pragma once

#include <chrono>
#include <string>

#include "core/base/result.hpp"
#include "sim/builtin/house.hpp"

namespace mb::desk {

class MainWindow;

/// Shows the window, waits until there are readings and, with `dip`, until a dip that it orders is over and still in the scope; then
/// writes `file`, whole or not at all. Runs the event loop for `patience` at most; an error where the meter was not ready by then.
Result<void> take_screenshot(MainWindow& window, House& house, std::string const& file, bool dip,
                             std::chrono::milliseconds patience = std::chrono::seconds{20});

}  // namespace mb::desk
