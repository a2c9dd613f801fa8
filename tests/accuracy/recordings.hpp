// SPDX-License-Identifier: GPL-3.0-or-later
/// Real recordings through the player and the analyser, against numbers computed from their samples by definition.
#pragma once

#include <cmath>
#include <filesystem>
#include <string>
#include <vector>

namespace mb::accuracy {

struct RecordedRow {
    std::string recording;
    std::string quantity;
    double reading = 0.0;
    double truth = 0.0;
    double limit = 0.0;  ///< [% of truth]

    double error() const { return 100.0 * std::abs(reading / truth - 1.0); }
};
inline bool within_limit(RecordedRow const& row) { return row.error() <= row.limit; }

/// Empty where the folder holds no recordings.
std::vector<RecordedRow> recorded_rows(std::filesystem::path const& folder);

std::string recorded_table(std::vector<RecordedRow> const& rows);

}  // namespace mb::accuracy
