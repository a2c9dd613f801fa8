// SPDX-License-Identifier: GPL-3.0-or-later
/// meterbench run --target rig:FILE: the operator's side of a rig. Nothing is energised without --arm; signals end in zero.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "hil/bench_file.hpp"
#include "scenarios/engine/runner.hpp"

namespace CLI {
class App;
}

namespace mb::cli {

struct RigOptions {
    bool arm = false;
    bool dry_run = false;
    bool yes = false;
};
void add_rig_options(CLI::App& command, RigOptions& options);

/// "rig:FILE".
bool is_rig_target(std::string const& target);

class RigRun {
public:
    /// Reads the bench file and its dialect. Refused: without --arm (a dry run needs none), without --yes where nobody can be asked.
    static Result<RigRun> open(std::string const& target, RigOptions const& options);
    ~RigRun();
    RigRun(RigRun&&) noexcept;

    hil::Bench const& bench() const;
    bool dry() const;
    /// Prints what would be sent; gives the exit status.
    int dry_run(std::span<Scenario const> scenarios) const;
    /// Targets of this rig. From now on SIGINT, SIGTERM and SIGHUP are heard: the present target goes to zero, and there is no other.
    TargetMaker targets();
    /// For the report's environment.
    std::vector<std::pair<std::string, std::string>> notes() const;

private:
    struct Parts;
    explicit RigRun(std::unique_ptr<Parts> parts);
    std::unique_ptr<Parts> parts_;
};

}  // namespace mb::cli
