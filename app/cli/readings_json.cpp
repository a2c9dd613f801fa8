// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/readings_json.hpp"

#include <cmath>
#include <string>

#include "app/cli/readings_text.hpp"
#include "scenarios/engine/readings_json.hpp"

namespace mb::cli {

using Json = nlohmann::ordered_json;
Json readings_json(Snapshot const& snapshot) {
    Json readings = Json::object();
    auto const known = symbols();
    for (std::size_t i = 0; i < snapshot.readings.size() && i < known.size(); ++i)
        if (std::isfinite(snapshot.readings[i])) readings[known[i].name] = reading_json(snapshot.readings[i], known[i].unit);
    for (std::size_t i = snapshot.readings.size(); i < known.size(); ++i) {
        if (!is_total_energy(known[i])) continue;
        auto const value = snapshot.value(SymbolId{static_cast<std::uint16_t>(i)});
        if (auto const* const energy = std::get_if<double>(&value)) readings[known[i].name] = reading_json(*energy, known[i].unit);
    }
    Json events = Json::array();
    for (Event const& event : snapshot.events) events.push_back(event_json(event));
    return {{"readings", std::move(readings)}, {"events", std::move(events)}};
}

}  // namespace mb::cli
