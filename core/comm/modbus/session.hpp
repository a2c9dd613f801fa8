// SPDX-License-Identifier: GPL-3.0-or-later
/// One client's conversation on a stream: bytes in, replies out in the same order. Modbus TCP and RTU over TCP differ in their frames only.
#pragma once

#include <cstdint>
#include <variant>

#include "core/comm/modbus/exchange.hpp"
#include "core/comm/modbus/mbap.hpp"
#include "core/comm/modbus/rtu.hpp"

namespace mb::modbus {

class Session {
public:
    /// The kind of link chooses the frames.
    explicit Session(Exchange exchange);

    /// Appends to `out` the replies to all requests that `in` completed. False: close the connection once `out` is sent.
    bool receive(ByteView in, Outgoing& out);
    /// The beginning of a frame waits for its end.
    bool mid_frame() const;
    /// Whole frames so far, those for other units too.
    std::uint64_t frames() const { return frames_; }

private:
    Exchange exchange_;
    std::variant<MbapParser, RtuStream> parser_;
    std::uint64_t frames_ = 0;
};

}  // namespace mb::modbus
