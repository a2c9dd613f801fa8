// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/terminals.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/signal/neutral.hpp"

namespace mb {
namespace {

constexpr std::size_t kVoltages = 4;

std::vector<TerminalPlan::Row> rows_of(LaneMatrix const& matrix) {
    LaneMatrix const identity = identity_lanes();
    std::vector<TerminalPlan::Row> rows;
    for (std::size_t r = 0; r < kChannels; ++r) {
        if (matrix[r] == identity[r]) continue;
        TerminalPlan::Row row{static_cast<std::uint8_t>(r), {}};
        for (std::size_t c = 0; c < kChannels; ++c)
            if (matrix[r][c] != 0.0) row.terms.push_back({static_cast<std::uint8_t>(c), matrix[r][c]});
        rows.push_back(std::move(row));
    }
    return rows;
}

bool names(Fault const& fault, std::size_t input) { return (fault.inputs >> input & 1U) != 0; }

/// What the faults do to one input's sensor and to what the meter finds there.
Result<void> plan_input(TerminalPlan& plan, Stimulus const& s, std::size_t input) {
    SensorSetup const& setup = s.sensors[input];
    SensorInput& sensor = plan.sensors[input];
    InputPlug& plug = plan.plugs[input];
    sensor.setup = setup;
    plug.plug = setup.plug;
    if (setup.plug)
        if (auto const possible = check(*setup.plug); !possible) return input_error("I{}: {}", input + 1, possible.error().sentence);
    if (!(setup.burden_ohm >= 0.0 && setup.burden_ohm <= 1e6))
        return input_error("I{}: a burden of {} Ohm is none; give 0 for the rated one", input + 1, setup.burden_ohm);
    if (!(setup.temperature_c >= -60.0 && setup.temperature_c <= 150.0))
        return input_error("I{}: a sensor at {} °C; give -60 to 150", input + 1, setup.temperature_c);
    bool const there = setup.plug && setup.plug->present();
    bool open = setup.plug && !setup.plug->present();
    double believed = 1.0;
    for (Fault const& fault : s.faults) {
        if (!names(fault, input)) continue;
        if (fault.kind == FaultKind::open_ct) open = true;
        if (fault.kind == FaultKind::wrong_rating) believed *= fault.value;
        if (fault.kind == FaultKind::phase_error) sensor.turn_minutes += fault.value;
        if (fault.kind != FaultKind::saturation) continue;
        if (!there)
            return input_error("saturation: the sensor in I{} has no rating to be saturated at; say which model it is and its rating",
                               input + 1);
        sensor.knee = sensor.knee > 0.0 ? std::min(sensor.knee, fault.value) : fault.value;
    }
    if (there && believed != 1.0) plug.believed = believed * setup.plug->rating;
    if (open) {
        sensor = {};
        plug = {SensorPlug{}, 0.0};
    }
    return {};
}

Result<void> check_faults(Stimulus const& s, Network network, SourceKind source) {
    for (Fault const& fault : s.faults) {
        if (auto const possible = check(fault, network); !possible) return possible;
        if (fault.kind == FaultKind::neutral_loss && source == SourceKind::recording)
            return input_error(
                "neutral_loss: where the star point floats follows from the loads, and a recording does not tell them; "
                "use a synthesized source");
    }
    return {};
}

bool has(Stimulus const& s, FaultKind kind) {
    return std::any_of(s.faults.begin(), s.faults.end(), [&](Fault const& fault) { return fault.kind == kind; });
}

unsigned lost_phases(Stimulus const& s) {
    unsigned lost = 0;
    for (Fault const& fault : s.faults)
        if (fault.kind == FaultKind::phase_loss) lost |= fault.phases;
    return lost;
}

/// The stimulus as the source has to make it under its faults.
Result<Stimulus> source_of(Stimulus const& s, Network network) {
    if (!has(s, FaultKind::neutral_loss)) return s;
    return lose_neutral(s, network, lost_phases(s));
}

void add_up(std::span<Frame> frames, std::vector<TerminalPlan::Row> const& rows) {
    if (rows.empty()) return;
    for (Frame& frame : frames) {
        Lanes const in = frame.lanes;
        for (TerminalPlan::Row const& row : rows) {
            double sum = 0.0;
            for (TerminalPlan::Term const& term : row.terms) sum += term.factor * static_cast<double>(in[term.lane]);
            frame.lanes[row.lane] = static_cast<float>(sum);
        }
    }
}

}  // namespace

Result<TerminalPlan> plan_terminals(Stimulus const& stimulus, Network network, SourceKind source, Stimulus const* standing) {
    if (!(stimulus.vt_ratio > 0.0 && std::isfinite(stimulus.vt_ratio)))
        return input_error("a voltage transformer of {} primary volts per secondary volt cannot be; give a number above 0",
                           stimulus.vt_ratio);
    if (auto const sound = standing != nullptr ? check(stimulus, *standing) : check(stimulus); !sound) return sound.error();
    if (auto const possible = check_faults(stimulus, network, source); !possible) return possible.error();
    TerminalPlan plan;
    for (std::size_t input = 0; input < kCurrentInputs; ++input)
        if (auto const planned = plan_input(plan, stimulus, input); !planned) return planned.error();
    auto made = source == SourceKind::recording ? Result<Stimulus>{stimulus} : source_of(stimulus, network);
    if (!made) return made.error();
    plan.source = *std::move(made);
    constexpr auto kFloats = FaultKind::neutral_loss;
    if (standing != nullptr && stimulus.ramp > Duration{} && has(stimulus, kFloats) != has(*standing, kFloats)) {
        Stimulus before = *standing;
        before.faults = stimulus.faults;
        before.event.reset();
        before.inrush.reset();
        before.ramp = Duration{};
        before.phase_jump_deg = 0.0;
        auto jump = source_of(before, network);
        if (!jump) return jump.error();
        plan.jump = *std::move(jump);
    }
    LaneMatrix wiring = lane_matrix(stimulus.faults, FaultStage::supply, FaultStage::terminal);
    for (std::size_t k = 0; k < kVoltages; ++k)
        for (double& factor : wiring[k]) factor /= stimulus.vt_ratio;
    // Nothing plugged in: no current either, whatever the source makes.
    for (std::size_t k = 0; k < kCurrentInputs; ++k)
        if (plan.plugs[k].plug && !plan.plugs[k].plug->present()) wiring[index(Channel::i1) + k] = {};
    plan.wiring = rows_of(wiring);
    plan.belief = rows_of(lane_matrix(stimulus.faults, FaultStage::sensor, FaultStage::sensor));
    return plan;
}

void Terminals::apply(TerminalPlan plan) {
    plan_ = std::move(plan);
    sensors_.apply(plan_.sensors, plan_.source.frequency_hz, plan_.source.seed);
}

void Terminals::distort(std::span<Frame> frames) {
    add_up(frames, plan_.wiring);
    sensors_.distort(frames);
    add_up(frames, plan_.belief);
}

}  // namespace mb
