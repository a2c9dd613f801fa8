// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/engine/requirements.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>

#include "scenarios/engine/meter_setup.hpp"

namespace mb {
namespace {

template <class Asks>
bool any_channel(Stimulus const& s, Asks const& asks) {
    return std::any_of(s.channels.begin(), s.channels.end(), asks);
}

template <class Asks>
bool any_sensor(Stimulus const& s, Asks const& asks) {
    return std::any_of(s.sensors.begin(), s.sensors.end(), asks);
}

struct AbilityRow {
    Ability id;
    std::string_view what;
    bool (*asked)(Stimulus const&);
};
bool any_current(Stimulus const& s) {
    return std::any_of(s.channels.begin() + 4, s.channels.end(), [](ChannelSignal const& c) { return c.rms != 0.0; });
}

constexpr std::array kAbilities{
    AbilityRow{Ability::voltage_events, "dips, swells and interruptions", [](Stimulus const& s) { return s.event.has_value(); }},
    AbilityRow{Ability::inrush, "inrush currents", [](Stimulus const& s) { return s.inrush.has_value(); }},
    AbilityRow{Ability::flicker, "flicker", [](Stimulus const& s) { return s.modulation.depth != 0.0; }},
    AbilityRow{Ability::interharmonics, "interharmonics",
               [](Stimulus const& s) { return any_channel(s, [](ChannelSignal const& c) { return !c.interharmonics.empty(); }); }},
    AbilityRow{Ability::dc, "dc", [](Stimulus const& s) { return any_channel(s, [](ChannelSignal const& c) { return c.dc != 0.0; }); }},
    AbilityRow{Ability::noise, "noise",
               [](Stimulus const& s) { return any_channel(s, [](ChannelSignal const& c) { return c.noise != 0.0; }); }},
    AbilityRow{Ability::ramps, "ramps", [](Stimulus const& s) { return s.ramp > Duration{}; }},
    AbilityRow{Ability::phase_jumps, "phase jumps",
               [](Stimulus const& s) { return s.phase_jump_deg != 0.0 || (s.event && s.event->phase_jump_deg != 0.0); }},
    AbilityRow{Ability::sensors, "sensors of a stated make",
               [](Stimulus const& s) { return any_sensor(s, [](SensorSetup const& sensor) { return sensor.plug.has_value(); }); }},
    AbilityRow{Ability::sensor_errors, "the errors of sensors",
               [](Stimulus const& s) { return any_sensor(s, [](SensorSetup const& sensor) { return sensor.errors; }); }},
    AbilityRow{Ability::voltage_transformer, "primary voltages", [](Stimulus const& s) { return s.vt_ratio != 1.0; }},
    AbilityRow{Ability::currents, "currents", any_current},
    AbilityRow{Ability::neutral_voltage, "a voltage of the neutral", [](Stimulus const& s) { return s[Channel::vn].rms != 0.0; }},
    AbilityRow{Ability::fourth_input, "a current in the fourth input", [](Stimulus const& s) { return s[Channel::i4].rms != 0.0; }},
    AbilityRow{Ability::point_on_wave, "events that begin at an angle",
               [](Stimulus const& s) { return s.event && s.event->point_on_wave_deg.has_value(); }},
    AbilityRow{Ability::event_edges, "events with edges that take time",
               [](Stimulus const& s) { return s.event && s.event->edge > Duration{}; }},
};

/// What this stimulus asks and the target cannot do.
std::string lacking(Stimulus const& s, Capabilities const& can) {
    for (AbilityRow const& row : kAbilities)
        if (row.asked(s) && std::find(can.lacks.begin(), can.lacks.end(), row.id) != can.lacks.end())
            return fmt::format("{} cannot make {}", can.name, row.what);
    for (ChannelSignal const& channel : s.channels)
        for (Harmonic const& h : channel.harmonics)
            if (h.order > can.highest_harmonic)
                return fmt::format("{} makes harmonics to order {}, the scenario asks for {}", can.name, can.highest_harmonic, h.order);
    return {};
}

}  // namespace

std::string lacking(Scenario const& scenario, Capabilities const& can) {
    for (NamedFault const& named : scenario.faults)
        if (std::find(can.lacks_faults.begin(), can.lacks_faults.end(), named.fault.kind) != can.lacks_faults.end())
            return fmt::format("{} cannot make the fault {} ({})", can.name, info(named.fault.kind).name, named.place.text());
    if (auto why = lacking(scenario.start, can); !why.empty()) return why;
    for (Step const& step : scenario.timeline)
        if (auto const* apply = std::get_if<Apply>(&step.what))
            if (auto const why = lacking(apply->stimulus, can); !why.empty()) return fmt::format("{} ({})", why, step.place.text());
    return {};
}

bool needs_half_cycles(SymbolId symbol) {
    Symbol const& info = symbol_info(symbol);
    return info.plane == Plane::fast || info.name.starts_with("event_");
}

std::string unwritable(Scenario const& scenario, RegisterMap const& map) {
    for (SetupWrite const& w : setup_writes(scenario.installation, scenario.rated)) {
        auto const symbol = find_symbol(w.symbol);
        if (!w.usual && (!symbol || map.find(*symbol) == nullptr))
            return fmt::format("the register map has no {}, by which the meter would be told its wiring", w.symbol);
    }
    auto const lacks = [&](std::vector<RegisterWrite> const& writes) -> std::string {
        for (RegisterWrite const& w : writes)
            if (map.find(w.symbol) == nullptr)
                return fmt::format("the register map has no {}, which the scenario writes ({})", symbol_info(w.symbol).name,
                                   w.place.text());
        return {};
    };
    if (auto why = lacks(scenario.settings); !why.empty()) return why;
    for (Step const& step : scenario.timeline)
        if (auto const* write = std::get_if<Write>(&step.what))
            if (auto why = lacks(write->writes); !why.empty()) return why;
    return {};
}

}  // namespace mb
