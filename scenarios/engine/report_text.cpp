// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/engine/report_text.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cctype>

#include "scenarios/engine/report_faults.hpp"
#include "scenarios/engine/report_markup.hpp"

namespace mb {
namespace {

constexpr std::size_t kColumns = 6;
using Row = std::array<std::string, kColumns>;

/// Characters, not bytes: names and limits hold ± and ⊕.
std::size_t width(std::string_view text) {
    return static_cast<std::size_t>(
        std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

std::string_view colour_of(Verdict verdict) {
    switch (verdict) {
        case Verdict::pass:
            return "\x1b[32m";
        case Verdict::inconclusive:
        case Verdict::not_applicable:
        case Verdict::not_set:
            return "\x1b[33m";
        case Verdict::fail:
        case Verdict::aborted:
        case Verdict::error:
            return "\x1b[1;31m";
    }
    return "";
}

std::string painted(Verdict verdict, std::string const& text, bool colour) {
    return colour ? fmt::format("{}{}\x1b[0m", colour_of(verdict), text) : text;
}

struct Line {
    Verdict verdict;
    Row cells;
};

std::vector<Line> lines_of(ScenarioResult const& result) {
    std::vector<Line> lines;
    for (CheckResult const& check : result.checks) {
        std::string const time = fmt::format("{:.3f} s", seconds(check.time.time_since_epoch()));
        if (check.findings.empty())
            lines.push_back({check.verdict, {std::string{name(check.verdict)}, time, check.title, "", "", check.reason}});
        for (Finding const& f : check.findings)
            lines.push_back({f.verdict, {std::string{name(f.verdict)}, time, f.quantity, f.expected, f.actual, f.limit}});
    }
    for (Line& line : lines)
        for (std::string& cell : line.cells) cell = harmless(std::move(cell));
    return lines;
}

void append_table(std::string& out, std::vector<Line> const& lines, bool colour) {
    Row const head{"verdict", "time", "quantity", "expected", "actual", "limit"};
    std::array<std::size_t, kColumns> widths{};
    for (std::size_t c = 0; c < kColumns; ++c) {
        widths[c] = width(head[c]);
        for (Line const& line : lines) widths[c] = std::max(widths[c], width(line.cells[c]));
    }
    auto const append = [&](Row const& cells, Verdict const* verdict) {
        std::string row;
        for (std::size_t c = 0; c < kColumns; ++c) {
            std::string const padding(c + 1 < kColumns ? widths[c] - width(cells[c]) : 0, ' ');
            bool const figure = c == 1 || c == 4;  // figures stand to the right
            std::string const text = c == 0 && verdict != nullptr ? painted(*verdict, cells[c], colour) : cells[c];
            row += figure ? padding + text : text + padding;
            if (c + 1 < kColumns) row += "  ";
        }
        row.erase(row.find_last_not_of(' ') + 1);
        out += "  " + row + "\n";
    };
    append(head, nullptr);
    for (Line const& line : lines) append(line.cells, &line.verdict);
}

/// Why a run whose other scenarios passed ends with status 1.
std::string checked_nothing(RunReport const& report) {
    auto const count = std::count_if(report.scenarios.begin(), report.scenarios.end(), [](ScenarioResult const& result) {
        return result.verdict == Verdict::not_applicable || result.verdict == Verdict::not_set;
    });
    return count == 0 ? "" : fmt::format("; {} scenario{} checked nothing", count, count == 1 ? "" : "s");
}

}  // namespace

std::string report_text(RunReport const& report, bool colour) {
    std::string out;
    for (ScenarioResult const& result : report.scenarios) {
        out += fmt::format("{} ({})\n", harmless(result.scenario.name), harmless(result.scenario.file));
        append_table(out, lines_of(result), colour);
        for (FaultChange const& change : fault_changes(result))
            out += harmless(fmt::format("  fault {} ({}): {} at {:.3f} s", change.fault->name, describe(change.fault->fault),
                                        name(change.to), change.time_s)) +
                   "\n";
        for (CommFaultSpell const& spell : result.comm_faults) out += fmt::format("  comm fault {}\n", harmless(describe(spell)));
        for (std::string const& note : result.notes) out += fmt::format("  note: {}\n", harmless(note));
        out += fmt::format("  {}: {}; {:.3f} s simulated, {}; digest {}\n\n",
                           painted(result.verdict, std::string{name(result.verdict)}, colour), print(tally(result)),
                           seconds(result.simulated), harmless(result.ended), hex(result.digest));
    }
    out += fmt::format("{}: {} scenario{}, {}{}; target {}, map {}, digest {}\n",
                       painted(report.verdict, std::string{name(report.verdict)}, colour), report.scenarios.size(),
                       report.scenarios.size() == 1 ? "" : "s", print(tally(report)), checked_nothing(report),
                       report.target.empty() ? "none" : harmless(report.target), harmless(report.map), hex(report.digest));
    return out;
}

}  // namespace mb
