// SPDX-License-Identifier: GPL-3.0-or-later
/// Readings and events as JSON, one shape for `play --json` and `run --json` (docs/readings.schema.json).
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "core/base/unit.hpp"
#include "core/catalogue/event.hpp"

namespace mb {

/// {"value": x, "unit": "V"}
nlohmann::ordered_json reading_json(double value, Unit unit);

/// Times in seconds since the start; null where a running event has no end yet.
nlohmann::ordered_json event_json(Event const& event);

}  // namespace mb
