// SPDX-License-Identifier: GPL-3.0-or-later
/// Brings communication faults about: chooses by rules what befalls a reply, and does it to the frame. Seeded: the same rules, seed and
/// requests give the same faults.
#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "core/base/random.hpp"
#include "core/comm/modbus/comm_fault.hpp"

namespace mb::modbus {

/// What goes out instead of one write: pieces with pauses before them, and perhaps the end of the connection.
struct Outgoing {
    struct Piece {
        Microseconds after{0};  ///< since the piece before was sent
        Bytes bytes;
    };
    std::vector<Piece> pieces;
    bool close = false;  ///< once they are sent

    bool empty() const { return pieces.empty() && !close; }
    /// Behind what is there, with it where there is no pause between.
    void send(Bytes bytes, Microseconds after = Microseconds{0});
};

/// One fault that befalls one reply; what chance decides is decided.
struct Strike {
    CommFaultKind kind{};
    std::optional<std::uint16_t> number;
    Microseconds pause{0};
    Bytes stray;
};
/// "delay 200 ms, wrong CRC": for the traffic log.
std::string text(std::vector<Strike> const& strikes);

/// The exception that is answered instead of asking the meter; nullopt: ask it.
std::optional<std::uint8_t> exception_of(std::vector<Strike> const& strikes);
/// Appends to `out` what goes onto the wire in place of `reply`. A serial line (`kind`) is never closed.
void spoil(std::vector<Strike> const& strikes, LinkKind kind, TcpFrame reply, Outgoing& out);

/// Thread-safe.
class Injector {
public:
    /// Takes the place of all rules; their counts begin anew.
    void set_rules(std::vector<CommFaultRule> rules, std::uint64_t seed = 1);
    /// One more, or one less (by its place in rules()); the others and their counts go on.
    void add_rule(CommFaultRule rule, std::uint64_t seed = 1);
    void remove_rule(std::size_t place);
    std::vector<CommFaultRule> rules() const;
    /// How many replies each rule has spoilt.
    std::vector<std::uint64_t> counts() const;
    bool idle() const { return idle_.load(std::memory_order_relaxed); }

    /// What befalls the reply to this request at simulated time `now`; empty: nothing.
    std::vector<Strike> judge(FrameFacts const& request, LinkKind kind, Instant now);

private:
    struct Active {
        CommFaultRule rule;
        Random random;
        std::uint64_t fitted = 0;
        std::uint64_t struck = 0;
    };
    mutable std::mutex mutex_;
    std::vector<Active> active_;
    std::size_t added_ = 0;  // numbers the rules, so that each has chances of its own
    std::atomic<bool> idle_{true};
};

}  // namespace mb::modbus
