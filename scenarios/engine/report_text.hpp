// SPDX-License-Identifier: GPL-3.0-or-later
/// The verdict table for a terminal.
#pragma once

#include <string>

#include "scenarios/engine/runner.hpp"

namespace mb {

/// Aligned columns; `colour` adds terminal colours to the verdicts.
std::string report_text(RunReport const& report, bool colour);

}  // namespace mb
