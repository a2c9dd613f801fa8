// SPDX-License-Identifier: GPL-3.0-or-later
/// The machine-readable face of a snapshot, as `play --json` writes it (docs/readings.schema.json).
#pragma once

#include <nlohmann/json.hpp>

#include "core/meter/snapshot.hpp"

namespace mb::cli {

/// {"readings": {"<symbol>": {"value": x, "unit": "V"}}, "events": […]}. Only what is available of the instant readings and the total
/// energies of load 1; events oldest first, with null where a running one has no end yet.
nlohmann::ordered_json readings_json(Snapshot const& snapshot);

}  // namespace mb::cli
