// SPDX-License-Identifier: GPL-3.0-or-later
/// The words of a Modbus PDU (function code first; no address, no checksum) that server and client share.
/// Source: Modbus application protocol specification V1.1b3, sections 6.3, 6.4, 6.6, 6.12 and 7.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace mb::modbus {

inline constexpr std::uint8_t kReadHolding = 3;
inline constexpr std::uint8_t kReadInput = 4;
inline constexpr std::uint8_t kWriteOne = 6;
inline constexpr std::uint8_t kWriteMany = 16;
inline constexpr std::uint8_t kExceptionBit = 0x80;  ///< set in the function code of a refusal

inline constexpr std::uint16_t kMostRead = 125;     ///< registers in one read
inline constexpr std::uint16_t kMostWritten = 123;  ///< registers in one function 16
inline constexpr std::size_t kLongestPdu = 253;

/// Exception codes of section 7 that this meter gives.
enum class Refusal : std::uint8_t { illegal_function = 1, illegal_address = 2, illegal_value = 3, device_failure = 4 };

/// "illegal data address"; "unknown exception" for codes the specification does not list.
std::string_view exception_name(std::uint8_t code);

}  // namespace mb::modbus
