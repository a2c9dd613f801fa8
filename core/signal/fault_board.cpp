// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/signal/fault_board.hpp"

#include <algorithm>
#include <array>

#include "core/base/suggest.hpp"

namespace mb {
namespace {

constexpr std::array<std::string_view, 4> kStates{"configured", "armed", "active", "cleared"};

double seconds_of(Instant at) { return seconds(at.time_since_epoch()); }

}  // namespace

std::string_view name(FaultState state) { return kStates[static_cast<std::size_t>(state)]; }

Result<FaultBoard::Entry*> FaultBoard::find(std::string_view name) {
    for (Entry& entry : entries_)
        if (entry.name == name) return &entry;
    std::vector<std::string> known;
    for (Entry const& entry : entries_) known.push_back(entry.name);
    return input_error("there is no fault '{}'{}", name, suggestion(name, known));
}

Result<void> FaultBoard::configure(std::string_view name, Fault const& fault) {
    if (name.empty()) return input_error("a fault needs a name");
    for (Entry const& entry : entries_)
        if (entry.name == name) return input_error("there is a fault '{}' already ({})", name, info(entry.fault.kind).name);
    if (auto const possible = check(fault, network_); !possible) return input_error("fault '{}': {}", name, possible.error().sentence);
    entries_.push_back({std::string{name}, fault, FaultState::configured, {}, {}});
    return {};
}

Result<void> FaultBoard::remove(std::string_view name) {
    auto const entry = find(name);
    if (!entry) return entry.error();
    FaultState const state = (*entry)->state;
    if (state == FaultState::armed || state == FaultState::active)
        return input_error("fault '{}' is {}; clear it before it is removed", name, mb::name(state));
    entries_.erase(entries_.begin() + (*entry - entries_.data()));
    return {};
}

Result<void> FaultBoard::arm(std::string_view name, FaultTiming const& timing) {
    auto const found = find(name);
    if (!found) return found.error();
    Entry& entry = **found;
    if (entry.state == FaultState::armed || entry.state == FaultState::active)
        return input_error("fault '{}' is {} already", name, mb::name(entry.state));
    if (timing.begin && *timing.begin < now_)
        return input_error("fault '{}' cannot begin at {} s: it is {} s already", name, seconds_of(*timing.begin), seconds_of(now_));
    if (timing.lasting && *timing.lasting <= Duration{})
        return input_error("fault '{}' cannot last {} s; give more than 0", name, seconds(*timing.lasting));
    entry.state = FaultState::armed;
    entry.begin = timing.begin;
    entry.lasting = timing.lasting;
    return {};
}

FaultTransition FaultBoard::move(Entry& entry, FaultState to, Instant at) {
    FaultTransition const transition{entry.name, entry.state, to, at};
    entry.state = to;
    if (to == FaultState::active) entry.begin = at;
    return transition;
}

Result<FaultTransition> FaultBoard::trigger(std::string_view name) {
    auto const found = find(name);
    if (!found) return found.error();
    Entry& entry = **found;
    if (entry.state != FaultState::armed)
        return input_error("fault '{}' is {}; only an armed fault can begin", name, mb::name(entry.state));
    return move(entry, FaultState::active, now_);
}

Result<FaultTransition> FaultBoard::clear(std::string_view name) {
    auto const found = find(name);
    if (!found) return found.error();
    Entry& entry = **found;
    if (entry.state != FaultState::armed && entry.state != FaultState::active)
        return input_error("fault '{}' is {}; there is nothing to clear", name, mb::name(entry.state));
    return move(entry, FaultState::cleared, now_);
}

/// When the entry changes by itself.
std::optional<Instant> FaultBoard::due(Entry const& entry) {
    if (entry.state == FaultState::armed) return entry.begin;
    if (entry.state == FaultState::active && entry.lasting) return *entry.begin + *entry.lasting;
    return std::nullopt;
}

std::vector<FaultTransition> FaultBoard::advance(Instant now) {
    std::vector<FaultTransition> out;
    while (auto const next = next_change()) {
        if (*next > now) break;
        auto const at_next = [&](FaultState state) {
            return std::find_if(entries_.begin(), entries_.end(), [&](Entry const& e) { return e.state == state && due(e) == *next; });
        };
        auto entry = at_next(FaultState::active);
        bool const ends = entry != entries_.end();
        if (!ends) entry = at_next(FaultState::armed);
        out.push_back(move(*entry, ends ? FaultState::cleared : FaultState::active, *next));
    }
    now_ = std::max(now_, now);
    return out;
}

std::optional<Instant> FaultBoard::next_change() const {
    std::optional<Instant> next;
    for (Entry const& entry : entries_)
        if (auto const at = due(entry); at && (!next || *at < *next)) next = at;
    return next;
}

std::vector<Fault> FaultBoard::active() const {
    std::vector<Fault> out;
    for (Entry const& entry : entries_)
        if (entry.state == FaultState::active) out.push_back(entry.fault);
    return out;
}

}  // namespace mb
