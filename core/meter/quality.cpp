// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/meter/quality.hpp"

#include <algorithm>
#include <numbers>

namespace mb {
namespace {

constexpr int kNetwork = 0;
constexpr std::size_t kRecorded = 0;  // the load whose currents stand in the network's events: load 1

/// In is recorded against the rated current of the phases.
ChannelValues nominal_values(std::array<double, kEventVoltages> const& voltage, double current) {
    ChannelValues all;
    std::copy(voltage.begin(), voltage.end(), all.begin());
    std::fill(all.begin() + kEventVoltages, all.end(), current);
    return all;
}

}  // namespace

QualityMonitor::QualityMonitor(Nominal const& nominal, QualitySettings const& settings)
    : sliding_(std::array<double, kEventVoltages>{}),
      watches_{{{EventDetector{EventKind::swell, kNetwork}},
                {EventDetector{EventKind::dip, kNetwork}},
                {EventDetector{EventKind::interruption, kNetwork}},
                {EventDetector{EventKind::inrush, 1}},
                {EventDetector{EventKind::inrush, 2}},
                {EventDetector{EventKind::inrush, 3}},
                {EventDetector{EventKind::inrush, 4}}}},
      settings_(settings) {
    double const v = nominal.voltage;
    double const u = v * std::numbers::sqrt3;
    std::array<double, kLoads> rated;
    rated.fill(nominal.current);
    rewire({v, v, v, u, u, u}, rated);
    set(settings);
}

void QualityMonitor::rewire(std::array<double, kEventVoltages> const& nominal, std::array<double, kLoads> const& rated) {
    ChannelMask there = 0;
    for (std::size_t c = 0; c < kEventChannels; ++c)
        if (c >= kEventVoltages || nominal[c] > 0.0) there |= channel_bit(c);
    for (std::size_t n = 0; n < nominal_.size(); ++n) nominal_[n] = nominal_values(nominal, rated[n]);
    sliding_ = SlidingReference{nominal};
    for (Watch& w : watches_) {
        bool const running = w.detector.running();
        w.detector.rewire(there);
        if (running) log_.replace(w.number, *w.detector.latest());
    }
    hand_out_references();
}

void QualityMonitor::set(QualitySettings const& settings) {
    settings_ = settings;
    for (Watch& w : watches_) w.detector.set(settings);
    hand_out_references();
}

void QualityMonitor::hand_out_references() {
    for (Watch& w : watches_) {
        ChannelValues reference = nominal_[w.detector.where() == kNetwork ? kRecorded : static_cast<std::size_t>(w.detector.where() - 1)];
        // The standard slides for dips and swells only: a supply is interrupted against what it was declared to be.
        bool const slides = w.detector.kind() == EventKind::dip || w.detector.kind() == EventKind::swell;
        if (settings_.sliding_reference && slides)
            for (std::size_t c = 0; c < kEventVoltages; ++c) reference[c] = sliding_[c];
        w.detector.set_reference(reference);
    }
}

void QualityMonitor::update(std::size_t channel, double rms, Instant begin, Instant end, int load) {
    for (Watch& w : watches_) {
        int const whose = w.detector.where() == kNetwork ? static_cast<int>(kRecorded) + 1 : w.detector.where();
        if (channel >= kEventVoltages && whose != load) continue;
        auto const change = w.detector.update(channel, rms, begin, end);
        if (change == EventDetector::Change::began)
            w.number = log_.add(*w.detector.latest(), w.detector.began());
        else if (change != EventDetector::Change::none)
            log_.replace(w.number, *w.detector.latest());
    }
}

void QualityMonitor::window(std::span<double const, kEventVoltages> rms, bool flagged) {
    if (flagged) return;
    sliding_.follow(rms);
    hand_out_references();
}

bool QualityMonitor::touched(Instant begin, Instant end) const {
    // A long event may have made room in the log before it ended.
    auto const lasts = [&](Watch const& w) {
        auto const& e = w.detector.latest();
        return e && e->where == kNetwork && w.detector.began() < end && e->end.value_or(Instant::max()) > begin;
    };
    return std::any_of(watches_.begin(), watches_.end(), lasts) || log_.touched(begin, end);
}

void QualityMonitor::clear_log() {
    log_.clear();
    for (Watch& w : watches_)
        if (w.detector.running()) w.number = log_.add(*w.detector.latest(), w.detector.began());
}

bool QualityMonitor::running() const {
    return std::any_of(watches_.begin(), watches_.end(), [](Watch const& w) { return w.detector.running(); });
}

}  // namespace mb
