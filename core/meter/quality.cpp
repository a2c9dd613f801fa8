// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/meter/quality.hpp"

#include <algorithm>
#include <numbers>

namespace mb {
namespace {

constexpr int kNetwork = 0;
constexpr int kLoad = 1;  // whose currents are measured

/// In is recorded against the rated current of the phases.
ChannelValues nominal_values(Nominal const& nominal) {
    double const v = nominal.voltage;
    double const u = v * std::numbers::sqrt3;
    double const i = nominal.current;
    return {v, v, v, u, u, u, i, i, i, i};
}

std::span<double const, kEventVoltages> voltages(ChannelValues const& all) { return std::span{all}.first<kEventVoltages>(); }

}  // namespace

QualityMonitor::QualityMonitor(Nominal const& nominal, QualitySettings const& settings)
    : nominal_(nominal_values(nominal)),
      sliding_(voltages(nominal_)),
      watches_{{{EventDetector{EventKind::swell, kNetwork}},
                {EventDetector{EventKind::dip, kNetwork}},
                {EventDetector{EventKind::interruption, kNetwork}},
                {EventDetector{EventKind::inrush, kLoad}}}} {
    set(settings);
}

void QualityMonitor::set(QualitySettings const& settings) {
    settings_ = settings;
    for (Watch& w : watches_) w.detector.set(settings);
    hand_out_references();
}

void QualityMonitor::hand_out_references() {
    ChannelValues recent = nominal_;
    for (std::size_t c = 0; c < kEventVoltages; ++c) recent[c] = sliding_[c];
    for (Watch& w : watches_) {
        // The standard slides for dips and swells only: a supply is interrupted against what it was declared to be.
        bool const slides = w.detector.kind() == EventKind::dip || w.detector.kind() == EventKind::swell;
        w.detector.set_reference(settings_.sliding_reference && slides ? recent : nominal_);
    }
}

void QualityMonitor::update(std::size_t channel, double rms, Instant begin, Instant end) {
    for (Watch& w : watches_) {
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

bool QualityMonitor::running() const {
    return std::any_of(watches_.begin(), watches_.end(), [](Watch const& w) { return w.detector.running(); });
}

}  // namespace mb
