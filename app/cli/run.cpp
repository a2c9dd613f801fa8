// SPDX-License-Identifier: GPL-3.0-or-later
// meterbench run: scenarios against a target, verdicts out.
#include <fmt/core.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <system_error>
#include <vector>

#include <sys/stat.h>
#include <unistd.h>

#include "app/cli/commands.hpp"
#include "app/cli/rig_target.hpp"
#include "core/base/suggest.hpp"
#include "scenarios/engine/language.hpp"
#include "scenarios/engine/report_html.hpp"
#include "scenarios/engine/report_json.hpp"
#include "scenarios/engine/report_junit.hpp"
#include "scenarios/engine/report_text.hpp"
#include "scenarios/engine/runner.hpp"
#include "scenarios/engine/verdict.hpp"
#include "sim/builtin/builtin_target.hpp"
#include "sim/builtin/phasor_target.hpp"
#include "sim/file_write.hpp"

namespace mb::cli {
namespace {

constexpr std::string_view kPhasor = "phasor";
constexpr std::array<std::string_view, 2> kTargets{"builtin", kPhasor};

struct RunOptions {
    std::vector<std::string> files;
    std::string target{kTargets[0]};
    std::string map = "a200";
    bool map_chosen = false;
    RigOptions rig;
    std::string junit;
    std::string json;
    std::string html;
};

Result<void> known_target(std::string const& target) {
    if (std::find(kTargets.begin(), kTargets.end(), target) != kTargets.end() || is_rig_target(target)) return {};
    if (target == "firmware" || target.starts_with("firmware:"))
        return input_error("target '{}': firmware targets do not exist yet; the known targets are builtin, phasor and rig:FILE", target);
    return input_error("unknown target '{}'{}; the known targets are builtin, phasor and rig:FILE", target, suggestion(target, kTargets));
}

/// A line on the terminal that says how far a long run is; silent in files and pipes and for runs of less than a second.
class ProgressLine {
public:
    /// `scenarios` must outlive the line; those that it is called with are among them.
    explicit ProgressLine(std::span<Scenario const> scenarios) : scenarios_{scenarios}, shown_{::isatty(STDERR_FILENO) == 1} {}
    ~ProgressLine() {
        if (drawn_) std::fputs("\r\x1b[K", stderr);
    }

    void operator()(Scenario const& scenario, Instant now) {
        if (!shown_) return;
        auto const real = std::chrono::steady_clock::now();
        if (real - begin_ < std::chrono::seconds{1} || real - drawn_at_ < std::chrono::milliseconds{100}) return;
        drawn_at_ = real;
        drawn_ = true;
        auto const number = static_cast<std::size_t>(&scenario - scenarios_.data()) + 1;
        std::fprintf(stderr, "\r\x1b[Kscenario %zu of %zu: %.1f of %.1f s", number, scenarios_.size(), seconds(now.time_since_epoch()),
                     seconds(scenario.length()));
        std::fflush(stderr);
    }

private:
    std::span<Scenario const> scenarios_;
    bool shown_;
    bool drawn_ = false;
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

/// Told before a run that may take hours: where write_file() will not be able to write. It replaces files, so their folder counts.
Result<void> writable(std::string const& path) {
    if (path.empty()) return {};
    auto const cannot = [&path](std::string const& what, int why) {
        return infrastructure_error("{}: cannot be written: {}: {}; name a folder that exists and may be written to", path, what,
                                    std::strerror(why));
    };
    struct stat there {};
    struct stat out {};
    if (::stat(path.c_str(), &there) == 0) {
        if (S_ISDIR(there.st_mode)) return infrastructure_error("{}: cannot be written: it is a folder; name a file", path);
        if (::fstat(STDOUT_FILENO, &out) == 0 && there.st_dev == out.st_dev && there.st_ino == out.st_ino) return {};
        if (!S_ISREG(there.st_mode)) {
            if (::access(path.c_str(), W_OK) != 0) return cannot(path, errno);
            return {};
        }
    }
    std::error_code none;
    std::filesystem::path const resolved = std::filesystem::weakly_canonical(path, none);
    std::string const parent = (none ? std::filesystem::path{path} : resolved).parent_path().string();
    std::string const folder = parent.empty() ? "." : parent;
    struct stat holder {};
    if (::stat(folder.c_str(), &holder) != 0) return cannot(folder, errno);
    if (!S_ISDIR(holder.st_mode)) return cannot(folder, ENOTDIR);
    if (::access(folder.c_str(), W_OK | X_OK) != 0) return cannot(folder, errno);
    return {};
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
    std::optional<RigRun> rig;
    if (is_rig_target(options.target)) {
        auto opened = RigRun::open(options.target, options.rig);
        if (!opened) return fail(opened.error());
        rig.emplace(*std::move(opened));
    } else if (options.rig.arm || options.rig.yes || options.rig.dry_run) {
        return fail(input_error("--arm, --yes and --dry-run are for rigs; the target is {}", options.target));
    }
    std::string const map_name = rig && !options.map_chosen ? rig->bench().map : options.map;
    auto const map = open_map(map_name);
    if (!map) return fail(map.error());
    // All files are read before anything runs: a typo in the last one is not found after an hour.
    std::vector<Scenario> scenarios;
    for (std::string const& file : options.files) {
        auto scenario = load_scenario(file);
        if (!scenario) return fail(scenario.error());
        scenarios.push_back(std::move(*scenario));
    }
    if (rig && rig->dry()) return rig->dry_run(scenarios);
    for (std::string const* report : {&options.junit, &options.json, &options.html})
        if (auto const good = writable(*report); !good) return fail(good.error());
    TargetMaker const built_in = [&](RatedValues const& rated) -> Result<std::unique_ptr<Target>> {
        MeterSettings settings;
        settings.nominal = {rated.voltage, rated.current, rated.frequency_hz};
        if (options.target == kPhasor) return std::unique_ptr<Target>{std::make_unique<PhasorTarget>(settings, *map, rated.network)};
        return std::unique_ptr<Target>{std::make_unique<BuiltinTarget>(settings, *map, rated.network)};
    };
    TargetMaker const target = rig ? rig->targets() : built_in;
    RunReport report;
    {
        ProgressLine line{scenarios};
        report = run_all(scenarios, target, *map, map_name, [&](Scenario const& s, Instant now) { line(s, now); });
    }
    report.environment = {{"program", version}, {"date", date_of_today()}};
    std::fputs(report_text(report, ::isatty(STDOUT_FILENO) == 1).c_str(), stdout);
    if (rig) {
        for (auto& [key, note] : rig->notes()) {
            std::printf("%s: %s\n", key.c_str(), note.c_str());
            report.environment.emplace_back(key, note);
        }
    }
    std::fflush(stdout);
    if (auto const written = write_reports(options, report); !written) return fail(written.error());
    return exit_status(report);
}

}  // namespace

void add_run(CLI::App& app, int& status) {
    auto options = std::make_shared<RunOptions>();
    CLI::App* command = app.add_subcommand("run", "Run scenarios against a target and print the verdicts");
    command->add_option("FILE", options->files, "Scenario files (YAML, docs/scenario-language.md)")->required();
    command
        ->add_option(
            "--target", options->target,
            "What is tested: builtin; phasor: the built-in meter in steady states, without samples; rig:FILE: a real meter (docs/rig.md)")
        ->capture_default_str();
    CLI::Option const* const map =
        command->add_option("--map", options->map, "Register map: a shipped name or a CSV file")->capture_default_str();
    add_rig_options(*command, options->rig);
    command->add_option("--junit", options->junit, "Write the verdicts as JUnit XML");
    command->add_option("--json", options->json, "Write readings, events and verdicts as JSON");
    command->add_option("--html", options->html, "Write a report as one HTML file");
    command->footer(
        "Exit status: 0 all passed, 1 a check failed, could not be decided or a scenario checked nothing, 2 bad usage or scenario, 3 the "
        "run broke.");
    std::string const version = app.version();
    command->callback([options, version, map, &status] {
        options->map_chosen = map->count() > 0;
        status = run(*options, version);
    });
}

}  // namespace mb::cli
