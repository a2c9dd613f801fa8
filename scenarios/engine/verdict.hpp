// SPDX-License-Identifier: GPL-3.0-or-later
/// What a check comes to. The worst one of a scenario is the scenario's, the worst scenario's is the run's.
#pragma once

#include <cstdint>
#include <string_view>

namespace mb {

/// In the order of badness. not_applicable stands outside of it: it never hides another verdict and is always told with its reason.
enum class Verdict : std::uint8_t { not_applicable, not_set, pass, inconclusive, fail, aborted, error };

/// "pass", "not applicable", …
std::string_view name(Verdict verdict);

/// The worse of the two; not_applicable only where both are.
Verdict worse(Verdict a, Verdict b);

/// Exit status of the programs: 0 what was checked passed, 1 a check failed, could not be decided, or nothing was checked, 3 the run
/// itself broke.
int exit_status(Verdict verdict);

}  // namespace mb
