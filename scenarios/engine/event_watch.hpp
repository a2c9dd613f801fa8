// SPDX-License-Identifier: GPL-3.0-or-later
/// Collects events from outside: polls the latest-event registers of each kind of voltage event (event_en50160_1..3) and, where the map
/// has them, of load 1's overcurrents (event_inrush_1: a scenario feeds one load), and keeps what it saw.
/// The registers hold one event a kind, so of two events of a kind that begin between two polls only the later one is seen.
#pragma once

#include <array>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/catalogue/event.hpp"
#include "scenarios/engine/register_client.hpp"

namespace mb {

/// An event as its registers tell it.
struct SeenEvent {
    Event event;                      ///< times on the bench's own line, values in V and A
    std::uint64_t start_stamp = 0;    ///< as read: milliseconds since 2000
    double resolution_percent = 0.0;  ///< what half a count is worth in event.extreme_percent()
};

class EventWatch {
public:
    /// Time between two polls: a half cycle of 50 Hz, in which Urms(1/2) is renewed, where time stands still while one asks; on a rig,
    /// where each poll takes time of its own, ten of them.
    static constexpr Duration interval(bool exact_time) { return std::chrono::milliseconds{exact_time ? 10 : 100}; }

    /// `epoch`: what the meter's clock showed at Instant{}.
    EventWatch(RegisterMap const& map, EpochMilliseconds epoch);

    /// Why events of the kind cannot be watched; empty where they can. Without a kind: of the voltages, whose three blocks go together.
    std::string const& lacking(std::optional<EventKind> kind) const { return kind == EventKind::inrush ? lacking_inrush_ : lacking_; }

    /// Reads all kinds. A refusal ends the watching of its blocks (lacking() tells); false where the target is lost (failure() tells).
    bool poll(RegisterClient& client);
    /// What stood there before the scenario began does not belong to it. Like poll().
    bool poll_baseline(RegisterClient& client);
    std::string const& failure() const { return failure_; }

    /// In the order in which they began.
    std::vector<SeenEvent> const& events() const { return events_; }

private:
    struct Slot {
        bool inrush = false;
        std::uint16_t first = 0;
        std::uint16_t count = 0;
        std::map<std::string, Register const*> fields;  // by the last part of the symbol
        std::uint64_t before = 0;                       // stamp of an event older than the scenario
    };
    std::optional<Slot> make_slot(RegisterMap const& map, std::string const& prefix, bool inrush);
    std::optional<SeenEvent> read(Slot const& slot, std::vector<std::uint16_t> const& words) const;
    void keep(SeenEvent const& seen);
    bool poll_all(RegisterClient& client, bool baseline);

    EpochMilliseconds epoch_;
    std::vector<Slot> slots_;
    std::vector<SeenEvent> events_;
    std::string lacking_;
    std::string lacking_inrush_;
    std::string failure_;
};

}  // namespace mb
