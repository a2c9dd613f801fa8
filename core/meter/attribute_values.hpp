// SPDX-License-Identifier: GPL-3.0-or-later
/// What attributes tell of a state: identity, clock, events, energies, demand. One function per group of attributes.inc; monostate
/// where there is no value.
#pragma once

#include <algorithm>

#include "core/meter/snapshot.hpp"

namespace mb {

Value identity_value(Identity const& identity, Attribute attribute);
Value clock_value(Snapshot const& s, Attribute attribute);
/// symbol: an attribute of event_en50160_{n} or event_inrush_{n}.
Value event_value(Snapshot const& s, Symbol const& symbol);
/// attribute: quality_rec_kind … quality_rec_in_ext: what a record of the log tells of this event.
Value event_record_value(Snapshot const& s, Event const& event, Attribute attribute);
/// symbol: an attribute of load{n}.sec.
Value secondary_value(Snapshot const& s, Symbol const& symbol);
/// attribute: tot_hours … mega_eap.
Value energy_value(Snapshot const& s, LoadState const& load, Attribute attribute);
/// attribute: pred_p_pos … max_s.
Value demand_value(Snapshot const& s, LoadState const& load, Attribute attribute);

/// symbol: an attribute of alarm_system{n}, wiring, sensor{n} or residual.
Value supervision_value(Snapshot const& s, Symbol const& symbol);

/// Milliseconds as a register tells them: none before the epoch.
constexpr std::uint64_t whole(EpochMilliseconds ms) { return static_cast<std::uint64_t>(std::max<EpochMilliseconds>(ms, 0)); }
/// A time stamp of whole seconds; none until the clock was set (docs/registers.md).
inline Value date_value(Snapshot const& s, Instant at) { return s.power_on ? Value{whole(s.calendar(at)) / 1000} : Value{}; }

}  // namespace mb
