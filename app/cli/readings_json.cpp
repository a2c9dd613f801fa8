// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/readings_json.hpp"

#include <cmath>
#include <string>

#include "core/base/unit.hpp"

namespace mb::cli {
namespace {

using nlohmann::json;

json event_json(Event const& event) {
    json channels = json::array();
    json per_channel = json::object();
    for (std::size_t c = 0; c < kEventChannels; ++c) {
        if ((event.channels >> c & 1U) == 0) continue;
        std::string const name(kEventChannelNames[c]);
        channels.push_back(name);
        per_channel[name] = {{"reference", event.reference[c]}, {"extreme", event.extreme[c]}, {"unit", "V"}};
    }
    json out = {{"kind", std::string(name(event.kind))},
                {"channels", std::move(channels)},
                {"start_s", seconds(event.start.time_since_epoch())},
                {"end_s", nullptr},
                {"duration_s", nullptr},
                {"extreme_percent", event.extreme_percent()},
                {"per_channel", std::move(per_channel)}};
    if (event.end) out["end_s"] = seconds(event.end->time_since_epoch());
    if (auto const duration = event.duration()) out["duration_s"] = seconds(*duration);
    // The field's word for what is left of the voltage (IEC 61000-4-30, 5.4); a swell leaves nothing.
    if (event.kind != EventKind::swell) out["residual_percent"] = event.extreme_percent();
    return out;
}

}  // namespace

json readings_json(Snapshot const& snapshot) {
    json readings = json::object();
    auto const known = symbols();
    for (std::size_t i = 0; i < snapshot.readings.size() && i < known.size(); ++i)
        if (std::isfinite(snapshot.readings[i])) readings[known[i].name] = {{"value", snapshot.readings[i]}, {"unit", std::string(symbol(known[i].unit))}};
    json events = json::array();
    for (Event const& event : snapshot.events) events.push_back(event_json(event));
    return {{"readings", std::move(readings)}, {"events", std::move(events)}};
}

}  // namespace mb::cli
