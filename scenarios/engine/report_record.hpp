// SPDX-License-Identifier: GPL-3.0-or-later
/// A run as its JSON report tells it (report_json.hpp): what is kept of a build to compare the next one with.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.hpp"
#include "core/base/unit.hpp"
#include "scenarios/engine/verdict.hpp"

namespace mb {

struct RecordedFinding {
    Verdict verdict = Verdict::not_set;
    std::string quantity;
    std::string expected;
    std::string actual;
    std::string limit;
    std::optional<double> actual_value;
    std::optional<double> low;
    std::optional<double> high;
};

struct RecordedCheck {
    Verdict verdict = Verdict::not_set;
    std::string title;
    std::string file;
    int line = 0;
    double time_s = 0.0;
    std::string reason;
    std::vector<RecordedFinding> findings;
};

struct RecordedReading {
    std::string symbol;
    double value = 0.0;
    Unit unit = Unit::none;
};

struct RecordedScenario {
    std::string name;
    std::string file;
    Verdict verdict = Verdict::not_set;
    std::string ended;
    std::string digest;
    std::vector<RecordedCheck> checks;
    std::vector<RecordedReading> readings;
};

struct RunRecord {
    std::string target;
    std::string map;
    std::string digest;
    std::vector<RecordedScenario> scenarios;
};

/// What report_json() wrote. `file`: for messages. Refused: no JSON, another kind of JSON, more than kLongestRecord bytes.
Result<RunRecord> parse_record(std::string_view json, std::string const& file);
inline constexpr std::size_t kLongestRecord = 256'000'000;
Result<RunRecord> load_record(std::string const& file);

}  // namespace mb
