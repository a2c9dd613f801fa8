// SPDX-License-Identifier: GPL-3.0-or-later
/// The mean mains frequency of a recording, from few cycles or many; what a loop of whole cycles needs to know.
#pragma once

#include <span>

namespace mb {

/// x: samples at `rate` [Hz] · hint: the frequency stated by the file, 0 where none; it decides only where there are less than 1.5 cycles.
/// Returns the mean frequency over the whole of x [Hz], within 40..70; 0 where x carries no such fundamental.
double fundamental_frequency(std::span<double const> x, double rate, double hint);

}  // namespace mb
