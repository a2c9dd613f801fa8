// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/targets.hpp"

#include <CLI/CLI.hpp>

#include <array>
#include <memory>
#include <string_view>
#include <utility>

#include "app/cli/commands.hpp"
#include "core/base/suggest.hpp"
#include "firmware-bridge/firmware_target.hpp"
#include "sim/builtin/builtin_target.hpp"
#include "sim/builtin/phasor_target.hpp"

namespace mb::cli {
namespace {

constexpr std::string_view kKnown = "the known targets are builtin, phasor and firmware:…";

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
    return TargetMaker{[spec = *std::move(spec), bridge](RatedValues const& rated) {
        bridge::Config config;
        config.nominal_voltage = static_cast<float>(rated.voltage);
        config.nominal_current = static_cast<float>(rated.current);
        config.nominal_frequency = static_cast<float>(rated.frequency_hz);
        return bridge::FirmwareTarget::start(spec, bridge, config, rated.network);
    }};
}

Result<TargetMaker> rig(std::string_view what, TargetOptions const&, RegisterMap const&) {
    return input_error("target 'rig{}{}': rig targets do not exist yet; {}", what.empty() ? "" : ":", what, kKnown);
}

struct TargetRow {
    std::string_view name;
    bool argument;  ///< something stands behind a colon
    Result<TargetMaker> (*make)(std::string_view what, TargetOptions const& options, RegisterMap const& map);
};
constexpr std::array<TargetRow, 4> kTargets{
    {{"builtin", false, builtin}, {"phasor", false, phasor}, {"firmware", true, firmware}, {"rig", true, rig}}};

}  // namespace

void add_target_options(CLI::App& command, TargetOptions& options) {
    command
        .add_option("--target", options.target,
                    "What is tested: builtin; phasor: the built-in meter in steady states, without samples; firmware:lib:PATH, a shared "
                    "library; firmware:exec:COMMAND, a program; firmware:qemu:ELF, an image in an emulator (docs/bridge-abi.md)")
        ->capture_default_str();
    command.add_option("--qemu", options.qemu, "Emulator and machine of firmware:qemu:…, with any options of its own");
    command.add_option("--patience", options.patience, "How long a firmware may take for a call before it counts as hanging")
        ->capture_default_str();
}

Result<TargetMaker> target_maker(TargetOptions const& options, RegisterMap const& map) {
    std::string_view const text = options.target;
    std::size_t const colon = text.find(':');
    std::string_view const name = text.substr(0, colon);
    std::string_view const what = colon == std::string_view::npos ? std::string_view{} : text.substr(colon + 1);
    for (TargetRow const& row : kTargets)
        if (row.name == name && (row.argument || colon == std::string_view::npos)) return row.make(what, options, map);
    std::array<std::string_view, kTargets.size()> names{};
    for (std::size_t n = 0; n < names.size(); ++n) names[n] = kTargets[n].name;
    return input_error("unknown target '{}'{}; {}", text, suggestion(name, names), kKnown);
}

}  // namespace mb::cli
