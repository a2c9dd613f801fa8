// SPDX-License-Identifier: GPL-3.0-or-later
/// The reply to one Modbus RTU request, out of the bytes that a line brings piece by piece. No silence is waited for: a reply ends where
/// its function code and byte count say. No I/O.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/base/bytes.hpp"
#include "core/base/result.hpp"

namespace mb::bridge {

class RtuReply {
public:
    /// Of the unit and function that were asked.
    RtuReply(std::uint8_t unit, std::uint8_t function) : unit_(unit), function_(function) {}

    /// The reply's PDU once it is whole; an Error as soon as it cannot become one: another unit, another function, a wrong CRC, bytes
    /// behind it, more bytes than a frame has. nullopt: more bytes are needed.
    std::optional<Result<Bytes>> push(ByteView bytes);
    /// What came so far, for a reply that is given up: "nothing came", "3 bytes came: 01 03 04".
    std::string so_far() const;

private:
    std::uint8_t unit_;
    std::uint8_t function_;
    Bytes got_;
};

}  // namespace mb::bridge
