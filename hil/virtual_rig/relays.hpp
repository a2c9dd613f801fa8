// SPDX-License-Identifier: GPL-3.0-or-later
/// The rig's relays (docs/rig-protocol.md) and what they do at the meter's terminals.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/signal/fault.hpp"
#include "core/signal/frame.hpp"

namespace mb::virtual_rig {

inline constexpr std::size_t kRelays = 8;  ///< 0 … 3: I1 … I4, 4 … 7: V1 V2 V3 Vn
using RelayStates = std::array<std::uint8_t, kRelays>;

/// Whether a relay has the state. I4 and Vn have no next input or phase with which they could be exchanged.
bool has_state(std::size_t relay, std::uint8_t state);

/// All but open voltages, as faults of the wiring, in the order of the relays.
std::vector<Fault> faults_of(RelayStates const& relays);

/// Terminals Va Vb Vc Vn that are open, bit 0 is Va.
unsigned open_voltages(RelayStates const& relays);

/// What equal impedances from each voltage input to Vn make of open terminals: an open phase floats to Vn, an open Vn to the mean of the
/// phases that are connected (to earth where none is).
void open_terminals(std::span<Frame> frames, unsigned open);

}  // namespace mb::virtual_rig
