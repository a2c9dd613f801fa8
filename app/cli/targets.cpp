// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/targets.hpp"

#include <CLI/CLI.hpp>

#include <array>
#include <memory>
#include <string_view>
#include <utility>

#include "app/cli/commands.hpp"
#include "app/cli/progress_line.hpp"
#include "core/base/suggest.hpp"
#include "firmware-bridge/firmware_target.hpp"
#include "scenarios/engine/language.hpp"
#include "sim/builtin/builtin_target.hpp"
#include "sim/builtin/phasor_target.hpp"

namespace mb::cli {
namespace {

constexpr std::string_view kKnown = "the known targets are builtin, phasor, firmware:… and rig:FILE";

MeterSettings settings_for(RatedValues const& rated) {
    MeterSettings settings;
    settings.nominal = {rated.voltage, rated.current, rated.frequency_hz};
    return settings;
}

/// `what`: behind the colon.
Result<TargetMaker> builtin(std::string_view, TargetOptions const&, RegisterMap const& map) {
    return TargetMaker{[&map](RatedValues const& rated) -> Result<std::unique_ptr<Target>> {
        return std::unique_ptr<Target>{std::make_unique<BuiltinTarget>(settings_for(rated), map, rated.network)};
    }};
}

Result<TargetMaker> phasor(std::string_view, TargetOptions const&, RegisterMap const& map) {
    return TargetMaker{[&map](RatedValues const& rated) -> Result<std::unique_ptr<Target>> {
        return std::unique_ptr<Target>{std::make_unique<PhasorTarget>(settings_for(rated), map, rated.network)};
    }};
}

Result<TargetMaker> firmware(std::string_view what, TargetOptions const& options, RegisterMap const&) {
    auto spec = bridge::firmware_spec(what);
    if (!spec) return spec.error();
    auto const patience = parse_duration(options.patience);
    if (!patience) return patience.error();
    bridge::BridgeOptions bridge;
    bridge.patience = std::chrono::ceil<std::chrono::milliseconds>(*patience);
    if (!options.qemu.empty()) bridge.qemu = options.qemu;
    bridge.loader = options.loader;
    return TargetMaker{[spec = *std::move(spec), bridge](RatedValues const& rated) {
        bridge::Config config;
        config.nominal_voltage = static_cast<float>(rated.voltage);
        config.nominal_current = static_cast<float>(rated.current);
        config.nominal_frequency = static_cast<float>(rated.frequency_hz);
        return bridge::FirmwareTarget::start(spec, bridge, config, rated.network);
    }};
}

struct TargetRow {
    std::string_view name;
    bool argument;  ///< something stands behind a colon
    Result<TargetMaker> (*make)(std::string_view what, TargetOptions const& options, RegisterMap const& map);
};
constexpr std::array<TargetRow, 3> kTargets{{{"builtin", false, builtin}, {"phasor", false, phasor}, {"firmware", true, firmware}}};

/// All but rigs.
Result<TargetMaker> target_maker(TargetOptions const& options, RegisterMap const& map) {
    std::string_view const text = options.target;
    std::size_t const colon = text.find(':');
    std::string_view const name = text.substr(0, colon);
    std::string_view const what = colon == std::string_view::npos ? std::string_view{} : text.substr(colon + 1);
    for (TargetRow const& row : kTargets)
        if (row.name == name && (row.argument || colon == std::string_view::npos)) return row.make(what, options, map);
    std::array<std::string_view, kTargets.size() + 1> names{"rig"};
    for (std::size_t n = 0; n < kTargets.size(); ++n) names[n + 1] = kTargets[n].name;
    return input_error("unknown target '{}'{}; {}", text, suggestion(name, names), kKnown);
}

}  // namespace

std::string target_help() {
    return "builtin; phasor: the built-in meter in steady states, without samples; firmware:lib:PATH, a shared library; "
           "firmware:exec:COMMAND, a program; firmware:qemu:ELF, an image in an emulator (docs/bridge-abi.md); rig:FILE, a real meter "
           "(docs/rig.md)";
}

void add_target_options(CLI::App& command, TargetOptions& options) {
    command.add_option("--map", options.map, "Register map: a shipped name or a CSV file; without it that of the rig's file, else a200");
    command.add_option("--qemu", options.qemu, "Emulator and machine of firmware:qemu:…, with any options of its own");
    command.add_option("--loader", options.loader, "Program that loads firmware:lib:…, where it is not meterbench-bridge beside this one");
    command.add_option("--patience", options.patience, "How long a firmware may take for a call before it counts as hanging")
        ->capture_default_str();
    add_rig_options(command, options.rig);
}

Result<std::vector<Scenario>> load_scenarios(std::vector<std::string> const& files) {
    std::vector<Scenario> scenarios;
    for (std::string const& file : files) {
        auto scenario = load_scenario(file);
        if (!scenario) return scenario.error();
        scenarios.push_back(std::move(*scenario));
    }
    return scenarios;
}

Result<ChosenTarget> ChosenTarget::open(TargetOptions const& options) {
    ChosenTarget chosen;
    if (is_rig_target(options.target)) {
        auto rig = RigRun::open(options.target, options.rig);
        if (!rig) return rig.error();
        chosen.rig_.emplace(*std::move(rig));
    } else if (options.rig.arm || options.rig.yes || options.rig.dry_run) {
        return input_error("--arm, --yes and --dry-run are for rigs; the target is {}", options.target);
    }
    chosen.map_name_ = !options.map.empty() ? options.map : chosen.rig_ ? chosen.rig_->bench().map : "a200";
    auto map = open_map(chosen.map_name_);
    if (!map) return map.error();
    chosen.map_ = std::make_unique<RegisterMap>(*std::move(map));
    if (!chosen.rig_) {
        auto maker = target_maker(options, *chosen.map_);
        if (!maker) return maker.error();
        chosen.maker_ = *std::move(maker);
    }
    return chosen;
}

RunReport ChosenTarget::run(std::vector<Scenario> const& scenarios) {
    ProgressLine line{scenarios};
    TargetMaker const maker = rig_ ? rig_->targets() : maker_;
    RunReport report = run_all(scenarios, maker, *map_, map_name_, [&](Scenario const& s, Instant now) { line(s, now); });
    if (rig_)
        for (auto& note : rig_->notes()) report.environment.push_back(std::move(note));
    return report;
}

}  // namespace mb::cli
