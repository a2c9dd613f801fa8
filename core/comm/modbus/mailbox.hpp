// SPDX-License-Identifier: GPL-3.0-or-later
/// The mailbox of the quality log (registers log_quality.* and log_quality_{n}.*): a client writes which record it wants, and reads the
/// answer. What was asked for, and the answer, belong to the side that asked, as the lock does; sides do not disturb each other.
///
/// An answer holds the wanted record and the older ones behind it, kLogRecords at most, and stays as it is until the side asks again:
/// it may be read in several requests. Source: register table of the family (42752 …); what it leaves open is in docs/decisions/0009.
#pragma once

#include <cstdint>
#include <list>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/catalogue/event.hpp"
#include "core/catalogue/symbol.hpp"
#include "core/comm/modbus/side.hpp"
#include "core/meter/snapshot.hpp"

namespace mb::modbus {

inline constexpr std::uint16_t kNewestRecord = 65'535;  ///< as what is wanted; as `next`: there is none
inline constexpr std::uint16_t kLastFilter = 5;         ///< 0 all, else the kind of event; 5 is a trip, of which there are none
inline constexpr std::uint16_t kRecordRegisters = 45;

/// An event's number in 16 bits: 0 … 65534, then anew. 500 are kept, so it is unique.
constexpr std::uint16_t record_number(Event const& event) { return static_cast<std::uint16_t>(event.number % kNewestRecord); }

struct LogAnswer {
    std::uint16_t start = kNewestRecord;  ///< that was asked for
    std::uint16_t filter = 0;
    std::uint16_t next = kNewestRecord;  ///< the next older record that passes the filter
    std::vector<Event> records;          ///< newest first, kLogRecords at most; empty where the wanted record is not kept
};

/// symbol is log_quality.start or .filter, which ask; log_quality.* or log_quality_{n}.*, which belong to the mailbox at all.
bool asks_mailbox(Symbol const& symbol);
bool of_mailbox(Symbol const& symbol);

/// What a register of the mailbox tells in the calendar of `state`.
Value mailbox_value(LogAnswer const& answer, Snapshot const& state, Symbol const& symbol);

class LogMailboxes {
public:
    static constexpr std::size_t kSides = 64;  ///< answers kept; the side that asked longest ago is forgotten first

    /// `log`: oldest first. filter: at most kLastFilter. What is not given stays as the side asked before; at first the newest of all.
    void ask(Side const& side, std::optional<std::uint16_t> start, std::optional<std::uint16_t> filter, std::span<Event const> log);
    /// The side's latest answer; an empty one where it never asked.
    LogAnswer const& answer_for(Side const& side) const;
    void forget() { boxes_.clear(); }

private:
    struct Box {
        LinkKind kind{};
        std::string name;
        LogAnswer answer;
    };
    std::list<Box> boxes_;  // latest first
};

}  // namespace mb::modbus
