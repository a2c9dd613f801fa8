// SPDX-License-Identifier: GPL-3.0-or-later
// meterbench run: scenarios against a target, verdicts out.
#include <CLI/CLI.hpp>

#include <cstdio>
#include <ctime>
#include <memory>
#include <string>
#include <vector>

#include <unistd.h>

#include "app/cli/commands.hpp"
#include "app/cli/targets.hpp"
#include "scenarios/engine/report_html.hpp"
#include "scenarios/engine/report_json.hpp"
#include "scenarios/engine/report_junit.hpp"
#include "scenarios/engine/report_text.hpp"
#include "scenarios/engine/runner.hpp"
#include "sim/file_write.hpp"

namespace mb::cli {
namespace {

struct RunOptions {
    std::vector<std::string> files;
    TargetOptions target;
    std::string junit;
    std::string json;
    std::string html;
};

std::string date_of_today() {
    std::time_t const now = std::time(nullptr);
    std::tm utc{};
    ::gmtime_r(&now, &utc);
    char text[32];
    return std::strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S UTC", &utc) > 0 ? text : "";
}

Result<void> write_reports(RunOptions const& options, RunReport const& report) {
    if (!options.junit.empty())
        if (auto written = write_file(options.junit, report_junit(report)); !written) return written;
    if (!options.json.empty())
        if (auto written = write_file(options.json, report_json(report)); !written) return written;
    if (!options.html.empty())
        if (auto written = write_file(options.html, report_html(report)); !written) return written;
    return {};
}

int run(RunOptions const& options, std::string const& version) {
    auto target = ChosenTarget::open(options.target);
    if (!target) return fail(target.error());
    auto const scenarios = load_scenarios(options.files);
    if (!scenarios) return fail(scenarios.error());
    if (auto const* const rig = target->dry()) return rig->dry_run(*scenarios);
    for (std::string const* report : {&options.junit, &options.json, &options.html})
        if (auto const good = writable(*report); !good) return fail(good.error());
    RunReport report = target->run(*scenarios);
    auto const notes = report.environment;  // of the target
    report.environment.insert(report.environment.begin(), {{"program", version}, {"date", date_of_today()}});
    std::fputs(report_text(report, ::isatty(STDOUT_FILENO) == 1).c_str(), stdout);
    for (auto const& [key, note] : notes) std::printf("%s: %s\n", key.c_str(), note.c_str());
    std::fflush(stdout);
    if (auto const written = write_reports(options, report); !written) return fail(written.error());
    return exit_status(report);
}

}  // namespace

void add_run(CLI::App& app, int& status) {
    auto options = std::make_shared<RunOptions>();
    CLI::App* command = app.add_subcommand("run", "Run scenarios against a target and print the verdicts");
    command->add_option("FILE", options->files, "Scenario files (YAML, docs/scenario-language.md)")->required();
    command->add_option("--target", options->target.target, "What is tested: " + target_help())->capture_default_str();
    add_target_options(*command, options->target);
    command->add_option("--junit", options->junit, "Write the verdicts as JUnit XML");
    command->add_option("--json", options->json, "Write readings, events and verdicts as JSON");
    command->add_option("--html", options->html, "Write a report as one HTML file");
    command->footer(
        "Exit status: 0 all passed, 1 a check failed, could not be decided or a scenario checked nothing, 2 bad usage or scenario, 3 the "
        "run broke.");
    std::string const version = app.version();
    command->callback([options, version, &status] { status = run(*options, version); });
}

}  // namespace mb::cli
