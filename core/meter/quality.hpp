// SPDX-License-Identifier: GPL-3.0-or-later
/// Power quality events of the network and of the loads: dips, swells, interruptions and overcurrents from half-cycle rms values, each
/// kind judged by itself: an interruption is a dip, too. Rules: event_detector.hpp; times: docs/decisions/0008-event-times.md.
#pragma once

#include <array>
#include <span>
#include <vector>

#include "core/catalogue/event.hpp"
#include "core/meter/event_detector.hpp"
#include "core/meter/event_log.hpp"
#include "core/meter/quality_settings.hpp"
#include "core/meter/sliding_reference.hpp"
#include "core/meter/snapshot.hpp"

namespace mb {

class QualityMonitor {
public:
    QualityMonitor(Nominal const& nominal, QualitySettings const& settings);

    /// Applies to what begins afterwards.
    void set(QualitySettings const& settings);

    /// Another network or other loads: running events end. nominal: V1 V2 V3 U12 U23 U31 [V], 0 for those that are not there; rated:
    /// currents of the loads [A].
    void rewire(std::array<double, kEventVoltages> const& nominal, std::array<double, kLoads> const& rated);

    /// Urms(1/2) or Irms(1/2) over [begin, end]; channel: index into kEventChannelNames, of a current also the load, 1 … 4; calls come in
    /// the order of `end`. A value that is not finite changes nothing.
    void update(std::size_t channel, double rms, Instant begin, Instant end, int load = 1);

    /// A 10/12-cycle window's rms of V1 V2 V3 U12 U23 U31 [V], which the sliding reference follows unless the window is flagged.
    void window(std::span<double const, kEventVoltages> rms, bool flagged);

    /// Whether a dip, swell or interruption lasted at any time of [begin, end), from the begin of its first window to the end of its
    /// last, whatever the rule of stamps. What was fed is what is known: asked at a window's end it is right for every event whose first
    /// half-cycle window ended by then. A half-cycle window that begins in [begin, end) ends up to one cycle after `end`, and the event
    /// that it begins is known only then; so the answer is final once every channel was fed a window that begins at `end` or later.
    bool touched(Instant begin, Instant end) const;

    /// Forgets the events but for the running ones, which get new numbers.
    void clear_log();

    /// The latest EventLog::kKept, oldest first, the running ones included.
    std::vector<Event> events() const { return log_.events(); }
    bool running() const;

private:
    void hand_out_references();

    struct Watch {
        EventDetector detector;
        std::uint64_t number = 0;  // in the log, of the detector's latest event
    };

    std::array<ChannelValues, kLoads> nominal_{};  ///< by load, whose currents stand beside the voltages of all
    SlidingReference sliding_;
    std::array<Watch, kVoltageEventKinds + kLoads> watches_;
    EventLog log_;
    QualitySettings settings_;
};

}  // namespace mb
