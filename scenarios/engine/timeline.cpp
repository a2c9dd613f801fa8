// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/engine/timeline.hpp"

#include <algorithm>

#include "scenarios/engine/ramp.hpp"

namespace mb {
namespace {

/// What lasts: without the events and the jump that belong to one moment.
Stimulus lasting(Stimulus s) {
    s.event.reset();
    s.inrush.reset();
    s.phase_jump_deg = 0.0;
    s.ramp = Duration{};
    s.faults.clear();
    return s;
}

std::size_t bytes_of(Stimulus const& s) {
    std::size_t bytes = sizeof(Step);
    for (ChannelSignal const& signal : s.channels)
        bytes += signal.harmonics.size() * sizeof(Harmonic) + signal.interharmonics.size() * sizeof(Interharmonic);
    return bytes + s.faults.size() * sizeof(Fault);
}

}  // namespace

void Timeline::begin(Stimulus const& start) {
    scenario_.start = start;
    from_ = goal_ = lasting(start);
}

Stimulus Timeline::standing() const {
    if (goal_end_ <= now_) return goal_;
    double const part = seconds(now_ - goal_begin_) / seconds(goal_end_ - goal_begin_);
    return between(from_, goal_, part);
}

void Timeline::apply(Place const& place, std::optional<VoltageEvent> event, std::optional<CurrentEvent> inrush, double jump_deg) {
    Apply step{goal_};
    step.stimulus.ramp = std::max(Duration{}, goal_end_ - now_);
    step.stimulus.faults = board_.active();
    step.stimulus.event = event;
    step.stimulus.inrush = inrush;
    step.stimulus.phase_jump_deg = jump_deg;
    bytes_ += bytes_of(step.stimulus);
    scenario_.timeline.push_back({place, std::move(step)});
}

void Timeline::follow(Leg leg) {
    from_ = standing();
    goal_begin_ = now_;
    goal_end_ = now_ + leg.goal.ramp;
    goal_ = lasting(std::move(leg.goal));
}

void Timeline::change_later(Place const& place, Duration after, Stimulus const& goal, Duration over) {
    legs_.clear();
    Instant at = now_ + after;
    if (over <= Duration{}) {
        legs_.push_back({place, at, lasting(goal)});
        return;
    }
    // What stands there by then: a ramp that is under way now is over or is cut short there.
    for (Stimulus& part : ramp(after > Duration{} ? goal_ : standing(), goal, over)) {
        Duration const takes = part.ramp;
        legs_.push_back({place, at, std::move(part)});
        at += takes;
    }
}

void Timeline::change(Place const& place, Stimulus const& goal, Duration over) {
    change_later(place, {}, goal, over);
    follow(std::move(legs_.front()));
    legs_.pop_front();
    apply(place, goal.event, goal.inrush, goal.phase_jump_deg);
}

void Timeline::add(Place const& place, VoltageEvent const& event) { apply(place, event); }
void Timeline::add(Place const& place, CurrentEvent const& inrush) { apply(place, {}, inrush); }

void Timeline::wait(Place const& place, Duration duration) {
    Instant const end = now_ + duration;
    for (;;) {
        Instant next = end;
        bool change = false;
        auto const consider = [&](Instant at) {
            if (at > end) return;
            next = std::min(next, at);
            change = true;
        };
        if (!legs_.empty()) consider(legs_.front().begin);
        if (auto const at = board_.next_change()) consider(*at);
        if (next > now_) scenario_.timeline.push_back({place, Wait{next - now_}});
        now_ = next;
        auto const transitions = board_.advance(now_);
        if (!change) return;
        for (FaultTransition const& transition : transitions) log(transition);
        bool const leg = !legs_.empty() && legs_.front().begin <= now_;
        if (!leg && transitions.empty()) continue;
        Place const where = leg ? legs_.front().place : place;
        if (leg) {
            follow(std::move(legs_.front()));
            legs_.pop_front();
        }
        apply(where);
    }
}

FaultBoard::Entry const* Timeline::find(std::string_view name) const {
    auto const& all = board_.entries();
    auto const found = std::find_if(all.begin(), all.end(), [&](FaultBoard::Entry const& entry) { return entry.name == name; });
    return found == all.end() ? nullptr : &*found;
}

Result<void> Timeline::configure(Place const& place, std::string_view name, Fault const& fault) {
    if (auto const done = board_.configure(name, fault); !done) return done;
    scenario_.faults.push_back({place, std::string{name}, fault});
    return {};
}

Result<void> Timeline::arm(Place const& place, std::string_view name, std::optional<Duration> after, std::optional<Duration> lasting) {
    auto const* const entry = find(name);
    FaultState const from = entry != nullptr ? entry->state : FaultState::configured;
    FaultTiming timing{std::nullopt, lasting};
    if (after) timing.begin = now_ + *after;
    if (auto const armed = board_.arm(name, timing); !armed) return armed;
    log({std::string{name}, from, FaultState::armed, now_});
    auto const at_once = board_.advance(now_);  // a fault that is armed for the present
    for (FaultTransition const& transition : at_once) log(transition);
    if (!at_once.empty()) apply(place);
    return {};
}

Result<void> Timeline::activate(Place const& place, std::string_view name) {
    auto const* const entry = find(name);
    if (entry != nullptr && entry->state != FaultState::armed) {
        FaultState const from = entry->state;
        if (auto const armed = board_.arm(name); !armed) return armed;
        log({std::string{name}, from, FaultState::armed, now_});
    }
    auto const begun = board_.trigger(name);
    if (!begun) return begun.error();
    log(*begun);
    apply(place);
    return {};
}

Result<void> Timeline::clear(Place const& place, std::string_view name) {
    auto const ended = board_.clear(name);
    if (!ended) return ended.error();
    log(*ended);
    apply(place);
    return {};
}

bool Timeline::clear_all(Place const& place) {
    bool any = false;
    for (FaultBoard::Entry const& entry : board_.entries()) {
        if (entry.state != FaultState::armed && entry.state != FaultState::active) continue;
        std::string const name = entry.name;
        if (auto const ended = board_.clear(name)) {
            log(*ended);
            any = true;
        }
    }
    if (any) apply(place);
    return any;
}

std::string Timeline::free_name(FaultKind kind) const {
    std::string const plain{info(kind).name};
    std::string name = plain;
    for (int n = 2; find(name) != nullptr; ++n) name = fmt::format("{} {}", plain, n);
    return name;
}

}  // namespace mb
