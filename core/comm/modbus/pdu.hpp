// SPDX-License-Identifier: GPL-3.0-or-later
/// The words of a Modbus PDU (function code first; no address, no checksum) that server and client share.
/// Source: Modbus application protocol specification V1.1b3, sections 6 and 7.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/bytes.hpp"

namespace mb::modbus {

inline constexpr std::uint8_t kReadHolding = 3;
inline constexpr std::uint8_t kReadInput = 4;
inline constexpr std::uint8_t kWriteOne = 6;
inline constexpr std::uint8_t kWriteMany = 16;
inline constexpr std::uint8_t kReportServerId = 17;
inline constexpr std::uint8_t kMaskWrite = 22;
inline constexpr std::uint8_t kReadWrite = 23;
inline constexpr std::uint8_t kEncapsulated = 43;  ///< with MEI type 14: read device identification
inline constexpr std::uint8_t kDeviceIdentification = 14;
inline constexpr std::uint8_t kRunning = 0xFF;       ///< run indicator of function 17
inline constexpr std::uint8_t kMoreFollows = 0xFF;   ///< of function 43/14
inline constexpr std::uint8_t kExceptionBit = 0x80;  ///< set in the function code of a refusal

inline constexpr std::uint16_t kMostRead = 125;               ///< registers in one read
inline constexpr std::uint16_t kMostWritten = 123;            ///< registers in one function 16
inline constexpr std::uint16_t kMostWrittenBeforeRead = 121;  ///< registers written by one function 23
inline constexpr std::size_t kLongestPdu = 253;

/// Exception codes of section 7 that this meter gives. "Illegal function" is also what a server in the wrong state for a request answers
/// (section 7): writing while the lock is closed, without the right, or where writing is switched off.
enum class Refusal : std::uint8_t {
    illegal_function = 1,
    illegal_address = 2,
    illegal_value = 3,
    device_failure = 4,
    busy = 6,
    no_such_unit = 11,  ///< "gateway target failed to respond"
};

/// The exception reply.
Bytes refuse(std::uint8_t function, Refusal why);
/// "read holding registers"; "function 99" for codes that the specification does not name.
std::string function_name(std::uint8_t function);
/// "illegal data address"; "unknown exception" for codes the specification does not list.
std::string_view exception_name(std::uint8_t code);

/// How many bytes the request PDU has that begins with `begin`, as its function code and byte count say. nullopt: more bytes are needed to
/// tell, or nobody can, because the function is unknown (length_is_known).
std::optional<std::size_t> request_length(ByteView begin);
bool length_is_known(std::uint8_t function);
/// The same of a reply PDU; an exception has two bytes. nullopt: more bytes are needed to tell, or nobody can.
std::optional<std::size_t> reply_length(ByteView begin);

}  // namespace mb::modbus
