// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/engine/open_checks.hpp"

namespace mb {

std::vector<CheckResult> waiting_checks(Scenario const& scenario) {
    std::vector<CheckResult> all;
    for (Step const& step : scenario.timeline)
        if (auto const* expect = std::get_if<Expect>(&step.what))
            for (Check const& check : expect->checks) {
                CheckResult waiting;
                waiting.place = check.place;
                waiting.title = title(check);
                all.push_back(std::move(waiting));
            }
    return all;
}

void close_open(std::vector<CheckResult>& checks, Verdict verdict, std::string const& why, Instant now) {
    for (CheckResult& check : checks) {
        if (check.verdict != Verdict::not_set) continue;
        check.verdict = verdict;
        check.reason = why;
        check.time = now;
    }
}

}  // namespace mb
