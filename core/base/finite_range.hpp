// SPDX-License-Identifier: GPL-3.0-or-later
/// Numbers as people write them on a command line.
#pragma once

#include <functional>
#include <string>

namespace mb {

/// A check of one option's text, in the shape that command line parsers take: empty where it is a finite number of `low`..`high` (and
/// nothing else), else what is wrong with it. "nan" and "inf" are no numbers here.
std::function<std::string(std::string const&)> finite_range(double low, double high);

}  // namespace mb
