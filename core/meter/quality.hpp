// SPDX-License-Identifier: GPL-3.0-or-later
/// Dips, swells and interruptions from Urms(1/2) of six voltages, each against its own reference (IEC 61000-4-30, 5.4 and 5.5; manual,
/// annex IV). A dip or swell begins when any channel crosses its threshold and ends when all are back by the hysteresis; an interruption
/// begins when all are below and ends when any is back. Each kind is judged by itself: an interruption is a dip, too.
/// Times: the start is the start of the first window that crossed, the end is the end of the window that ended it
/// (docs/decisions/0008-event-times.md).
#pragma once

#include <array>
#include <optional>
#include <vector>

#include "core/catalogue/event.hpp"
#include "core/meter/meter.hpp"

namespace mb {

/// Detects one kind of event.
class EventDetector {
public:
    EventDetector(EventKind kind, double threshold_percent, double release_percent, std::array<double, kEventChannels> const& reference);

    /// The channel's rms over [begin, end]; calls come in the order of `end`.
    void update(std::size_t channel, double rms, Instant begin, Instant end);

    /// The running event, or the latest ended one; none before the first.
    std::optional<Event> const& latest() const { return latest_; }
    bool running() const { return latest_ && !latest_->end; }

private:
    bool beyond(std::size_t channel, double percent) const;
    bool worse(double a, double b) const;

    EventKind kind_;
    double threshold_;
    double release_;
    std::array<double, kEventChannels> reference_;
    std::array<double, kEventChannels> rms_{};
    std::array<bool, kEventChannels> known_{};
    std::optional<Event> latest_;
    Instant start_gathering_until_{};
};

/// The three detectors and the list of events, the latest kKept of them.
class QualityMonitor {
public:
    static constexpr std::size_t kKept = 500;

    QualityMonitor(Nominal const& nominal, QualitySettings const& settings);
    void update(std::size_t channel, double rms, Instant begin, Instant end);

    std::vector<Event> const& events() const { return events_; }
    bool running() const;

private:
    std::vector<EventDetector> detectors_;
    std::vector<Event> events_;  // oldest first
};

}  // namespace mb
