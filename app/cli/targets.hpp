// SPDX-License-Identifier: GPL-3.0-or-later
/// What --target asks for: which meter, on which source, with which register map.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "app/cli/rig_target.hpp"
#include "core/base/result.hpp"
#include "core/catalogue/register_map.hpp"
#include "scenarios/engine/runner.hpp"

namespace CLI {
class App;
}

namespace mb::cli {

struct TargetOptions {
    std::string target = "builtin";  ///< "builtin", "phasor", "firmware:lib:PATH", "rig:FILE" …
    std::string map;                 ///< empty: a rig's own, else a200
    std::string qemu;                ///< emulator and machine of firmware:qemu:…; empty: the usual ones
    std::string loader;              ///< program that loads libraries of firmware; empty: the one beside this program
    std::string patience = "5 s";    ///< with a firmware, for each call
    RigOptions rig;
};

/// All but --target itself.
void add_target_options(CLI::App& command, TargetOptions& options);
/// For help texts.
std::string target_help();

/// All files are read before anything runs: a typo in the last one is not found after an hour.
Result<std::vector<Scenario>> load_scenarios(std::vector<std::string> const& files);

/// A target that was chosen and looked at: good to run.
class ChosenTarget {
public:
    /// Refuses, before anything runs, unknown targets and maps, firmware that does not exist, rigs that may not be armed.
    static Result<ChosenTarget> open(TargetOptions const& options);

    RegisterMap const& map() const { return *map_; }
    std::string const& map_name() const { return map_name_; }
    /// The scenarios one after the other, each on a fresh target; progress on a terminal.
    RunReport run(std::vector<Scenario> const& scenarios);
    /// The rig, where it only is to be told what would be sent; else null.
    RigRun const* dry() const { return rig_ && rig_->dry() ? &*rig_ : nullptr; }

private:
    ChosenTarget() = default;

    std::string map_name_;
    std::unique_ptr<RegisterMap> map_;  // targets keep a reference
    std::optional<RigRun> rig_;
    TargetMaker maker_;
};

}  // namespace mb::cli
