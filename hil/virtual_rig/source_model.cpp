// SPDX-License-Identifier: GPL-3.0-or-later
#include "hil/virtual_rig/source_model.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace mb::virtual_rig {
namespace {

constexpr double kRadians = std::numbers::pi / 180.0;
constexpr double kReadNoise = 1e-5;  // rms, of the reading

bool within(double value, double low, double high) { return value >= low && value <= high; }  // false for NaN

bool possible(SourceChannel const& channel, double limit) {
    return within(channel.rms, 0.0, limit) && within(channel.degrees, -360.0, 360.0) && channel.total() <= limit * (1.0 + 1e-12) &&
           std::ranges::all_of(channel.harmonics, [](SourceHarmonic const& h) {
               return h.order >= 2 && h.order <= 50 && within(h.percent, 0.0, 100.0) && within(h.degrees, -360.0, 360.0);
           });
}

bool possible(SourceTransient const& t) {
    return within(t.phases, 1.0, 7.0) && t.phases == std::floor(t.phases) && within(t.percent, 0.0, 200.0) &&
           within(t.duration, 0.001, 60.0) && within(t.degrees, 0.0, 360.0);
}

double rounded(double value, double step) { return std::round(value / step) * step; }

/// Active power of two channels whose fundamentals are these [W].
double power(SourceChannel const& voltage, std::complex<double> v, SourceChannel const& current, std::complex<double> i) {
    double sum = (v * std::conj(i)).real();
    for (auto const& a : voltage.harmonics)
        for (auto const& b : current.harmonics)
            if (a.order == b.order) {
                double const angle = a.order * (std::arg(v) - std::arg(i)) + (a.degrees - b.degrees) * kRadians;
                sum += std::abs(v) * std::abs(i) * a.percent * b.percent * 1e-4 * std::cos(angle);
            }
    return sum;
}

double distortion(SourceChannel const& channel) { return channel.rms > 0.0 ? channel.total() / channel.rms : 1.0; }

}  // namespace

double SourceChannel::total() const {
    double squares = 1.0;
    for (auto const& h : harmonics) squares += h.percent * h.percent * 1e-4;
    return rms * std::sqrt(squares);
}

bool possible(SourceSettings const& s) {
    bool const limits = within(s.voltage_limit, 0.0, kMostVolts) && within(s.current_limit, 0.0, kMostAmperes) &&
                        within(s.frequency_limit, kLeastHertz, kMostHertz);
    return limits && within(s.frequency_hz, kLeastHertz, s.frequency_limit) && within(s.slew, 1.0, 10'000.0) && possible(s.transient) &&
           std::ranges::all_of(s.voltage, [&](auto const& channel) { return possible(channel, s.voltage_limit); }) &&
           std::ranges::all_of(s.current, [&](auto const& channel) { return possible(channel, s.current_limit); });
}

bool SourceModel::change(SourceSettings const& next) {
    if (!possible(next)) return false;
    changed_ = changed_ || next.output != set_.output || next.frequency_hz != set_.frequency_hz || next.voltage != set_.voltage ||
               next.current != set_.current;
    set_ = next;
    return true;
}

bool SourceModel::trigger() {
    auto const& t = set_.transient;
    if (!set_.output || triggered_) return false;
    for (std::size_t p = 0; p < kPhases; ++p)
        if ((static_cast<unsigned>(t.phases) >> p & 1U) != 0 && set_.voltage[p].total() * t.percent * 0.01 > set_.voltage_limit)
            return false;
    triggered_ = true;
    return true;
}

SourceModel::Level SourceModel::goal() const {
    Level goal{};
    if (!set_.output) return goal;
    for (std::size_t p = 0; p < kPhases; ++p) {
        auto const& v = set_.voltage[p];
        auto const& i = set_.current[p];
        goal[p] = std::polar(v.rms * (1.0 + truth_.source_voltage_percent[p] * 0.01), v.degrees * kRadians);
        goal[kPhases + p] =
            std::polar(i.rms * (1.0 + truth_.source_current_percent[p] * 0.01), (i.degrees + truth_.source_current_degrees[p]) * kRadians);
    }
    return goal;
}

SourceModel::Level SourceModel::level(double now) const {
    // A change counts from the world's next step, which may be a little later than `now`.
    double const done = now >= begin_ + length_ ? (now >= begin_ ? 1.0 : 0.0) : std::max(0.0, now - begin_) / length_;
    Level level;
    for (std::size_t c = 0; c < level.size(); ++c) level[c] = from_[c] + (to_[c] - from_[c]) * done;
    return level;
}

std::optional<Stimulus> SourceModel::take(double now) {
    if (!changed_ && !triggered_) return std::nullopt;
    if (changed_) {
        from_ = level(now);
        to_ = goal();
        begin_ = now;
    } else if (now < begin_ + length_) {  // only a transient, in the middle of a ramp: the ramp goes on
        from_ = level(now);
        length_ -= now - begin_;
        begin_ = now;
    } else {
        from_ = to_;
        length_ = 0.0;
    }
    if (changed_) {
        double furthest = 0.0;
        for (std::size_t p = 0; p < kPhases; ++p) furthest = std::max(furthest, std::abs(std::abs(to_[p]) - std::abs(from_[p])));
        length_ = set_.output ? furthest / set_.slew : 0.0;
        settled_at_ = now + length_ + kSettling;
        changed_ = false;
    }

    Stimulus stimulus;
    stimulus.frequency_hz = set_.frequency_hz + truth_.source_frequency_millihertz * 1e-3;
    stimulus.ramp = nearest_duration(length_);
    for (std::size_t c = 0; c < 2 * kPhases; ++c) {
        std::size_t const phase = c % kPhases;
        auto const& from = c < kPhases ? set_.voltage[phase] : set_.current[phase];
        ChannelSignal& signal = stimulus.channels[index(c < kPhases ? Channel::va : Channel::i1) + phase];
        signal.rms = std::abs(to_[c]);
        signal.phase_deg = from.degrees + (c < kPhases ? 0.0 : truth_.source_current_degrees[phase]);
        for (auto const& h : from.harmonics)
            if (h.percent > 0.0) signal.harmonics.push_back({h.order, h.percent * 0.01, h.degrees});
    }
    if (triggered_) {
        running_ = set_.transient;
        VoltageEvent event;
        event.phases = static_cast<std::uint8_t>(running_.phases);
        event.level = running_.percent * 0.01;
        event.duration = nearest_duration(running_.duration);
        event.point_on_wave_deg = std::fmod(running_.degrees, 360.0);
        stimulus.event = event;
        transient_end_ = now + 1.0 / set_.frequency_hz + running_.duration;
        triggered_ = false;
    }
    return stimulus;
}

SourceReadings SourceModel::read(double now) {
    Level made = level(now);
    if (now < transient_end_ && now >= transient_end_ - running_.duration)
        for (std::size_t p = 0; p < kPhases; ++p)
            if ((static_cast<unsigned>(running_.phases) >> p & 1U) != 0) made[p] *= running_.percent * 0.01;
    auto const noisy = [this] { return 1.0 + kReadNoise * static_cast<double>(noise_.normal()); };
    SourceReadings readings;
    for (std::size_t p = 0; p < kPhases; ++p) {
        auto const v = made[p] * (1.0 + truth_.source_read_voltage_percent[p] * 0.01);
        auto const i = made[kPhases + p] * (1.0 + truth_.source_read_current_percent[p] * 0.01);
        readings.voltage[p] = rounded(std::abs(v) * distortion(set_.voltage[p]) * noisy(), 1e-3);
        readings.current[p] = rounded(std::abs(i) * distortion(set_.current[p]) * noisy(), 1e-4);
        readings.power[p] = rounded(power(set_.voltage[p], v, set_.current[p], i) * noisy(), 1e-2);
    }
    if (set_.output) readings.frequency_hz = rounded(set_.frequency_hz + truth_.source_frequency_millihertz * 1e-3, 1e-4);
    return readings;
}

}  // namespace mb::virtual_rig
