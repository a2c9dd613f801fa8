// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/engine/readings_json.hpp"

#include <nlohmann/json.hpp>

#include <cmath>

namespace mb {

using Json = nlohmann::ordered_json;

Json reading_json(double value, Unit unit) { return {{"value", value}, {"unit", symbol(unit)}}; }

Json event_json(Event const& e) {
    Json one{{"kind", name(e.kind)}, {"where", e.where}, {"channels", Json::array()}, {"start_s", seconds(e.start.time_since_epoch())}};
    one["end_s"] = e.end ? Json(seconds(e.end->time_since_epoch())) : Json(nullptr);
    one["duration_s"] = e.duration() ? Json(seconds(*e.duration())) : Json(nullptr);
    // The field's word for what is left of the voltage (IEC 61000-4-30, 5.4); what rises leaves nothing.
    if (!rises(e.kind)) one["residual_percent"] = e.extreme_percent();
    one["extreme_percent"] = e.extreme_percent();
    one["per_channel"] = Json::object();
    one["along"] = Json::object();
    for (std::size_t c = 0; c < kEventChannels; ++c) {
        std::string const channel{kEventChannelNames[c]};
        Json const values{{"reference", e.reference[c]}, {"extreme", e.extreme[c]}, {"unit", symbol(channel_unit(c))}};
        if ((e.channels & channel_bit(c)) != 0) {
            one["channels"].push_back(channel);
            one["per_channel"][channel] = values;
        } else if ((judged_channels(e.kind) & channel_bit(c)) == 0 && e.reference[c] > 0.0 && std::isfinite(e.extreme[c])) {
            one["along"][channel] = values;
        }
    }
    return one;
}

}  // namespace mb
