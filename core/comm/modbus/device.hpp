// SPDX-License-Identifier: GPL-3.0-or-later
/// What the Modbus engine needs of a meter: the present state to read, and a door for commands.
#pragma once

#include <memory>
#include <span>

#include "core/meter/command.hpp"
#include "core/meter/snapshot.hpp"

namespace mb::modbus {

class Device {
public:
    virtual ~Device() = default;
    /// The latest state; one snapshot serves one request, so a multi-register read is coherent. Never null.
    virtual std::shared_ptr<Snapshot const> snapshot() = 0;
    /// Carries out what one request asks, at one instant; when it returns, snapshot() shows it.
    virtual void carry_out(std::span<Command const> commands) = 0;
    /// A request was answered (drives the COM LED).
    virtual void note_traffic() = 0;
};

}  // namespace mb::modbus
