// SPDX-License-Identifier: GPL-3.0-or-later
/// Faults of wiring as states of the rig's relays (docs/rig-protocol.md). What relays cannot do, the source may (scpi/set_point.hpp).
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "core/base/result.hpp"
#include "core/signal/fault.hpp"

namespace mb::hil {

inline constexpr std::size_t kRigRelays = 8;  ///< 0-3 the inputs I1-I4, 4-7 the terminals V1 V2 V3 Vn
using RelayStates = std::array<std::uint8_t, kRigRelays>;

/// Done by relays alone: open_ct, reversed_ct, swapped_currents, swapped_voltages, phase_loss.
bool done_by_relays(FaultKind kind);

/// All at rest but for these faults; kinds that relays do not do are passed over. Refused, with the reason: exchanges with I4 or Vn, and
/// two faults at one relay.
Result<RelayStates> relay_states(std::span<Fault const> faults);

}  // namespace mb::hil
