// SPDX-License-Identifier: GPL-3.0-or-later
/// What the reports share: safe text for XML and HTML, and counts.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "scenarios/engine/runner.hpp"

namespace mb {

/// `text` for XML and HTML, in content or in quoted attributes: & < > " ' escaped, invalid UTF-8 and characters that XML forbids
/// replaced by U+FFFD.
std::string escaped(std::string_view text);

/// `text` for a terminal, which must not obey what a file holds: control characters become blanks.
std::string harmless(std::string text);

/// How many checks came to which verdict.
using Tally = std::map<Verdict, std::size_t>;
Tally tally(ScenarioResult const& result);
Tally tally(RunReport const& report);
/// "5 checks pass, 1 fails".
std::string print(Tally const& counts);

/// "quantity, expected, actual, limit" of the findings that did not pass, or the reason; empty where all passed.
std::string why_not(CheckResult const& check);

}  // namespace mb
