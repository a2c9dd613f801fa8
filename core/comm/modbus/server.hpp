// SPDX-License-Identifier: GPL-3.0-or-later
/// The meter's half of Modbus: functions 3, 4, 6 and 16 on a register map. Bytes in, bytes out; no I/O, no state between requests.
/// Registers inside a block that no row names read zero; not available reads zero.
#pragma once

#include <cstdint>
#include <optional>

#include "core/base/bytes.hpp"
#include "core/catalogue/register_map.hpp"
#include "core/comm/modbus/device.hpp"

namespace mb::modbus {

/// The reply PDU to a request PDU (function code first), never empty: what is wrong is answered by an exception, an empty request by
/// exception 1 to function 0. One snapshot serves the whole request.
Bytes answer(RegisterMap const& map, Device& device, ByteView request);

/// A map, a device and the unit number under which they answer. Thread-safe where the device is.
class Server {
public:
    Server(RegisterMap map, Device& device, std::uint8_t unit = 1);

    /// Over TCP: the own unit number, and 255 and 0, which stand for "this device" there (Modbus messaging on TCP/IP, V1.0b, 4.4.2.1).
    /// Others get no reply: they may be meant for someone behind a gateway.
    std::optional<Bytes> answer_tcp(std::uint8_t unit, ByteView request) const;

    RegisterMap const& map() const { return map_; }
    std::uint8_t unit() const { return unit_; }

private:
    RegisterMap map_;
    Device& device_;
    std::uint8_t unit_;
};

}  // namespace mb::modbus
