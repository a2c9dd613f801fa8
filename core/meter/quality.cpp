// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/meter/quality.hpp"

#include <algorithm>
#include <numbers>

namespace mb {

EventDetector::EventDetector(EventKind kind, double threshold_percent, double release_percent,
                             std::array<double, kEventChannels> const& reference)
    : kind_(kind), threshold_(threshold_percent), release_(release_percent), reference_(reference) {}

bool EventDetector::beyond(std::size_t channel, double percent) const {
    double const limit = reference_[channel] * percent / 100.0;
    return kind_ == EventKind::swell ? rms_[channel] > limit : rms_[channel] < limit;
}

bool EventDetector::worse(double a, double b) const { return kind_ == EventKind::swell ? a > b : a < b; }

void EventDetector::update(std::size_t channel, double rms, Instant begin, Instant end) {
    rms_[channel] = rms;
    known_[channel] = true;
    auto const bit = static_cast<ChannelMask>(1U << channel);
    bool const all_needed = kind_ == EventKind::interruption;

    if (!running()) {
        if (!beyond(channel, threshold_)) return;
        if (all_needed)
            for (std::size_t c = 0; c < kEventChannels; ++c)
                if (!known_[c] || !beyond(c, threshold_)) return;
        Event e;
        e.kind = kind_;
        e.start = begin;
        e.reference = reference_;
        for (std::size_t c = 0; c < kEventChannels; ++c) e.extreme[c] = known_[c] ? rms_[c] : reference_[c];
        e.threshold_percent = threshold_;
        e.release_percent = release_;
        e.channels = e.start_channels = all_needed ? ChannelMask{0b111111} : bit;
        latest_ = e;
        // The channels report one after the other: who crosses within the first cycle was there at the start.
        start_gathering_until_ = end + (end - begin);
        return;
    }

    Event& e = *latest_;
    if (worse(rms, e.extreme[channel])) e.extreme[channel] = rms;
    if (beyond(channel, threshold_)) {
        e.channels |= bit;
        if (end <= start_gathering_until_) e.start_channels |= bit;
    }
    auto const held = [&](std::size_t c) { return known_[c] && beyond(c, release_); };
    bool ended = !held(channel);
    if (!all_needed)
        for (std::size_t c = 0; c < kEventChannels; ++c) ended = ended && !((e.channels & (1U << c)) != 0 && held(c));
    if (!ended) return;
    e.end = end;
    e.end_channels = bit;
}

QualityMonitor::QualityMonitor(Nominal const& nominal, QualitySettings const& settings) {
    double const v = nominal.voltage;
    double const u = v * std::numbers::sqrt3;
    std::array<double, kEventChannels> const reference{v, v, v, u, u, u};
    double const h = settings.hysteresis_percent;
    detectors_.emplace_back(EventKind::swell, settings.swell_percent, settings.swell_percent - h, reference);
    detectors_.emplace_back(EventKind::dip, settings.dip_percent, settings.dip_percent + h, reference);
    detectors_.emplace_back(EventKind::interruption, settings.interruption_percent, settings.interruption_percent + h, reference);
}

void QualityMonitor::update(std::size_t channel, double rms, Instant begin, Instant end) {
    for (EventDetector& d : detectors_) {
        bool const was_running = d.running();
        d.update(channel, rms, begin, end);
        if (!was_running && !d.running()) continue;
        if (!was_running) {
            events_.push_back(*d.latest());
            if (events_.size() > kKept) events_.erase(events_.begin());
            continue;
        }
        auto const kept = std::find_if(events_.rbegin(), events_.rend(),
                                       [&](Event const& e) { return e.kind == d.latest()->kind && e.start == d.latest()->start; });
        if (kept != events_.rend()) *kept = *d.latest();
    }
}

bool QualityMonitor::running() const {
    return std::any_of(detectors_.begin(), detectors_.end(), [](EventDetector const& d) { return d.running(); });
}

}  // namespace mb
