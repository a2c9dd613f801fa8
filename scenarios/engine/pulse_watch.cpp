// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/engine/pulse_watch.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <string>

namespace mb {
namespace {

constexpr double kNoPower = 1e-6;  // [W]: what rounding leaves of a quarter of a turn is less, by far

bool checks_pulses(Step const& step) {
    auto const* const expect = std::get_if<Expect>(&step.what);
    return expect != nullptr && std::any_of(expect->checks.begin(), expect->checks.end(),
                                            [](Check const& check) { return std::holds_alternative<PulseCheck>(check.what); });
}

bool is_steady(Stimulus const& s) { return !s.event && !s.inrush && s.modulation.depth == 0.0 && s.ramp == Duration{}; }

}  // namespace

PulseWatch::PulseWatch(Scenario const& scenario, Capabilities const& can) : wiring_{scenario.installation.wiring} {
    wanted_ = can.pulse_resolution_s && std::any_of(scenario.timeline.begin(), scenario.timeline.end(), checks_pulses);
}

void PulseWatch::begin(Stimulus const& stimulus, Instant now) {
    watts_ = power_at_terminals(stimulus, wiring_);
    steady_ = is_steady(stimulus);
    since_ = now;
    pulses_.clear();
}

Result<void> PulseWatch::collect(Target& target, Instant now) {
    if (!wanted_) return {};
    auto const reply = target.exchange(Port::pulses, {});
    if (!reply) return reply.error();
    auto const told = parse_pulses(*reply);
    if (!told) return told.error();
    if (now > since_ + kSettling) pulses_.insert(pulses_.end(), told->begin(), told->end());
    return {};
}

void PulseWatch::judge(PulseCheck const& check, double weight_wh, Capabilities const& can, CheckResult& result) const {
    auto const not_applicable = [&result](std::string why) {
        result.verdict = Verdict::not_applicable;
        result.reason = std::move(why);
    };
    if (!can.pulse_resolution_s) return not_applicable(fmt::format("{} tells no energy pulses", can.name));
    if (!(weight_wh > 0.0)) return not_applicable("the register map has no own.pulse_weight; give the check a 'weight'");
    if (!steady_) return not_applicable("the power at the terminals is not steady since the source last changed");
    if (!(watts_ > kNoPower)) return not_applicable("the source makes no active power that pulses of Ea+ could count");
    auto const power = power_of(pulses_, weight_wh, *can.pulse_resolution_s);
    double const error = power ? 100.0 * (power->watts - watts_) / watts_ : 0.0;
    Uncertainty const uncertainty{can.source.power_percent, power ? power->resolution_percent : 0.0};
    Finding f = judge_value("pulse error", Unit::percent, check.error_percent, check.tolerance, error, uncertainty);
    if (power) {
        f.actual = fmt::format("{:.4f} % ({} pulses)", error, power->pulses);
    } else {
        f.verdict = Verdict::fail;
        f.actual = fmt::format("{} pulse{}: two are needed", pulses_.size(), pulses_.size() == 1 ? "" : "s");
        f.actual_value.reset();
    }
    result.findings = {f};
    result.verdict = f.verdict;
}

}  // namespace mb
