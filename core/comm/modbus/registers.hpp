// SPDX-License-Identifier: GPL-3.0-or-later
/// Registers of a map, read from one snapshot and written as one transaction.
#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/catalogue/register_map.hpp"
#include "core/comm/modbus/device.hpp"
#include "core/comm/modbus/lock.hpp"
#include "core/comm/modbus/mailbox.hpp"
#include "core/comm/modbus/pdu.hpp"

namespace mb::modbus {

/// Every register of [first, first + count) lies in some block; blocks may touch.
bool inside_blocks(RegisterMap const& map, std::uint16_t first, std::uint16_t count);

/// What registers tell to the side that asks: the meter's state, and what the engine keeps beside it.
struct Told {
    Snapshot const& state;
    Lock const& lock;
    LogAnswer const& log;  ///< the side's
};

/// The words of [first, first + count), which is inside_blocks().
std::vector<std::uint16_t> read_words(RegisterMap const& map, Told const& told, std::uint16_t first, std::uint16_t count);

/// One request to write.
struct WriteRequest {
    Side const& side;
    std::uint8_t function;  ///< 6 or 16: what registers that take only one of them look at
    std::uint16_t first;
    std::span<std::uint16_t const> words;
    bool allowed;                        ///< writing is on
    std::atomic<std::uint8_t>& address;  ///< under which the meter answers: what cmd.system_action takes over
    LogMailboxes& mailboxes;
};

/// Carries out the whole request, or nothing and tells why.
std::optional<Refusal> write_words(RegisterMap const& map, Device& device, Lock& lock, WriteRequest const& request);

}  // namespace mb::modbus
