// SPDX-License-Identifier: GPL-3.0-or-later
/// Snapshots made by hand for the panel's tests: no meter, no samples.
#pragma once

#include <limits>
#include <memory>
#include <string_view>

#include "core/meter/snapshot.hpp"

namespace mb::panel_bench {

inline Snapshot nothing_measured() {
    Snapshot s;
    s.readings.assign(reading_count(), std::numeric_limits<double>::quiet_NaN());
    s.identity = std::make_shared<Identity const>();
    return s;
}

inline void set(Snapshot& s, std::string_view symbol, double value) { s.readings.at(index(find_symbol(symbol).value())) = value; }

/// Every reading the same number.
inline Snapshot all_readings(double value) {
    Snapshot s = nothing_measured();
    s.readings.assign(reading_count(), value);
    s.windows = 1;
    return s;
}

inline Event event(EventKind kind, Duration start, std::optional<Duration> length, double percent) {
    Event e;
    e.kind = kind;
    e.start = Instant{start};
    if (length) e.end = e.start + *length;
    e.channels = e.start_channels = 0b111111;
    e.reference.fill(230.0);
    e.extreme.fill(230.0 * percent / 100.0);
    return e;
}

}  // namespace mb::panel_bench
