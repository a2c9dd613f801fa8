// SPDX-License-Identifier: GPL-3.0-or-later
/// The physics of the virtual rig in one thread: source → relays → meter under test, and what the controller sees of it.
///
/// True time is what the source's seconds are. The meter's clock is wrong by some ppm and takes its samples by it, so the world goes in
/// steps of 10 ms of the meter's clock, and what the source makes in true seconds is told in the meter's: exact, without resampling.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "hil/virtual_rig/controller.hpp"
#include "hil/virtual_rig/meter_under_test.hpp"
#include "hil/virtual_rig/source_model.hpp"
#include "sim/grid.hpp"
#include "sim/terminals.hpp"

namespace mb::virtual_rig {

struct WorldSettings {
    RigTruth truth;
    std::uint64_t seed = 1;  ///< of the noise of what the source reads
    MeterSettings meter;
    EpochMilliseconds calendar = 0;  ///< what the meter's clock shows at the begin
    bool supply = true;              ///< of the meter, at the begin
};

class World {
public:
    World(WorldSettings const& settings, RegisterMap map);

    /// Another 10 ms of the meter's clock.
    void step();
    /// True time: end of the latest step [s].
    double time() const { return static_cast<double>(steps_) * step_; }
    double step_length() const { return step_; }  ///< [s]
    /// Of the controller's clock, in a true second.
    double controller_rate() const { return kTicksPerSecond * (1.0 + truth_.controller_clock_ppm * 1e-6); }
    /// Steps in which the source was told what no terminals can stand; 0 unless there is a fault in this program.
    std::uint64_t refused() const { return refused_; }

    SourceModel source;
    RigController controller;
    MeterUnderTest meter;

private:
    void put(Stimulus const& stimulus, bool from_source);
    Stimulus by_meter_clock(Stimulus stimulus) const;

    RigTruth truth_;
    double step_;
    std::int64_t steps_ = 0;
    std::vector<Fault> displacements_;  // of the meter's current inputs
    RelayStates relays_{};
    Stimulus standing_;
    Grid grid_{Stimulus{}};
    Terminals terminals_;
    std::array<Frame, kBlockFrames> block_;
    std::uint64_t refused_ = 0;
};

}  // namespace mb::virtual_rig
