// SPDX-License-Identifier: GPL-3.0-or-later
// A comparison for people, for JUnit readers and for programs.
#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include <array>

#include "scenarios/engine/comparison.hpp"
#include "scenarios/engine/report_markup.hpp"

namespace mb {
namespace {

constexpr std::array kOrder{Change::regressed, Change::lost, Change::moved, Change::added, Change::fixed};

/// "2 regressed, 1 moved", or "no difference".
std::string counts(Comparison const& comparison) {
    std::string list;
    for (Change const change : kOrder)
        if (auto const n = comparison.count(change); n > 0) list += fmt::format("{}{} {}", list.empty() ? "" : ", ", n, name(change));
    return list.empty() ? "no difference" : list;
}

bool fails(Difference const& d) { return d.of_a_check && (d.change == Change::regressed || d.change == Change::lost); }

}  // namespace

std::string comparison_text(Comparison const& comparison) {
    std::string out = fmt::format("before: {}\nafter:  {}\n", harmless(comparison.before), harmless(comparison.after));
    for (Change const change : kOrder) {  // the worst first
        for (Difference const& d : comparison.differences) {
            if (d.change != change) continue;
            out += fmt::format("  {:<9}  {}: {}{}\n             before: {}\n             after:  {}\n", name(d.change),
                               harmless(d.scenario), harmless(d.what), d.where.empty() ? "" : harmless(fmt::format(" ({})", d.where)),
                               harmless(d.before), harmless(d.after));
        }
    }
    for (auto const& note : comparison.notes) out += fmt::format("  note: {}\n", harmless(note));
    out += fmt::format("{}: {} checks and {} readings compared, {}{}\n", comparison.worse() ? "worse" : "not worse", comparison.checks,
                       comparison.readings, counts(comparison), comparison.identical ? "; every reply was the same" : "");
    return out;
}

std::string comparison_junit(Comparison const& comparison) {
    std::string cases;
    std::size_t failures = 0;
    for (Difference const& d : comparison.differences) {
        cases += fmt::format("    <testcase classname=\"{}\" name=\"{}\">\n", escaped(d.scenario),
                             escaped(d.where.empty() ? d.what : fmt::format("{} ({})", d.what, d.where)));
        std::string const told = escaped(fmt::format("{}: before {}, after {}", name(d.change), d.before, d.after));
        if (fails(d)) {
            ++failures;
            cases += fmt::format("      <failure message=\"{}\" type=\"{}\">{}</failure>\n", told, name(d.change), told);
        } else {
            cases += fmt::format("      <system-out>{}</system-out>\n", told);
        }
        cases += "    </testcase>\n";
    }
    // One case stands for all that is as it was, so that a run without a difference is no empty suite.
    cases += fmt::format("    <testcase classname=\"comparison\" name=\"{} checks and {} readings compared\"/>\n", comparison.checks,
                         comparison.readings);
    return fmt::format(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"meterbench compare\" tests=\"{0}\" failures=\"{1}\">\n"
        "  <testsuite name=\"{2} against {3}\" tests=\"{0}\" failures=\"{1}\">\n{4}  </testsuite>\n</testsuites>\n",
        comparison.differences.size() + 1, failures, escaped(comparison.after), escaped(comparison.before), cases);
}

std::string comparison_json(Comparison const& comparison) {
    nlohmann::ordered_json all{{"before", comparison.before}, {"after", comparison.after},
                               {"worse", comparison.worse()}, {"identical", comparison.identical},
                               {"checks", comparison.checks}, {"readings", comparison.readings},
                               {"notes", comparison.notes},   {"differences", nlohmann::ordered_json::array()}};
    for (Difference const& d : comparison.differences)
        all["differences"].push_back({{"change", name(d.change)},
                                      {"of", d.of_a_check ? "check" : "reading"},
                                      {"scenario", d.scenario},
                                      {"where", d.where},
                                      {"what", d.what},
                                      {"before", d.before},
                                      {"after", d.after}});
    return all.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace mb
