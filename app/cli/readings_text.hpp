// SPDX-License-Identifier: GPL-3.0-or-later
/// What `play` prints of a snapshot for people.
#pragma once

#include <string>

#include "core/meter/snapshot.hpp"

namespace mb::cli {

/// A line for each reading of the network and of load 1, then the energies. Harmonics only where `all` is wanted. What has no value is
/// "-" with the reason.
std::string readings_text(Snapshot const& snapshot, bool all);

/// The total energies of load 1 as one number each, "load1.energy.ea_pos".
bool is_total_energy(Symbol const& symbol);

}  // namespace mb::cli
