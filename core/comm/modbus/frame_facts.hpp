// SPDX-License-Identifier: GPL-3.0-or-later
/// What a frame says, right or wrong: for the traffic log and for whoever chooses frames. Any bytes are taken, nonsense too.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/bytes.hpp"
#include "core/catalogue/register_map.hpp"
#include "core/comm/modbus/framing.hpp"

namespace mb::modbus {

enum class Direction : std::uint8_t { request, reply };
enum class CrcState : std::uint8_t { none, good, bad };  ///< none: the framing has no checksum

struct RegisterRange {
    std::uint16_t first = 0;
    std::uint16_t count = 0;  ///< as the frame says it: 0 and too many occur

    std::uint32_t end() const { return std::uint32_t{first} + count; }
    bool touches(RegisterRange const& other) const { return first < other.end() && other.first < end(); }
};

struct FrameFacts {
    std::optional<std::uint16_t> transaction;  ///< of Modbus TCP
    std::optional<std::uint8_t> unit;          ///< with the function: nullopt where the frame is too short to tell
    std::optional<std::uint8_t> function;      ///< without the bit of exceptions
    std::optional<std::uint8_t> exception;     ///< its code
    std::optional<RegisterRange> read;         ///< what is read; of a reply: what its request asked for
    std::optional<RegisterRange> written;
    std::vector<std::uint16_t> read_words;  ///< the registers' words in this frame
    std::vector<std::uint16_t> written_words;
    CrcState crc = CrcState::none;
    std::string trouble;  ///< "the CRC is wrong", "shorter than its length field says"; empty where the frame is sound

    /// Trouble, or an exception.
    bool is_error() const { return !trouble.empty() || exception.has_value(); }
};

/// `request`: the frame that a reply answers, empty where nobody knows; without it a reply does not tell which registers it holds.
FrameFacts facts_of(Framing framing, Direction direction, ByteView frame, ByteView request = {});

struct NamedValue {
    Register const* reg = nullptr;  ///< of the map
    Value value;
};
/// The values of whole registers in the frame, read or written; in the order of addresses.
std::vector<NamedValue> values_of(FrameFacts const& facts, RegisterMap const& map);

}  // namespace mb::modbus
