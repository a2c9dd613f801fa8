// SPDX-License-Identifier: GPL-3.0-or-later
/// Contents of loads and of test spectra. A waveform with steps or corners holds orders beyond half the sampling rate, which would fold
/// back into what is measured: such a shape is the sum of its Fourier series below `band` [Hz], and its truth is that of this sum.
#pragma once

#include <cstdint>

#include "tests/accuracy/content.hpp"

namespace mb::accuracy {

inline constexpr double kBand = kSampleRate / 2.0;  ///< [Hz]

/// A sine √2·rms·sin θ of which a triac lets through the part behind the firing angle in each half cycle; `angle` turns it all [deg].
/// highest: last order.
Content phase_fired(double rms, double firing, double angle, int highest);
/// The positive half cycles of √2·rms·sin θ.
Content half_wave(double rms, double angle, int highest);
/// The last order strictly below the band's end.
int highest_order(double frequency, double band = kBand);

/// All orders 2 … 63 at once beside a fundamental, phases spread: levels are lowest·(highest/lowest)^k with k from 0 to 1 in an order
/// shuffled by `seed`. A small order has large neighbours, which is where leakage shows.
Content all_orders(double rms, double angle, double lowest, double highest, std::uint32_t seed);

}  // namespace mb::accuracy
