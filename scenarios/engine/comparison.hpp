// SPDX-License-Identifier: GPL-3.0-or-later
/// Two runs of the same scenarios, held against each other: of two firmware builds, or of a build and what was kept of an earlier one.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "scenarios/engine/report_record.hpp"

namespace mb {

/// What became of a check or a reading, from bad to good.
enum class Change : std::uint8_t {
    regressed,  ///< judged worse than before
    lost,       ///< was judged before and is not any more: not applicable, or not there
    moved,      ///< the figure differs by more than the tolerance, the verdict is the same
    added,      ///< is judged now and was not before
    fixed,      ///< judged better than before
    same,
};
std::string_view name(Change change);

struct Difference {
    Change change = Change::same;
    bool of_a_check = false;  ///< false: a reading at the end of the scenario
    std::string scenario;
    std::string where;  ///< "dip.yaml:31"; empty for readings
    std::string what;   ///< title of the check, or the symbol
    std::string before;
    std::string after;
};

struct Comparison {
    std::string before;  ///< the targets' names
    std::string after;
    std::vector<Difference> differences;  ///< in the order of the runs; what is the same is not among them
    std::vector<std::string> notes;       ///< what limits the comparison
    std::size_t checks = 0;               ///< judged in both
    std::size_t readings = 0;             ///< in both
    bool identical = false;               ///< every register reply of every scenario was the same

    std::size_t count(Change change) const;
    /// A check regressed or was lost.
    bool worse() const;
};

/// Figures are the same that differ by at most `tolerance_percent` of the larger one, or by one in the last decimal place that the quantity
/// is told with. Scenarios are matched by their names, checks by line and title.
Comparison compare(RunRecord const& before, RunRecord const& after, double tolerance_percent);

/// A table for people; one case for each check for JUnit readers, failed where it regressed or was lost; and all of it as JSON.
std::string comparison_text(Comparison const& comparison);
std::string comparison_junit(Comparison const& comparison);
std::string comparison_json(Comparison const& comparison);

}  // namespace mb
