// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/meter/event_detector.hpp"

#include <cmath>
#include <limits>

namespace mb {
namespace {

constexpr bool in(ChannelMask mask, std::size_t channel) { return (mask & channel_bit(channel)) != 0; }

}  // namespace

void EventDetector::set(QualitySettings const& settings) {
    threshold_ = settings.of(kind_, where_);
    stamp_ = settings.stamp;
}

void EventDetector::rewire(ChannelMask there) {
    judged_ = judged_channels(kind_) & there;
    known_ = 0;
    if (running()) latest_->end = latest_end_;
}

bool EventDetector::beyond(std::size_t channel, ChannelValues const& reference, double percent) const {
    double const limit = reference[channel] * percent / 100.0;
    return rises(kind_) ? rms_[channel] > limit : rms_[channel] < limit;
}

bool EventDetector::worse(std::size_t channel, double a, double b) const {
    bool const lowest = channel < kEventVoltages && kind_ != EventKind::swell;
    return lowest ? a < b : a > b;
}

bool EventDetector::begins(std::size_t channel) const {
    if (!beyond(channel, reference_, threshold_.threshold)) return false;
    if (kind_ != EventKind::interruption) return true;
    for (std::size_t c = 0; c < kEventChannels; ++c)
        if (in(judged_, c) && !(in(known_, c) && beyond(c, reference_, threshold_.threshold))) return false;
    return true;
}

void EventDetector::start(std::size_t channel, Instant begin, Instant end) {
    Event e;
    e.kind = kind_;
    e.where = where_;
    e.start = stamp_ == EventStamp::whole_windows ? begin : end;
    e.reference = reference_;
    for (std::size_t c = 0; c < kEventChannels; ++c) e.extreme[c] = in(known_, c) ? rms_[c] : std::numeric_limits<double>::quiet_NaN();
    e.threshold_percent = threshold_.threshold;
    e.release_percent = threshold_.release(kind_);
    e.channels = e.start_channels = kind_ == EventKind::interruption ? judged_ : channel_bit(channel);
    latest_ = e;
    began_ = begin;
    // The channels report one after the other: who crosses within the first cycle was there at the start.
    start_gathering_until_ = end + (end - begin);
}

bool EventDetector::ends(std::size_t channel) const {
    Event const& e = *latest_;
    auto const held = [&](std::size_t c) { return in(known_, c) && beyond(c, e.reference, e.release_percent); };
    if (held(channel)) return false;
    if (kind_ == EventKind::interruption) return true;
    ChannelMask const all = kind_ == EventKind::inrush ? e.channels : judged_;
    for (std::size_t c = 0; c < kEventChannels; ++c)
        if (in(all, c) && held(c)) return false;
    return true;
}

EventDetector::Change EventDetector::update(std::size_t channel, double rms, Instant begin, Instant end) {
    if (!std::isfinite(rms)) return Change::none;
    rms_[channel] = rms;
    known_ |= channel_bit(channel);
    bool const judged = in(judged_, channel);
    latest_end_ = end;

    if (!running()) {
        if (!judged || !begins(channel)) return Change::none;
        start(channel, begin, end);
        return Change::began;
    }

    Event& e = *latest_;
    if (std::isnan(e.extreme[channel]) || worse(channel, rms, e.extreme[channel])) e.extreme[channel] = rms;
    if (!judged) return Change::went_on;
    if (beyond(channel, e.reference, e.threshold_percent)) {
        e.channels |= channel_bit(channel);
        if (end <= start_gathering_until_) e.start_channels |= channel_bit(channel);
    }
    if (!ends(channel)) return Change::went_on;
    e.end = end;
    e.end_channels = channel_bit(channel);
    return Change::ended;
}

}  // namespace mb
