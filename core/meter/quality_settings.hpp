// SPDX-License-Identifier: GPL-3.0-or-later
/// How events are judged and stamped. Thresholds are percents of the reference: 90 % and 110 % with a hysteresis of 2 % and 120 % of the
/// rated current are the manual's (annex IV); the interruption's are not printed there, EN 50160 says 5 %.
#pragma once

#include <array>
#include <cstdint>

#include "core/catalogue/event.hpp"
#include "core/catalogue/setting.hpp"
#include "core/catalogue/symbol.hpp"

namespace mb {

/// Which ends of its windows give an event its times (docs/decisions/0008-event-times.md).
enum class EventStamp : std::uint8_t {
    whole_windows = 0,  ///< start of the first window beyond, end of the window that ended it
    window_ends = 1,    ///< ends of both
};

/// An event begins beyond the threshold and ends when the value is back by the hysteresis, which points back from the threshold [%].
struct EventThreshold {
    double threshold = 0.0;
    double hysteresis = 0.0;

    /// Where the event ends: above the threshold of what falls, below that of what rises, never under zero.
    double release(EventKind kind) const;

    bool operator==(EventThreshold const&) const = default;
};

struct QualitySettings {
    EventThreshold dip{90.0, 2.0};
    EventThreshold swell{110.0, 2.0};
    EventThreshold interruption{5.0, 2.0};
    /// Of the rated current, by load: [0] is load 1.
    std::array<EventThreshold, kLoads> inrush{{{120.0, 2.0}, {120.0, 2.0}, {120.0, 2.0}, {120.0, 2.0}}};
    bool sliding_reference = false;  ///< dips and swells against the sliding reference, not the nominal voltage
    EventStamp stamp = EventStamp::whole_windows;

    /// load: 1..4, of an inrush only.
    EventThreshold const& of(EventKind kind, int load) const;

    bool operator==(QualitySettings const&) const = default;
};

QualitySettings quality_settings(SettingValues const& values);

}  // namespace mb
