// SPDX-License-Identifier: GPL-3.0-or-later
/// Collects the meter's energy pulses while a scenario runs, and judges their error against the power at the terminals.
#pragma once

#include <vector>

#include "scenarios/engine/check.hpp"
#include "scenarios/engine/pulses.hpp"
#include "scenarios/engine/target.hpp"

namespace mb {

class PulseWatch {
public:
    /// After a change of the source the meter may tell of what was before for so long: pulses are left out.
    static constexpr Duration kSettling = std::chrono::seconds{1};

    /// Asks the target for pulses only where the scenario checks some and the target tells them.
    PulseWatch(Scenario const& scenario, Capabilities const& can);

    /// The source changed at `now`: what was collected is forgotten.
    void begin(Stimulus const& stimulus, Instant now);
    Result<void> collect(Target& target, Instant now);
    /// weight_wh: 0 where nobody knows it. Not applicable: the target tells no pulses, nobody knows the weight, the source makes no active
    /// power, or one that is not steady.
    void judge(PulseCheck const& check, double weight_wh, Capabilities const& can, CheckResult& result) const;

private:
    WiringSettings const& wiring_;
    bool wanted_ = false;
    double watts_ = 0.0;
    bool steady_ = false;
    Instant since_{};
    std::vector<Pulse> pulses_;
};

}  // namespace mb
