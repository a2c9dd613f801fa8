// SPDX-License-Identifier: GPL-3.0-or-later
/// The traffic log: the latest frames of all links, requests and replies, as they stood on the wire.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "core/base/bytes.hpp"
#include "core/comm/modbus/frame_facts.hpp"

namespace mb::modbus {

/// Microseconds since 1970-01-01 00:00 UTC, by the clock of the port.
using WallTime = std::chrono::sys_time<Microseconds>;

/// One conversation: a TCP connection, or a serial line.
struct TrafficLink {
    std::uint32_t number = 0;  ///< from 1; tells links apart
    LinkKind kind{};
    std::string name;  ///< "tcp 127.0.0.1:40312", "rtu /dev/ttyUSB0"
};

struct TrafficEntry {
    std::uint64_t sequence = 0;  ///< from 1, without a gap
    WallTime time{};             ///< of the frame's end for requests, of its beginning for replies
    std::shared_ptr<TrafficLink const> link;
    Direction direction{};
    Bytes bytes;                      ///< the frame; of a line also what was no frame
    Bytes request;                    ///< of a reply: the frame that it answers
    std::optional<Microseconds> gap;  ///< since the frame before on this link
    std::string fault;                ///< what the injector did to it

    Framing framing() const { return framing_of(link->kind); }
    FrameFacts facts() const { return facts_of(framing(), direction, bytes, request); }
};

/// Thread-safe. Keeps nothing until it is switched on.
class TrafficLog {
public:
    explicit TrafficLog(std::size_t most = 10'000) : most_(most) {}

    void switch_on(bool on) { on_ = on; }
    bool on() const { return on_.load(std::memory_order_relaxed); }

    std::shared_ptr<TrafficLink const> open_link(LinkKind kind, std::string name);
    /// Numbers it; the oldest goes where there are too many.
    void add(TrafficEntry entry);

    struct Page {
        std::vector<TrafficEntry> entries;
        std::uint64_t lost = 0;  ///< asked for and gone already
    };
    /// The entries behind `sequence`, oldest first, at most `most`.
    Page behind(std::uint64_t sequence, std::size_t most = 1'000) const;

private:
    std::size_t most_;
    std::atomic<bool> on_{false};
    std::atomic<std::uint32_t> links_{0};
    mutable std::mutex mutex_;
    std::deque<TrafficEntry> entries_;
    std::uint64_t next_ = 1;
};

}  // namespace mb::modbus
