// SPDX-License-Identifier: GPL-3.0-or-later
/// Makes the timeline of a scenario: what happens by itself while time passes (the next part of a ramp, a fault that begins or ends)
/// splits the waits. A scenario's time is known beforehand, so all of it is known when the scenario is read, and a target only ever applies
/// stimuli and lets time pass.
#pragma once

#include <deque>
#include <string_view>
#include <vector>

#include "scenarios/engine/scenario.hpp"

namespace mb {

class Timeline {
public:
    /// `scenario` must outlive this: timeline, faults and fault_log are written into it.
    Timeline(Scenario& scenario, Network network) : scenario_{scenario}, board_{network} {}

    Instant now() const { return now_; }
    /// What the stimuli take that were applied so far.
    std::size_t bytes() const { return bytes_; }

    /// What stands at the terminals at time zero; to be called once, before all others.
    void begin(Stimulus const& start);
    /// From here the source goes to `goal`, at once or over a time. Takes the place of a ramp that is under way. The goal may carry events
    /// and a phase jump.
    void change(Place const& place, Stimulus const& goal, Duration over = {});
    /// The same change, but it begins later, by itself. Takes the place of what else was to come.
    void change_later(Place const& place, Duration after, Stimulus const& goal, Duration over);
    /// An event on top of what stands there; a ramp that is under way goes on.
    void add(Place const& place, VoltageEvent const& event);
    void add(Place const& place, CurrentEvent const& inrush);
    void add(Place const& place, Expect expect) { scenario_.timeline.push_back({place, std::move(expect)}); }
    void add(Place const& place, Write write) { scenario_.timeline.push_back({place, std::move(write)}); }
    void add(Place const& place, CommFaults faults) { scenario_.timeline.push_back({place, std::move(faults)}); }
    /// Time passes.
    void wait(Place const& place, Duration duration);

    /// Faults by name; refused as FaultBoard refuses.
    Result<void> configure(Place const& place, std::string_view name, Fault const& fault);
    /// `after` from now it begins by itself; without it the fault waits for activate().
    Result<void> arm(Place const& place, std::string_view name, std::optional<Duration> after, std::optional<Duration> lasting);
    /// Active from now on: an armed fault, or one that is configured or cleared.
    Result<void> activate(Place const& place, std::string_view name);
    Result<void> clear(Place const& place, std::string_view name);
    /// Ends what is active and disarms what is armed; false where there was nothing.
    bool clear_all(Place const& place);

    /// "open_ct", or "open_ct 2" where that is taken.
    std::string free_name(FaultKind kind) const;

private:
    struct Leg {
        Place place;
        Instant begin;
        Stimulus goal;
    };

    /// What stands at the terminals now, as far as it is described.
    Stimulus standing() const;
    /// Applies the goal with the faults as they are now, in what is left of its ramp.
    void apply(Place const& place, std::optional<VoltageEvent> event = {}, std::optional<CurrentEvent> inrush = {}, double jump_deg = 0.0);
    void follow(Leg leg);
    void log(FaultTransition const& transition) { scenario_.fault_log.push_back(transition); }
    FaultBoard::Entry const* find(std::string_view name) const;

    Scenario& scenario_;
    FaultBoard board_;
    Instant now_{};
    std::size_t bytes_ = 0;
    Stimulus from_;         ///< where the present part of a ramp began
    Stimulus goal_;         ///< where it goes; what stands there when it is over
    Instant goal_begin_{};  ///< of the present part
    Instant goal_end_{};
    std::deque<Leg> legs_;  ///< parts that are still to come
};

}  // namespace mb
