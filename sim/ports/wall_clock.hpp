// SPDX-License-Identifier: GPL-3.0-or-later
/// The host's clock for time stamps of the traffic log.
#pragma once

#include "core/comm/modbus/traffic.hpp"

namespace mb {

inline modbus::WallTime wall_clock() { return std::chrono::floor<modbus::Microseconds>(std::chrono::system_clock::now()); }

}  // namespace mb
