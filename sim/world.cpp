// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/world.hpp"

#include <utility>

namespace mb {

void put_source(Grid& grid, TerminalPlan const& plan) {
    if (plan.jump) grid.apply(*plan.jump);
    grid.apply(plan.source);
}

Result<void> World::apply(Stimulus const& stimulus) {
    auto plan = plan_terminals(stimulus, network_, SourceKind::synthesized, &standing_);
    if (!plan) return plan.error();
    standing_ = stimulus;
    put_source(grid_, *plan);
    terminals_.apply(*std::move(plan));
    return {};
}

void World::render(std::span<Frame> out) {
    grid_.render(out);
    terminals_.distort(out);
}

}  // namespace mb
