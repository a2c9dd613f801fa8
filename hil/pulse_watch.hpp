// SPDX-License-Identifier: GPL-3.0-or-later
/// Collects the pulses of one channel while the power stands, and tells the meter's error by them.
#pragma once

#include <string>
#include <vector>

#include "hil/bench_file.hpp"
#include "hil/controller/pulse_energy.hpp"
#include "hil/controller/rig_controller.hpp"

namespace mb::hil {

class PulseWatch {
public:
    PulseWatch(RigController& rig, PulseInput const& input) : rig_(rig), input_(input) {}

    /// Fetches what has come. An error: the rig is lost, or pulses were, because more than the rig keeps came between two calls.
    Result<void> fetch();
    /// Forgets what came until now; the power from here on [W].
    Result<void> begin(double power);
    /// A dip, or a fault, or whatever makes the power unsteady: nothing will be told of this interval.
    void spoil() { spoilt_ = true; }
    /// "pulse channel 0: …"; empty where there is nothing to tell.
    std::string told(double source_percent) const;

private:
    RigController& rig_;
    PulseInput input_;
    std::uint64_t next_ = 0;
    std::vector<std::uint64_t> ticks_;
    double power_ = 0.0;
    bool spoilt_ = true;  // before begin()
};

}  // namespace mb::hil
