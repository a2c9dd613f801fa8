// SPDX-License-Identifier: GPL-3.0-or-later
/// The meter's half of Modbus: functions 3, 4, 6, 16, 17, 22, 23 and 43/14 on a register map. Bytes in, bytes out; no I/O.
/// Registers inside a block that no row names read zero; not available reads zero. docs/modbus.md tells the rules for users.
///
/// In what order a request is judged: the side's right to ask at all (exception 1), its form (exception 3), its addresses (2: outside all
/// blocks, read-only, half a value, a function that the register does not take), the right to write (1: writing is off, the side has no
/// right, the lock is closed), its values (3).
#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>
#include <optional>

#include "core/base/bytes.hpp"
#include "core/catalogue/register_map.hpp"
#include "core/comm/modbus/device.hpp"
#include "core/comm/modbus/injector.hpp"
#include "core/comm/modbus/lock.hpp"
#include "core/comm/modbus/mailbox.hpp"
#include "core/comm/modbus/pdu.hpp"
#include "core/comm/modbus/side.hpp"
#include "core/comm/modbus/traffic.hpp"

namespace mb::modbus {

struct ServerSettings {
    std::uint8_t unit = 1;            ///< 1..247
    std::uint16_t lock_code = 1'000;  ///< of the configuration registers; not 0
    bool writes = true;               ///< false: every write is refused with exception 1
    /// A request for another unit over TCP gets exception 11 instead of silence.
    bool answers_for_others = false;
};

/// A map, a device and the unit number under which they answer. Thread-safe where the device is.
class Server {
public:
    Server(RegisterMap map, Device& device, ServerSettings const& settings = {});

    /// The reply PDU to a request PDU (function code first), never empty: what is wrong is answered by an exception, an empty request by
    /// exception 1 to function 0. One snapshot serves the whole request; what is written is carried out when it returns.
    Bytes answer(Side const& side, ByteView request);

    /// Over TCP: the own unit number, and 255 and 0, which stand for "this device" there (Modbus messaging on TCP/IP, V1.0b, 4.4.2.1).
    /// Others get no reply, because they may be meant for someone behind a gateway, or exception 11.
    std::optional<Bytes> answer_tcp(Side const& side, std::uint8_t unit, ByteView request);

    /// On a serial line: the own unit number. 0 is a broadcast: functions 6 and 16 are carried out, nothing is answered (Modbus over
    /// serial line, V1.02, 2.1).
    std::optional<Bytes> answer_serial(Side const& side, std::uint8_t unit, ByteView request);

    /// A request to this unit is this meter's.
    bool is_own(Framing framing, std::uint8_t unit) const;
    /// Simulated time.
    Instant now() { return device_.snapshot()->time; }

    RegisterMap const& map() const { return map_; }
    std::uint8_t unit() const { return unit_; }

    /// Of all ports that this engine answers on.
    TrafficLog& traffic() { return traffic_; }
    Injector& injector() { return injector_; }
    Injector const& injector() const { return injector_; }

private:
    RegisterMap map_;
    Device& device_;
    ServerSettings settings_;
    std::atomic<std::uint8_t> unit_;
    std::mutex mutex_;  // of the lock, and of a write from its judgement to its end
    Lock lock_;
    LogMailboxes mailboxes_;
    TrafficLog traffic_;
    Injector injector_;
};

}  // namespace mb::modbus
