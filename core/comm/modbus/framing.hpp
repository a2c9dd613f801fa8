// SPDX-License-Identifier: GPL-3.0-or-later
/// The two ways in which a PDU stands on a wire.
#pragma once

#include "core/comm/modbus/mbap.hpp"
#include "core/comm/modbus/rtu.hpp"
#include "core/comm/modbus/side.hpp"

namespace mb::modbus {

enum class Framing : std::uint8_t { tcp, rtu };

/// RTU on serial lines and over TCP, else that of Modbus TCP.
constexpr Framing framing_of(LinkKind kind) {
    return kind == LinkKind::rtu || kind == LinkKind::usb || kind == LinkKind::rtu_tcp ? Framing::rtu : Framing::tcp;
}

/// The frame's bytes; RTU has no transaction.
inline Bytes framed(Framing framing, TcpFrame const& frame) {
    return framing == Framing::tcp ? tcp_bytes(frame) : rtu_bytes({frame.unit, frame.pdu});
}

}  // namespace mb::modbus
