// SPDX-License-Identifier: GPL-3.0-or-later
/// Modbus RTU framing: unit, PDU, CRC, and silence around it (Modbus over serial line, V1.02, 2.5.1). Bytes and their times in, frames
/// out; no I/O, no clock.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>

#include "core/base/bytes.hpp"

namespace mb::modbus {

inline constexpr std::size_t kLongestRtu = 256;
inline constexpr std::size_t kShortestRtu = 4;

/// CRC-16 of the frame (polynomial 0xA001, begins with 0xFFFF); sent low byte first. Over a whole frame with its CRC it is 0.
std::uint16_t crc16(ByteView bytes);

struct RtuFrame {
    std::uint8_t unit = 0;
    Bytes pdu;  ///< 1..253 bytes
};

/// The bytes of a frame on the wire.
Bytes rtu_bytes(RtuFrame const& frame);
/// The frame in `bytes`, where they are one with a right CRC.
std::optional<RtuFrame> rtu_frame(ByteView bytes);

using Microseconds = std::chrono::microseconds;

/// How long a line is silent between frames (t3.5) and at most inside one (t1.5).
struct RtuTiming {
    Microseconds between{1'750};
    Microseconds inside{0};  ///< 0: not judged. A host sees bytes as its driver hands them over, not as they came
    /// A frame whose CRC is not yet right may go on for so long after a silence: USB adapters hand over in pieces up to 16 ms apart. 0: the
    /// silence ends it.
    Microseconds patience{0};
};
/// By the specification: 1.5 and 3.5 characters of 11 bits, above 19200 bit/s 750 µs and 1750 µs.
RtuTiming strict_timing(unsigned baud);
/// What a host can hold to on a port of an operating system: t3.5, no t1.5, 50 ms of patience.
RtuTiming host_timing(unsigned baud);

struct RtuCounts {
    std::uint64_t frames = 0;  ///< with a right CRC
    std::uint64_t bad = 0;     ///< too short, too long, wrong CRC, silence inside
};

/// The receiving end of a line. `at` never goes back.
class RtuReceiver {
public:
    explicit RtuReceiver(RtuTiming const& timing) : timing_(timing) {}

    /// Bytes that came at `at`. A frame that the silence before them ended comes back.
    std::optional<RtuFrame> receive(ByteView bytes, Microseconds at);
    /// The frame that has ended by now.
    std::optional<RtuFrame> silence(Microseconds at);
    /// When to ask silence() next; nullopt while nothing waits.
    std::optional<Microseconds> deadline() const;

    RtuCounts const& counts() const { return counts_; }
    /// The bytes that were no frame since the latest call, the first kLongestRtu of them.
    Bytes take_nonsense() { return std::exchange(nonsense_, {}); }

private:
    std::optional<RtuFrame> take();
    void drop();

    RtuTiming timing_;
    Bytes buffer_;
    bool spoilt_ = false;  // too long, or silence inside: all until the next silence is lost
    Microseconds last_{0};
    RtuCounts counts_;
    Bytes nonsense_;
};

/// RTU frames on a stream (RTU over TCP): no silence to go by, so each request ends where its function code and byte count say.
class RtuStream {
public:
    void push(ByteView bytes);
    /// The next whole frame with a right CRC, in order of arrival.
    std::optional<RtuFrame> next();

    /// True for ever once bytes came that begin no frame: the stream cannot be followed any more.
    bool broken() const { return broken_; }
    bool mid_frame() const { return at_ < buffer_.size(); }
    std::uint64_t bad() const { return bad_; }  ///< frames with a wrong CRC, left out
    /// What was left out, and what broke the stream, since the latest call.
    Bytes take_nonsense() { return std::exchange(nonsense_, {}); }

private:
    Bytes buffer_;
    std::size_t at_ = 0;
    bool broken_ = false;
    std::uint64_t bad_ = 0;
    Bytes nonsense_;
};

}  // namespace mb::modbus
