// SPDX-License-Identifier: GPL-3.0-or-later
/// Collects the pulses of one channel of the rig controller: for the checks of a scenario, and for a note on the meter's error while the
/// power stands.
#pragma once

#include <string>
#include <vector>

#include "hil/bench_file.hpp"
#include "hil/controller/rig_controller.hpp"
#include "scenarios/engine/pulses.hpp"

namespace mb::hil {

class PulseCollector {
public:
    /// `rig` must outlive it, and must have said hello.
    PulseCollector(RigController& rig, PulseInput const& input) : rig_(rig), input_(input) {}

    /// What a stamp is good to [s].
    double resolution_s() const { return 1.0 / rig_.identity().ticks_per_second; }

    /// Fetches what has come. Refused: the rig is lost, or pulses are, because more came since the latest call than the rig keeps.
    Result<void> fetch();
    /// Those since the latest take().
    std::vector<Pulse> take();

    /// The power from instant `now_s` of the rig's clock on is steady [W], by the source's set-point. A meter flashes what it measured a
    /// window ago: the pulses of the first second do not count.
    Result<void> begin(double power, double now_s);
    /// It is no longer: what the pulses since begin() say, "pulse channel 0: …"; empty where there is nothing to tell.
    std::string end(double source_percent);

private:
    RigController& rig_;
    PulseInput input_;
    std::uint64_t next_ = 0;
    bool known_ = false;  ///< next_ was told by the rig
    std::vector<Pulse> taken_;
    std::vector<Pulse> interval_;
    double power_ = 0.0;
    double counts_from_s_ = 0.0;
    bool steady_ = false;
};

}  // namespace mb::hil
