// SPDX-License-Identifier: GPL-3.0-or-later
/// The frame around messages of the bench's own protocols: the firmware bridge (docs/bridge-abi.md) and the rig controller
/// (docs/rig-protocol.md). Made for small processors: little-endian, one checksum, resynchronised by its two magic bytes.
///
///     'M' 'B' | protocol u8 | version u8 | type u8 | status u8 | sequence u16 | length u32 | payload | CRC-32 u32
///
/// The CRC-32 is that of IEEE 802.3 (as in zlib and Ethernet) over all bytes before it, the magic included.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "core/base/bytes.hpp"

namespace mb {

inline constexpr std::size_t kMessageHead = 12;
inline constexpr std::size_t kMessageTail = 4;
inline constexpr std::uint8_t kReplyBit = 0x80;  ///< of `type`: a reply has the type of its request with this bit

struct Message {
    std::uint8_t protocol = 0;  ///< which protocol it belongs to; a reader takes one
    std::uint8_t version = 0;   ///< of that protocol
    std::uint8_t type = 0;
    std::uint8_t status = 0;     ///< of a reply: 0 good, else the protocol's own code; 0 in requests
    std::uint16_t sequence = 0;  ///< a reply has its request's
    Bytes payload;

    bool operator==(Message const&) const = default;
};

/// CRC-32 of IEEE 802.3; `so_far`: of the bytes before, to go on.
std::uint32_t crc32(ByteView bytes, std::uint32_t so_far = 0);

/// The whole frame of `message`.
Bytes message_bytes(Message const& message);

/// Splits a stream into messages. What is no sound frame of its protocol is passed over, byte by byte up to the next magic, so that
/// a dropped or a flipped byte costs the frames that it touches and no more.
class MessageReader {
public:
    /// longest: of payloads [bytes]; a head that says more is no head.
    MessageReader(std::uint8_t protocol, std::size_t longest) : protocol_(protocol), longest_(longest) {}

    void push(ByteView bytes);
    /// The next sound message in order of arrival; nullopt: more bytes are needed.
    std::optional<Message> next();

    bool mid_frame() const { return at_ < buffer_.size(); }
    std::uint64_t passed_over() const { return passed_over_; }  ///< bytes that belonged to no sound frame
    /// Forgets an unfinished frame: after a time-out, or when the link was opened anew.
    void reset();

private:
    std::uint8_t protocol_;
    std::size_t longest_;
    Bytes buffer_;
    std::size_t at_ = 0;
    std::uint64_t passed_over_ = 0;
};

/// Little-endian numbers of payloads.
void put_le16(Bytes& to, std::uint16_t value);
void put_le32(Bytes& to, std::uint32_t value);
void put_le64(Bytes& to, std::uint64_t value);
void put_le_float(Bytes& to, float value);  ///< IEEE 754

/// Reads a payload from its front. Past its end everything is 0 and ok() is false, so that a message is read whole and judged once.
class PayloadReader {
public:
    explicit PayloadReader(ByteView payload) : left_(payload) {}

    std::uint8_t u8();
    std::uint16_t u16();
    std::uint32_t u32();
    std::uint64_t u64();
    float f32();
    ByteView bytes(std::size_t count);
    ByteView rest() { return bytes(left_.size()); }

    bool ok() const { return ok_; }
    /// All of it was read and nothing is left.
    bool done() const { return ok_ && left_.empty(); }

private:
    std::uint64_t number(std::size_t size);

    ByteView left_;
    bool ok_ = true;
};

}  // namespace mb
