// SPDX-License-Identifier: GPL-3.0-or-later
/// What --target asks for.
#pragma once

#include <string>

#include "core/base/result.hpp"
#include "core/catalogue/register_map.hpp"
#include "scenarios/engine/runner.hpp"

namespace CLI {
class App;
}

namespace mb::cli {

struct TargetOptions {
    std::string target = "builtin";  ///< "builtin", "phasor", "firmware:lib:PATH" …
    std::string qemu;                ///< emulator and machine of firmware:qemu:…; empty: the usual ones
    std::string patience = "5 s";    ///< with a firmware, for each call
};

void add_target_options(CLI::App& command, TargetOptions& options);

/// Refuses, before anything runs, unknown targets and firmware that does not exist. `map` must outlive what comes back.
Result<TargetMaker> target_maker(TargetOptions const& options, RegisterMap const& map);

}  // namespace mb::cli
