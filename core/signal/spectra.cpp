// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/signal/spectra.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace mb {
namespace {

constexpr double kDegrees = 180.0 / std::numbers::pi;
constexpr double kLeastFundamental = 1e-12;

}  // namespace

ChannelSpectrum spectrum_of(ChannelSignal const& signal) {
    ChannelSpectrum spectrum{};
    spectrum[0] = signal.dc;
    spectrum[1] = std::polar(1.0, signal.phase_deg / kDegrees) * signal.rms;
    for (Harmonic const& h : signal.harmonics) {
        if (h.order < 2 || h.order > kHighestOrder) continue;
        double const angle = std::remainder(h.order * signal.phase_deg + h.phase_deg, 360.0) / kDegrees;
        spectrum[static_cast<std::size_t>(h.order)] += std::polar(1.0, angle) * (signal.rms * h.ratio);
    }
    return spectrum;
}

ChannelSignal signal_of(ChannelSpectrum const& spectrum) {
    bool const harmonics = std::any_of(spectrum.begin() + 2, spectrum.end(), [](std::complex<double> x) { return x != 0.0; });
    std::complex<double> fundamental = spectrum[1];
    if (harmonics && std::abs(fundamental) < kLeastFundamental) fundamental = kLeastFundamental;
    ChannelSignal signal;
    signal.rms = std::abs(fundamental);
    signal.phase_deg = std::arg(fundamental) * kDegrees;
    signal.dc = spectrum[0].real();
    for (std::size_t h = 2; h < spectrum.size(); ++h) {
        auto const order = static_cast<int>(h);
        if (spectrum[h] != 0.0)
            signal.harmonics.push_back({order, std::abs(spectrum[h]) / signal.rms,
                                        std::remainder(std::arg(spectrum[h]) * kDegrees - order * signal.phase_deg, 360.0)});
    }
    return signal;
}

}  // namespace mb
