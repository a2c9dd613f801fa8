// SPDX-License-Identifier: GPL-3.0-or-later
/// Phasors of one channel and of all eight lanes, on the common axis wt. The one place that turns harmonics counted at their own
/// fundamental (Harmonic) into phasors and back.
#pragma once

#include <array>
#include <complex>

#include "core/signal/frame.hpp"
#include "core/signal/stimulus.hpp"

namespace mb {

/// Order h = 0 … 63: x(t) = X[0] + Σ sqrt(2)·|X[h]|·sin(h·wt + arg X[h]). X[0] is real: the dc part, of either sign. [V] or [A] rms.
using ChannelSpectrum = std::array<std::complex<double>, kHighestOrder + 1>;

/// What a channel holds of orders 0 … 63: fundamental, harmonics and dc. Interharmonics and noise have no place in it; other orders, which
/// check() refuses, are left out.
ChannelSpectrum spectrum_of(ChannelSignal const& signal);
/// The same wave as a ChannelSignal without interharmonics and noise; phase angles within ±180°. Where a wave has harmonics and no
/// fundamental, it gets one of 1e-12, because a harmonic is told as a part of it.
ChannelSignal signal_of(ChannelSpectrum const& spectrum);

/// A lane each: Va Vb Vc Vn I1 I2 I3 I4.
struct Spectra {
    std::array<ChannelSpectrum, kChannels> lanes{};
};

}  // namespace mb
