// SPDX-License-Identifier: GPL-3.0-or-later
/// Judging what was read. The limit of a check is its own tolerance ⊕ the source's uncertainty ⊕ the register's resolution (root of
/// the sum of squares). Within tolerance ⊕ resolution is a pass; between that and the whole limit the source alone may be to blame:
/// inconclusive; beyond is a fail.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/base/unit.hpp"
#include "scenarios/engine/event_watch.hpp"
#include "scenarios/engine/modbus_path.hpp"
#include "scenarios/engine/scenario.hpp"
#include "scenarios/engine/source_uncertainty.hpp"
#include "scenarios/engine/verdict.hpp"

namespace mb {

/// What surrounds a reading besides the check's own tolerance, in the reading's unit, each >= 0.
struct Uncertainty {
    double source = 0.0;
    double resolution = 0.0;
};

/// One judged figure, for people and for programs.
struct Finding {
    Verdict verdict = Verdict::not_set;
    std::string quantity;  ///< "load1.inst.v1", "dip.residual"
    std::string expected;  ///< "230 V", "at least 0.9"
    std::string actual;    ///< "229.98 V"
    std::string limit;     ///< "± 0.23005 V (tolerance 0.23 V ⊕ resolution 0.005 V)"
    Unit unit = Unit::none;
    std::optional<double> low;  ///< ends of what is accepted, where it has ends
    std::optional<double> high;
    std::optional<double> actual_value;  ///< none where nothing was read
};

struct CheckResult {
    Place place;
    std::string title;  ///< "load1.inst.v1 = 230 V"
    Instant time{};     ///< simulated time of the judgement
    Verdict verdict = Verdict::not_set;
    std::string reason;  ///< why not applicable, aborted or in error
    std::vector<Finding> findings;
};

/// Near a value.
Finding judge_value(std::string quantity, Unit unit, double expected, double tolerance, double actual, Uncertainty const& uncertainty);
/// Between two limits, of which one may be open.
Finding judge_range(std::string quantity, Unit unit, std::optional<double> min, std::optional<double> max, double actual,
                    Uncertainty const& uncertainty);

/// What a check is about, in a few words.
std::string title(Check const& check);

/// A quantity check with what was read; `resolution` is the value of one count.
std::vector<Finding> judge(QuantityCheck const& check, double actual, double resolution, SourceUncertainty const& source);
std::vector<Finding> judge(EventCheck const& check, std::vector<SeenEvent> const& events, SourceUncertainty const& source);
std::vector<Finding> judge(EventCountCheck const& check, std::vector<SeenEvent> const& events);
/// A delivery that is not `gone`.
std::vector<Finding> judge(ReplyCheck const& check, Delivery const& delivery);
/// "none", "exception 4".
std::string outcome_text(ReplyCheck const& check);

/// The worst of the findings.
Verdict verdict_of(std::vector<Finding> const& findings);

}  // namespace mb
