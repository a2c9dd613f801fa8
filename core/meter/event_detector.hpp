// SPDX-License-Identifier: GPL-3.0-or-later
/// One kind of event from half-cycle rms values (IEC 61000-4-30, 5.4 and 5.5; manual, annex IV).
///   dip, swell    begins when any voltage is beyond its threshold, ends when all six are back by the hysteresis
///   interruption  begins when all six voltages are below, ends when any is back
///   inrush        begins when any phase current is above, ends when all that were above are back
/// "Beyond" excludes the threshold itself, "back" includes threshold ± hysteresis. Channels that are not judged are recorded along.
#pragma once

#include <array>
#include <optional>

#include "core/catalogue/event.hpp"
#include "core/meter/quality_settings.hpp"

namespace mb {

using ChannelValues = std::array<double, kEventChannels>;

class EventDetector {
public:
    /// where: 0 network, 1..4 load.
    EventDetector(EventKind kind, int where) : kind_(kind), where_(where), judged_(judged_channels(kind)) {}

    /// For what begins afterwards: a running event keeps the thresholds, the references and the rule of stamps with which it began.
    void set(QualitySettings const& settings);
    void set_reference(ChannelValues const& reference) { reference_ = reference; }

    /// Other channels from now on: those of `there` that the kind judges. A running event ends with its latest value.
    void rewire(ChannelMask there);

    enum class Change { none, began, went_on, ended };
    /// The channel's rms over [begin, end]; calls come in the order of `end`. A value that is not finite is passed over: it neither
    /// begins, ends nor extends an event, and the channel's last finite value stands.
    Change update(std::size_t channel, double rms, Instant begin, Instant end);

    EventKind kind() const { return kind_; }
    int where() const { return where_; }
    /// The running event, or the latest ended one; none before the first.
    std::optional<Event> const& latest() const { return latest_; }
    bool running() const { return latest_ && !latest_->end; }
    /// Begin of the first window of latest(), whatever the rule of stamps.
    Instant began() const { return began_; }

private:
    bool beyond(std::size_t channel, ChannelValues const& reference, double percent) const;
    bool worse(std::size_t channel, double a, double b) const;
    bool begins(std::size_t channel) const;
    void start(std::size_t channel, Instant begin, Instant end);
    bool ends(std::size_t channel) const;

    EventKind kind_;
    int where_;
    ChannelMask judged_;
    Instant latest_end_{};  // of a value
    EventThreshold threshold_;
    EventStamp stamp_ = EventStamp::whole_windows;
    ChannelValues reference_{};
    ChannelValues rms_{};
    ChannelMask known_ = 0;
    std::optional<Event> latest_;
    Instant began_{};
    Instant start_gathering_until_{};
};

}  // namespace mb
