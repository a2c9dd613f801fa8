// SPDX-License-Identifier: GPL-3.0-or-later
/// Modbus RTU on a serial line: carries bytes between the line and the engine of core/comm, in a thread of its own. A line that goes away
/// (an adapter is pulled out) is opened again as soon as it is back.
#pragma once

#include <memory>
#include <string>

#include "core/base/result.hpp"
#include "core/comm/modbus/rtu.hpp"
#include "core/comm/modbus/server.hpp"
#include "sim/ports/serial_line.hpp"

namespace mb {

/// Answers from open() to destruction.
class ModbusRtuServer {
public:
    /// `kind` is LinkKind::rtu or LinkKind::usb. `server` is used from the thread and must outlive it. Refused: what SerialLine refuses.
    static Result<std::unique_ptr<ModbusRtuServer>> open(SerialAddress const& address, modbus::Server& server,
                                                         modbus::LinkKind kind = modbus::LinkKind::rtu);
    ~ModbusRtuServer();
    ModbusRtuServer(ModbusRtuServer const&) = delete;
    ModbusRtuServer& operator=(ModbusRtuServer const&) = delete;

    /// "/dev/ttyUSB0 38400 8N1".
    std::string endpoint() const;
    /// Of the frames that came, those for other units too.
    modbus::RtuCounts counts() const;
    /// How often the line was lost.
    std::uint64_t losses() const;

private:
    struct Parts;
    explicit ModbusRtuServer(std::unique_ptr<Parts> parts);
    std::unique_ptr<Parts> parts_;
};

}  // namespace mb
