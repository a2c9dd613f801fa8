// SPDX-License-Identifier: GPL-3.0-or-later
/// meterbench virtual-rig: a source, a rig controller and a meter behind serial ports, for drivers and for benches without hardware.
#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include "app/cli/commands.hpp"
#include "app/cli/settings_option.hpp"
#include "app/cli/stop_signals.hpp"
#include "core/base/finite_range.hpp"
#include "hil/virtual_rig/virtual_rig.hpp"
#include "sim/builtin/host_time.hpp"
#include "sim/builtin/nominal_choice.hpp"

namespace mb::cli {
namespace {

struct RigOptions {
    std::string folder;
    bool tcp = false;
    std::uint64_t seed = 1;
    std::string errors = "default";
    std::string reveal;
    double speed = 1.0;
    std::vector<std::string> misbehave;
    std::string supply = "on";
    double nominal_current = 5.0;
    int frequency_hz = 50;
    std::string map = "a200";
    std::vector<std::string> settings;
    std::string duration;
};

Result<virtual_rig::RigTruth> truth_of(RigOptions const& options) {
    if (std::error_code none; std::filesystem::is_regular_file(options.errors, none)) {
        std::ifstream in{options.errors, std::ios::binary};
        std::string const json{std::istreambuf_iterator<char>{in}, {}};
        if (!in) return input_error("--errors {}: cannot be read", options.errors);
        return virtual_rig::truth_from_json(json, fmt::format("--errors {}", options.errors));
    }
    auto const limits = virtual_rig::parse_error_limits(options.errors);
    if (!limits) return input_error("--errors {}", limits.error().sentence);
    return virtual_rig::draw_truth(*limits, options.seed);
}

Result<void> reveal(std::string const& file, virtual_rig::RigTruth const& truth) {
    if (file.empty()) return {};
    std::ofstream out{file, std::ios::binary};
    if (!(out << virtual_rig::truth_json(truth) << std::flush)) return infrastructure_error("--reveal {}: cannot be written", file);
    return {};
}

Result<void> run_rig(RigOptions const& options) {
    std::optional<Duration> most;
    if (!options.duration.empty()) {
        auto const parsed = parse_duration(options.duration);
        if (!parsed) return parsed.error();
        most = *parsed;
    }
    virtual_rig::VirtualRigSettings settings;
    for (auto const& text : options.misbehave)
        if (auto const added = virtual_rig::add_misbehaviour(text, settings.misbehaviour); !added)
            return input_error("--misbehave {}", added.error().sentence);
    auto const truth = truth_of(options);
    if (!truth) return truth.error();
    auto map = open_map(options.map);
    if (!map) return map.error();
    auto values = settings_of(options.settings);
    if (!values) return values.error();
    settings.world.truth = *truth;
    settings.world.seed = options.seed;
    settings.world.meter.nominal = nominal_for({std::nullopt, options.nominal_current, options.frequency_hz});
    settings.world.meter.settings = *values;
    settings.world.calendar = host_time();
    settings.world.supply = options.supply == "on";
    settings.folder = options.folder;
    std::error_code none;
    settings.map =
        std::filesystem::is_regular_file(options.map, none) ? std::filesystem::absolute(options.map, none).string() : options.map;
    settings.speed = options.speed;
    settings.tcp = options.tcp;
    if (auto const told = reveal(options.reveal, *truth); !told) return told;

    StopSignals const signals;
    auto const rig = virtual_rig::VirtualRig::open(settings, *std::move(map));
    if (!rig) return rig.error();
    for (auto const& line : (*rig)->where()) fmt::print("{}\n", line);
    fmt::print("ready\n");
    std::fflush(stdout);
    bool told = false;
    (void)signals.wait(most, [&]() -> Result<void> {
        if (told || (*rig)->lost() <= 0.0) return {};
        told = true;
        fmt::print(stderr, "meterbench: this machine cannot keep up with speed {}; the rig's time passes more slowly\n", options.speed);
        return {};
    });
    if (auto const lost = (*rig)->lost(); lost > 0.0) fmt::print(stderr, "meterbench: {:.1f} s of real time were given up\n", lost);
    if ((*rig)->refused() > 0) return infrastructure_error("the terminals refused what the source made; please report it");
    return {};
}

}  // namespace

void add_virtual_rig(CLI::App& app, int& status) {
    auto const o = std::make_shared<RigOptions>();
    auto* const command =
        app.add_subcommand("virtual-rig", "Runs a source (SCPI), a rig controller and a meter with hidden errors behind serial ports");
    command->add_option("--dir", o->folder, "Folder in which the ports source, rig and meter appear, and rig.yaml that describes them")
        ->required();
    command->add_flag("--tcp", o->tcp, "Source and controller on free TCP ports of 127.0.0.1, too");
    command->add_option("--seed", o->seed, "Seed of hidden errors, noise and misbehaviour")->capture_default_str();
    command
        ->add_option(
            "--errors", o->errors,
            "Hidden errors: default, none, largest ones (gain=0.3%,phase=10min,clock=40ppm,source=off,controller=20ppm), or a file "
            "as --reveal writes it")
        ->capture_default_str();
    command->add_option("--reveal", o->reveal, "Writes the hidden errors to this file (JSON)");
    command->add_option("--speed", o->speed, "Multiples of real time")->check(finite_range(1.0, 200.0))->capture_default_str();
    command
        ->add_option("--misbehave", o->misbehave,
                     "What goes wrong: drop=1%,flip=0.1%,stall=200ms@5s,unplug=2s@10s (of one port: rig.drop=1%), interlock=2s@10s, "
                     "ignore=SOUR:VOLT2, error=relay; '@' once, '/' every; repeatable")
        ->allow_extra_args(false);
    command->add_option("--supply", o->supply, "Of the meter, when the rig starts")
        ->check(CLI::IsMember({"on", "off"}))
        ->capture_default_str();
    command->add_option("--nominal-current", o->nominal_current, "Rated current of the meter [A]")
        ->check(finite_range(1e-3, 1e6))
        ->capture_default_str();
    command->add_option("--frequency", o->frequency_hz, "Nominal frequency of the meter: 50 or 60")
        ->check(CLI::IsMember({50, 60}))
        ->capture_default_str();
    command->add_option("--map", o->map, "Shipped register map or CSV file")->capture_default_str();
    add_settings_option(*command, o->settings);
    command->add_option("--for", o->duration, "Stops after this time (3s, 2 min); without it at Ctrl-C");
    command->callback([o, &status] {
        auto const done = run_rig(*o);
        status = done ? 0 : fail(done.error());
    });
}

}  // namespace mb::cli
