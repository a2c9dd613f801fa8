// SPDX-License-Identifier: GPL-3.0-or-later
#include "hil/dry_run.hpp"

#include "core/base/measure.hpp"
#include "hil/rig_target.hpp"
#include "scenarios/engine/requirements.hpp"

namespace mb::hil {
namespace {

Result<void> one(Scenario const& scenario, Bench const& bench, Say const& say) {
    say(fmt::format("# {}", scenario.name));
    RigAccess access;
    access.dry = say;
    auto target = RigTarget::open(bench, access);
    if (!target) return target.error();
    if (auto const why = lacking(scenario, (*target)->capabilities()); !why.empty()) {
        say(fmt::format("# not applicable: {}", why));
        return {};
    }
    if (auto done = (*target)->apply(scenario.start); !done) return done;
    for (mb::Step const& step : scenario.timeline) {
        if (auto const* wait = std::get_if<Wait>(&step.what)) {
            say(fmt::format("# wait {}", print(seconds(wait->duration), Unit::second, 6)));
        } else if (auto const* expect = std::get_if<Expect>(&step.what)) {
            say(fmt::format("# read the meter for {} checks", expect->checks.size()));
        } else if (auto const* write = std::get_if<Write>(&step.what)) {
            say(fmt::format("# write {} registers of the meter", write->writes.size()));
        } else if (auto done = (*target)->apply(std::get<Apply>(step.what).stimulus); !done) {
            return input_error("{}: {}", step.place.text(), done.error().sentence);
        }
    }
    say("# end");
    return {};
}

}  // namespace

Result<void> dry_run(std::span<Scenario const> scenarios, Bench const& bench, Say const& say) {
    for (Scenario const& scenario : scenarios)
        if (auto done = one(scenario, bench, say); !done) return done;
    return {};
}

}  // namespace mb::hil
