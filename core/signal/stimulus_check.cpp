// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <string_view>

#include "core/signal/stimulus.hpp"

namespace mb {
namespace {

constexpr double kNyquist = kSampleRate / 2.0;
constexpr double kDeepest = 2.0;  // relative change from crest to trough that takes the voltage to zero
constexpr double kHighestLevel = 100.0;

/// Collects the first complaint; what follows it is not looked at.
class Checker {
public:
    Result<void> result;

    template <class... Args>
    void require(bool holds, fmt::format_string<Args...> text, Args&&... args) {
        if (result && !holds) result = input_error(text, std::forward<Args>(args)...);
    }
    void finite(double value, std::string_view where, std::string_view what) {
        require(std::isfinite(value), "{}: the {} is not a number", where, what);
    }
    void within(double value, double low, double high, std::string_view where, std::string_view what) {
        finite(value, where, what);
        require(value >= low && value <= high, "{}: the {} is {:.6g}; it can be {:.6g} to {:.6g}", where, what, value, low, high);
    }
};

void check_orders(Checker& c, ChannelSignal const& signal, std::string_view name, double frequency) {
    for (Harmonic const& h : signal.harmonics)
        c.require(h.order * frequency < kNyquist,
                  "{}: harmonic {} at {:.6g} Hz is {:.6g} Hz; it must be below half the sampling rate, {} Hz", name, h.order, frequency,
                  h.order * frequency, kNyquist);
}

void check_channel(Checker& c, ChannelSignal const& signal, std::string_view name, double frequency) {
    c.within(signal.rms, 0.0, kLargestPart, name, "rms value");
    c.finite(signal.phase_deg, name, "phase angle");
    c.within(signal.dc, -kLargestPart, kLargestPart, name, "dc part");
    c.within(signal.noise, 0.0, kLargestPart, name, "rms value of the noise");
    for (Harmonic const& h : signal.harmonics) {
        c.require(h.order >= 2 && h.order <= kHighestOrder, "{}: there is no harmonic of order {}; orders are 2 to {}", name, h.order,
                  kHighestOrder);
        c.finite(h.ratio, name, "ratio of a harmonic");
        c.within(signal.rms * h.ratio, -kLargestPart, kLargestPart, name, "rms value of a harmonic");
        c.finite(h.phase_deg, name, "phase angle of a harmonic");
    }
    check_orders(c, signal, name, frequency);
    for (Interharmonic const& line : signal.interharmonics) {
        c.finite(line.frequency_hz, name, "frequency of an interharmonic");
        c.require(line.frequency_hz > 0.0 && line.frequency_hz < kNyquist,
                  "{}: an interharmonic of {:.6g} Hz; it must be above 0 and below half the sampling rate, {} Hz", name, line.frequency_hz,
                  kNyquist);
        c.within(line.rms, 0.0, kLargestPart, name, "rms value of an interharmonic");
        c.finite(line.phase_deg, name, "phase angle of an interharmonic");
    }
}

void check_modulation(Checker& c, Modulation const& m, double frequency) {
    constexpr std::string_view kWhere = "flicker";
    c.within(m.depth, 0.0, kDeepest, kWhere, "depth");
    c.finite(m.frequency_hz, kWhere, "frequency");
    if (m.depth == 0.0) return;
    c.require((m.phases & ~0b111U) == 0 && m.phases != 0, "{}: phases are V1, V2 and V3, at least one of them", kWhere);
    c.require(m.frequency_hz > 0.0 && m.frequency_hz < frequency / 2.0,
              "{}: a modulation of {:.6g} Hz; it must be above 0 and below half the fundamental, {:.6g} Hz", kWhere, m.frequency_hz,
              frequency / 2.0);
}

void check_event(Checker& c, VoltageEvent const& e) {
    constexpr std::string_view kWhere = "voltage event";
    c.require((e.phases & ~0b111U) == 0 && e.phases != 0, "{}: phases are V1, V2 and V3, at least one of them", kWhere);
    c.within(e.level, 0.0, kHighestLevel, kWhere, "level");
    c.require(e.duration > Duration{}, "{}: the duration must be above 0", kWhere);
    c.require(e.edge >= Duration{} && e.edge <= e.duration, "{}: an edge of {:.6g} s; it can be 0 to the duration, {:.6g} s", kWhere,
              seconds(e.edge), seconds(e.duration));
    c.finite(e.point_on_wave_deg.value_or(0.0), kWhere, "point on wave");
    c.finite(e.phase_jump_deg, kWhere, "phase jump");
}

void check_inrush(Checker& c, CurrentEvent const& e) {
    constexpr std::string_view kWhere = "inrush";
    c.require((e.inputs & ~0b1111U) == 0 && e.inputs != 0, "{}: inputs are I1 to I4, at least one of them", kWhere);
    c.within(e.multiple, 0.0, kLargestPart, kWhere, "multiple");
    c.require(e.decay > Duration{}, "{}: the decay's time constant must be above 0", kWhere);
    c.within(e.dc, -kLargestPart, kLargestPart, kWhere, "dc part");
    c.require(e.dc == 0.0 || e.dc_decay > Duration{}, "{}: the time constant of its dc part must be above 0", kWhere);
    c.finite(e.point_on_wave_deg.value_or(0.0), kWhere, "point on wave");
}

}  // namespace

Result<void> check(Stimulus const& s) {
    Checker c;
    c.finite(s.frequency_hz, "stimulus", "frequency");
    c.require(s.frequency_hz > 0.0 && s.frequency_hz < kNyquist,
              "stimulus: a frequency of {:.6g} Hz; it must be above 0 and below half the sampling rate, {} Hz", s.frequency_hz, kNyquist);
    for (std::size_t k = 0; k < kChannels; ++k) check_channel(c, s.channels[k], kChannelNames[k], s.frequency_hz);
    check_modulation(c, s.modulation, s.frequency_hz);
    c.finite(s.phase_jump_deg, "stimulus", "phase jump");
    c.require(s.ramp >= Duration{}, "stimulus: a ramp of {:.6g} s; it cannot be shorter than 0", seconds(s.ramp));
    c.finite(s.vt_ratio, "voltage transformer", "ratio");
    c.require(s.vt_ratio > 0.0, "voltage transformer: the ratio is {:.6g}; it must be above 0", s.vt_ratio);
    if (s.event) check_event(c, *s.event);
    if (s.inrush) check_inrush(c, *s.inrush);
    return c.result;
}

Result<void> check(Stimulus const& stimulus, Stimulus const& before) {
    Checker c;
    c.result = check(stimulus);
    if (stimulus.ramp == Duration{}) return c.result;
    for (std::size_t k = 0; k < kChannels; ++k) {
        check_orders(c, stimulus.channels[k], kChannelNames[k], before.frequency_hz);
        check_orders(c, before.channels[k], kChannelNames[k], stimulus.frequency_hz);
    }
    return c.result;
}

}  // namespace mb
