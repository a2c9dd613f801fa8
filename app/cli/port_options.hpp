// SPDX-License-Identifier: GPL-3.0-or-later
/// The options of `meterbench serve` that name its Modbus ports.
#pragma once

#include "sim/ports/port_set.hpp"

namespace CLI {
class App;
}

namespace mb::cli {

/// `options` must outlive `command`.
void add_port_options(CLI::App& command, PortOptions& options);

}  // namespace mb::cli
