// SPDX-License-Identifier: GPL-3.0-or-later
/// Named faults and their states: configured (known, not at work) → armed (waits for its instant or its trigger) → active → cleared, from
/// where it may be armed again. Plain bookkeeping for scenarios, the window and a rig: the board is told the time and puts nothing
/// anywhere; whoever holds it puts active() into the stimulus (Stimulus::faults).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.hpp"
#include "core/base/time.hpp"
#include "core/signal/fault.hpp"

namespace mb {

enum class FaultState : std::uint8_t { configured, armed, active, cleared };
std::string_view name(FaultState state);

struct FaultTransition {
    std::string fault;
    FaultState from{};
    FaultState to{};
    Instant at{};

    bool operator==(FaultTransition const&) const = default;
};

/// When an armed fault begins and ends.
struct FaultTiming {
    std::optional<Instant> begin;     ///< not before the board's present; without it the fault waits for trigger()
    std::optional<Duration> lasting;  ///< > 0, from its begin; without it until clear()
};

class FaultBoard {
public:
    struct Entry {
        std::string name;
        Fault fault;
        FaultState state = FaultState::configured;
        std::optional<Instant> begin;  ///< armed: at which it begins; active: began
        std::optional<Duration> lasting;
    };

    explicit FaultBoard(Network network) : network_(network) {}

    /// Refuses an empty name, one that is taken, and what check(fault, network) refuses.
    Result<void> configure(std::string_view name, Fault const& fault);
    /// Refused while it is armed or active.
    Result<void> remove(std::string_view name);
    /// From configured or cleared. Nothing changes at the terminals before advance() reaches its begin.
    Result<void> arm(std::string_view name, FaultTiming const& timing = {});
    /// An armed fault begins now, whatever its instant.
    Result<FaultTransition> trigger(std::string_view name);
    /// Ends an active fault now and disarms an armed one; there is nothing to clear on any other.
    Result<FaultTransition> clear(std::string_view name);

    /// Time is `now`; what began and ended meanwhile, in order of time (at one instant: of configuration, an end before a begin). An
    /// earlier time than the present changes nothing.
    std::vector<FaultTransition> advance(Instant now);
    /// The next instant at which advance() will have something to tell.
    std::optional<Instant> next_change() const;

    /// In the order in which they were configured: ready for Stimulus::faults.
    std::vector<Fault> active() const;
    std::vector<Entry> const& entries() const { return entries_; }
    Instant now() const { return now_; }

private:
    Result<Entry*> find(std::string_view name);
    static std::optional<Instant> due(Entry const& entry);
    FaultTransition move(Entry& entry, FaultState to, Instant at);

    Network network_;
    Instant now_{};
    std::vector<Entry> entries_;
};

}  // namespace mb
