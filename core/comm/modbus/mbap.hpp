// SPDX-License-Identifier: GPL-3.0-or-later
/// Modbus TCP framing (Modbus messaging on TCP/IP, V1.0b, 3.1.3): transaction, protocol 0, length, unit, PDU. Incremental: bytes arrive in
/// any pieces, several requests may arrive at once. Bytes only, no I/O.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>

#include "core/base/bytes.hpp"

namespace mb::modbus {

struct TcpFrame {
    std::uint16_t transaction = 0;
    std::uint8_t unit = 0;
    Bytes pdu;  ///< 1..253 bytes
};

/// The bytes of a frame on the wire.
Bytes tcp_bytes(TcpFrame const& frame);

class MbapParser {
public:
    void push(ByteView bytes);
    /// The next whole frame, in order of arrival; nullopt until more bytes come.
    std::optional<TcpFrame> next();

    /// True for ever once a header had a protocol other than 0 or a length outside 2..254: the stream cannot be followed any more.
    bool broken() const { return broken_; }
    /// True while the beginning of a frame waits for its end. Ask after next() gave nullopt.
    bool mid_frame() const { return at_ < buffer_.size(); }
    /// What broke the stream, once.
    Bytes take_nonsense() { return std::exchange(nonsense_, {}); }

private:
    Bytes buffer_;
    std::size_t at_ = 0;  // read position in buffer_
    Bytes nonsense_;
    bool broken_ = false;
};

}  // namespace mb::modbus
