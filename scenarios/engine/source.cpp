// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/engine/source.hpp"

#include <algorithm>
#include <cmath>
#include <complex>
#include <map>
#include <numbers>

namespace mb {
namespace {

using Phasor = std::complex<double>;

constexpr double kDegrees = 180.0 / std::numbers::pi;
/// A harmonic is a part of its fundamental, so where the sum has harmonics and no fundamental, this much of one is left [V].
constexpr double kLeastFundamental = 1e-12;

/// Order → phasor on the common time axis; 1 is the fundamental.
using Spectrum = std::map<int, Phasor>;

Spectrum spectrum_of(ChannelSignal const& signal) {
    Spectrum all;
    all[1] = std::polar(signal.rms, signal.phase_deg / kDegrees);
    for (Harmonic const& h : signal.harmonics)
        all[h.order] += std::polar(signal.rms * h.ratio, (h.order * signal.phase_deg + h.phase_deg) / kDegrees);
    return all;
}

ChannelSignal signal_of(Spectrum const& all) {
    Phasor fundamental = all.at(1);
    bool const harmonics = std::any_of(all.begin(), all.end(), [](auto const& part) { return part.first > 1 && part.second != 0.0; });
    if (harmonics && std::abs(fundamental) < kLeastFundamental) fundamental = kLeastFundamental;
    ChannelSignal signal{std::abs(fundamental), std::arg(fundamental) * kDegrees, {}};
    for (auto const& [order, phasor] : all)
        if (order > 1 && phasor != 0.0)
            signal.harmonics.push_back(
                {order, std::abs(phasor) / signal.rms, std::remainder(std::arg(phasor) * kDegrees - order * signal.phase_deg, 360.0)});
    return signal;
}

/// Lanes are to earth, the description of a phase is to neutral: what stands on the neutral is added.
ChannelSignal to_earth(ChannelSignal const& to_neutral, ChannelSignal const& neutral) {
    if (neutral.rms == 0.0) return to_neutral;
    Spectrum sum = spectrum_of(to_neutral);
    for (auto const& [order, phasor] : spectrum_of(neutral)) sum[order] += phasor;
    return signal_of(sum);
}

}  // namespace

bool Source::angles_differ(Source const& other) const {
    Stimulus const a = stimulus_of(*this);
    Stimulus const b = stimulus_of(other);
    for (std::size_t c = 0; c < kChannels; ++c) {
        if (a.channels[c].rms == 0.0 || b.channels[c].rms == 0.0) continue;
        if (std::abs(std::remainder(a.channels[c].phase_deg - b.channels[c].phase_deg, 360.0)) > 5.0) return true;
    }
    return false;
}

Stimulus stimulus_of(Source const& source) {
    Stimulus s;
    s.frequency_hz = source.frequency_hz;
    for (std::size_t phase = 0; phase < 3; ++phase) {
        s.channels[index(Channel::va) + phase] = {source.voltage[phase], source.voltage_deg[phase], source.voltage_harmonics};
        s.channels[index(Channel::i1) + phase] = {source.current[phase], source.voltage_deg[phase] - source.lag_deg[phase],
                                                  source.current_harmonics};
    }
    for (std::size_t c = 0; c < kChannels; ++c) {
        Source::Override const& own = source.overrides[c];
        if (own.rms) s.channels[c].rms = *own.rms;
        if (own.phase_deg) s.channels[c].phase_deg = *own.phase_deg;
        if (own.harmonics) s.channels[c].harmonics = *own.harmonics;
    }
    for (std::size_t c = index(Channel::va); c <= index(Channel::vc); ++c)
        if (source.overrides[c].empty()) s.channels[c] = to_earth(s.channels[c], s[Channel::vn]);
    return s;
}

}  // namespace mb
