// SPDX-License-Identifier: GPL-3.0-or-later
// meterbench run: scenarios against a target, verdicts out.
#include <fmt/core.h>
#include <CLI/CLI.hpp>

#include <chrono>
#include <cstdio>
#include <ctime>
#include <memory>
#include <string>
#include <vector>

#include <sys/ioctl.h>
#include <unistd.h>

#include "app/cli/commands.hpp"
#include "core/base/suggest.hpp"
#include "scenarios/engine/language.hpp"
#include "scenarios/engine/report_html.hpp"
#include "scenarios/engine/report_json.hpp"
#include "scenarios/engine/report_junit.hpp"
#include "scenarios/engine/report_text.hpp"
#include "scenarios/engine/runner.hpp"
#include "scenarios/engine/verdict.hpp"
#include "sim/builtin/builtin_target.hpp"

namespace mb::cli {
namespace {

constexpr std::array<std::string_view, 1> kTargets{"builtin"};

struct RunOptions {
    std::vector<std::string> files;
    std::string target{kTargets[0]};
    std::string map = "a200";
    std::string junit;
    std::string json;
    std::string html;
};

Result<void> known_target(std::string const& target) {
    if (target == kTargets[0]) return {};
    for (std::string_view const planned : {"firmware", "rig"})
        if (target == planned || target.starts_with(std::string{planned} + ":"))
            return input_error("target '{}': {} targets do not exist yet; the known target is builtin", target, planned);
    return input_error("unknown target '{}'{}; the known target is builtin", target, suggestion(target, kTargets));
}

/// A line on the terminal that says how far a long run is; silent in files and pipes and for runs of less than a second.
class ProgressLine {
public:
    explicit ProgressLine(std::size_t scenarios) : scenarios_{scenarios}, shown_{::isatty(STDERR_FILENO) == 1} {}
    ~ProgressLine() {
        if (drawn_) std::fputs("\r\x1b[K", stderr);
    }

    void operator()(Scenario const& scenario, Instant now) {
        if (!shown_) return;
        auto const real = std::chrono::steady_clock::now();
        if (&scenario != last_ && last_time_ >= now) ++number_;
        last_time_ = now;
        if (real - begin_ < std::chrono::seconds{1} || real - drawn_at_ < std::chrono::milliseconds{100}) return;
        drawn_at_ = real;
        drawn_ = true;
        std::fprintf(stderr, "\r\x1b[Kscenario %zu of %zu: %.1f of %.1f s", number_ + 1, scenarios_, seconds(now.time_since_epoch()),
                     seconds(scenario.length()));
        std::fflush(stderr);
    }

private:
    std::size_t scenarios_;
    bool shown_;
    bool drawn_ = false;
    std::size_t number_ = 0;
    Scenario const* last_ = nullptr;
    Instant last_time_{};
    std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
    std::chrono::steady_clock::time_point drawn_at_{};
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
    if (auto const target = known_target(options.target); !target) return fail(target.error());
    auto const map = open_map(options.map);
    if (!map) return fail(map.error());
    // All files are read before anything runs: a typo in the last one is not found after an hour.
    std::vector<Scenario> scenarios;
    for (std::string const& file : options.files) {
        auto scenario = load_scenario(file);
        if (!scenario) return fail(scenario.error());
        scenarios.push_back(std::move(*scenario));
    }
    TargetMaker const builtin = [&](RatedValues const& rated) -> Result<std::unique_ptr<Target>> {
        MeterSettings settings;
        settings.nominal = {rated.voltage, rated.current, rated.frequency_hz};
        return std::unique_ptr<Target>{std::make_unique<BuiltinTarget>(settings, *map)};
    };
    RunReport report;
    {
        ProgressLine line{scenarios.size()};
        report = run_all(scenarios, builtin, *map, options.map, [&](Scenario const& s, Instant now) { line(s, now); });
    }
    report.environment = {{"program", version}, {"date", date_of_today()}};
    std::fputs(report_text(report, ::isatty(STDOUT_FILENO) == 1).c_str(), stdout);
    std::fflush(stdout);
    if (auto const written = write_reports(options, report); !written) return fail(written.error());
    return exit_status(report.verdict);
}

}  // namespace

void add_run(CLI::App& app, int& status) {
    auto options = std::make_shared<RunOptions>();
    CLI::App* command = app.add_subcommand("run", "Run scenarios against a target and print the verdicts");
    command->add_option("FILE", options->files, "Scenario files (YAML, docs/scenario-language.md)")->required();
    command->add_option("--target", options->target, "What is tested: builtin")->capture_default_str();
    command->add_option("--map", options->map, "Register map: a shipped name or a CSV file")->capture_default_str();
    command->add_option("--junit", options->junit, "Write the verdicts as JUnit XML");
    command->add_option("--json", options->json, "Write readings, events and verdicts as JSON");
    command->add_option("--html", options->html, "Write a report as one HTML file");
    command->footer("Exit status: 0 all passed, 1 a check failed or could not be decided, 2 bad usage or scenario, 3 the run broke.");
    std::string const version = app.version();
    command->callback([options, version, &status] { status = run(*options, version); });
}

}  // namespace mb::cli
