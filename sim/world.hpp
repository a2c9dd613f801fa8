// SPDX-License-Identifier: GPL-3.0-or-later
/// The world before a meter: a source and all that stands between it and the meter's inputs. What the targets on samples share, so that
/// each of them gives its meter the same bits.
#pragma once

#include <span>

#include "core/signal/wiring.hpp"
#include "sim/grid.hpp"
#include "sim/terminals.hpp"

namespace mb {

/// The source makes what the plan says.
void put_source(Grid& grid, TerminalPlan const& plan);

class World {
public:
    /// network: decides what faults there can be; the meter may be configured for another one.
    explicit World(Network network) : grid_(Stimulus{}), network_(network) {}

    /// From the next frame on. Refuses what plan_terminals() refuses; nothing has changed then.
    Result<void> apply(Stimulus const& stimulus);
    /// The next frames at the meter's inputs; the same bits in any pieces.
    void render(std::span<Frame> out);
    InputPlugs const& plugs() const { return terminals_.plugs(); }

private:
    Grid grid_;
    Terminals terminals_;
    Network network_;
    Stimulus standing_;
};

}  // namespace mb
