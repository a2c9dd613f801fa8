// SPDX-License-Identifier: GPL-3.0-or-later
// meterbench compare: two runs of the same scenarios held against each other.
#include <CLI/CLI.hpp>

#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "app/cli/commands.hpp"
#include "app/cli/targets.hpp"
#include "core/base/finite_range.hpp"
#include "scenarios/engine/comparison.hpp"
#include "scenarios/engine/report_json.hpp"
#include "sim/file_write.hpp"

namespace mb::cli {
namespace {

struct CompareOptions {
    std::string before;
    std::string after;
    std::vector<std::string> files;
    TargetOptions target;  ///< its `target` is not used
    double tolerance_percent = 0.05;
    bool strict = false;
    std::string junit;
    std::string json;
};

bool is_report(std::string const& side) { return side.ends_with(".json") && side.find(':') == std::string::npos; }

/// A report that was kept, or a run on a target now. `broken`: the run itself broke.
Result<RunRecord> record_of(std::string const& side, CompareOptions const& options, std::vector<Scenario> const& scenarios, bool& broken) {
    if (is_report(side)) return load_record(side);
    TargetOptions chosen = options.target;
    chosen.target = side;
    auto target = ChosenTarget::open(chosen);
    if (!target) return target.error();
    auto const report = target->run(scenarios);
    broken = broken || (exit_status(report) == 3 && report.target.empty());
    return parse_record(report_json(report), side);
}

int compare(CompareOptions const& options) {
    bool const runs = !is_report(options.before) || !is_report(options.after);
    if (runs && options.files.empty())
        return fail(input_error("which scenarios? Name their files behind the two targets; only two reports (.json) need none"));
    if (!runs && !options.files.empty())
        return fail(input_error("both sides are reports, so nothing is run: leave the scenario files out"));
    if (options.target.rig.dry_run) return fail(input_error("--dry-run: a comparison needs results; use run --dry-run"));
    auto const scenarios = load_scenarios(options.files);
    if (!scenarios) return fail(scenarios.error());
    for (std::string const* report : {&options.junit, &options.json})
        if (auto const good = writable(*report); !good) return fail(good.error());
    bool broken = false;
    auto const before = record_of(options.before, options, *scenarios, broken);
    if (!before) return fail(before.error());
    auto const after = record_of(options.after, options, *scenarios, broken);
    if (!after) return fail(after.error());
    Comparison const result = mb::compare(*before, *after, options.tolerance_percent);
    std::fputs(comparison_text(result).c_str(), stdout);
    if (!options.junit.empty())
        if (auto const written = write_file(options.junit, comparison_junit(result)); !written) return fail(written.error());
    if (!options.json.empty())
        if (auto const written = write_file(options.json, comparison_json(result)); !written) return fail(written.error());
    if (broken) return 3;
    return result.worse() || (options.strict && !result.differences.empty()) ? 1 : 0;
}

}  // namespace

void add_compare(CLI::App& app, int& status) {
    auto const options = std::make_shared<CompareOptions>();
    CLI::App* const command =
        app.add_subcommand("compare", "Holds two runs of the same scenarios against each other: builds, or a report of before");
    command->add_option("BEFORE", options->before, "A target, or a report that run --json wrote (.json). Targets: " + target_help())
        ->required();
    command->add_option("AFTER", options->after, "The same")->required();
    command->add_option("FILE", options->files, "Scenario files; only two reports need none");
    command->add_option("--tolerance", options->tolerance_percent, "Figures that differ by less are the same [%]")
        ->check(finite_range(0.0, 100.0))
        ->capture_default_str();
    command->add_flag("--strict", options->strict, "Any difference ends with status 1");
    command->add_option("--junit", options->junit, "Write the comparison as JUnit XML");
    command->add_option("--json", options->json, "Write it as JSON");
    add_target_options(*command, options->target);
    command->footer(
        "Exit status: 0 no check is judged worse than before, 1 a check is or is not judged any more, 2 bad usage or input, 3 a target "
        "could not be run.");
    command->callback([options, &status] { status = compare(*options); });
}

}  // namespace mb::cli
