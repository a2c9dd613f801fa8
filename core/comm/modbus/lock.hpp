// SPDX-License-Identifier: GPL-3.0-or-later
/// The lock of the configuration registers (access RW-locked, W6-locked): a code written to lock.lock_code opens it for the side that
/// wrote it. Source: register table of the family (58112, 58113); how long it stays open and the brake on guessing are ours.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/base/time.hpp"
#include "core/comm/modbus/side.hpp"

namespace mb::modbus {

class Lock {
public:
    static constexpr Duration kOpenFor = std::chrono::seconds{60};  ///< since the code or the latest locked write
    static constexpr Duration kBlockedFor = std::chrono::seconds{60};
    static constexpr int kTries = 3;  ///< wrong codes before nobody may try for kBlockedFor

    enum class Answer : std::uint8_t { opened, closed, wrong_code, blocked };

    explicit Lock(std::uint16_t code) : code_(code) {}

    /// `code` was written at `now`. 0 closes the lock of its own holder; another side's is not touched.
    Answer offer(Side const& side, std::uint16_t code, Instant now);
    /// May `side` write a locked register now?
    bool open_for(Side const& side, Instant now) const;
    /// A locked write was carried out.
    void used(Instant now);
    void close() { holder_.reset(); }

    /// lock.lock_owner: what the holder wrote there, else the kind of its link; 0 while closed.
    std::uint16_t owner(Instant now) const;
    /// The holder names itself. False: `side` is not the holder.
    bool name_owner(Side const& side, std::uint16_t name, Instant now);

private:
    struct Holder {
        LinkKind kind{};
        std::string name;
        Instant until{};
        std::uint16_t told = 0;
    };
    bool open(Instant now) const { return holder_ && now < holder_->until; }

    std::uint16_t code_;
    std::optional<Holder> holder_;
    int wrong_ = 0;
    std::optional<Instant> blocked_until_;
};

}  // namespace mb::modbus
