// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/rig_target.hpp"

#include <fmt/core.h>
#include <CLI/CLI.hpp>

#include <array>
#include <csignal>
#include <cstdio>
#include <optional>

#include <unistd.h>

#include "app/cli/commands.hpp"
#include "hil/dry_run.hpp"
#include "hil/rig_target.hpp"
#include "hil/scpi/dialect.hpp"

namespace mb::cli {
namespace {

constexpr std::string_view kPrefix = "rig:";
constexpr std::string_view kWord = "ARM";
constexpr std::array kEnds{SIGINT, SIGTERM, SIGHUP};

std::sig_atomic_t volatile ended = 0;
void end(int) { ended = 1; }

/// While it lives, the signals that would end the program are remembered instead, and a reader of our output that goes away ends nothing.
class HeardSignals {
public:
    HeardSignals() {
        struct sigaction action {};
        action.sa_handler = end;  // no SA_RESTART: a prompt that waits is broken off
        for (std::size_t k = 0; k < kEnds.size(); ++k) ::sigaction(kEnds[k], &action, &before_[k]);
        action.sa_handler = SIG_IGN;
        ::sigaction(SIGPIPE, &action, &pipe_before_);
    }
    ~HeardSignals() {
        for (std::size_t k = 0; k < kEnds.size(); ++k) ::sigaction(kEnds[k], &before_[k], nullptr);
        ::sigaction(SIGPIPE, &pipe_before_, nullptr);
    }
    HeardSignals(HeardSignals const&) = delete;
    HeardSignals& operator=(HeardSignals const&) = delete;

private:
    std::array<struct sigaction, kEnds.size()> before_{};
    struct sigaction pipe_before_ {};
};

/// A line of standard input, byte by byte, so that a signal ends the waiting.
std::string typed_line() {
    std::string line;
    for (char c = 0; line.size() < 100 && ::read(STDIN_FILENO, &c, 1) == 1 && c != '\n';) line += c;
    return line;
}

}  // namespace

void add_rig_options(CLI::App& command, RigOptions& options) {
    command.add_flag("--arm", options.arm, "On a rig: allow to energise source and meter");
    command.add_flag("--yes", options.yes, "On a rig: do not ask for the word ARM before energising; needs --arm");
    command.add_flag("--dry-run", options.dry_run, "On a rig: print every command that would be sent, open no link");
}

bool is_rig_target(std::string const& target) { return target.starts_with(kPrefix); }

struct RigRun::Parts {
    hil::Bench bench;
    RigOptions options;
    bool allowed = false;
    bool refused = false;
    std::vector<std::string> notes;
    std::optional<HeardSignals> heard;

    Result<void> consent(std::string const& what) {
        if (allowed) return {};
        if (refused) return input_error("the word ARM was not typed before");
        if (options.yes) {
            std::fprintf(stderr, "energising %s\n", what.c_str());
        } else {
            std::fprintf(stderr, "About to energise %s.\nSee that nobody can touch it, then type the word ARM: ", what.c_str());
            std::fflush(stderr);
            refused = typed_line() != kWord;
            if (refused) return input_error("the word ARM was not typed; nothing was energised");
        }
        allowed = true;
        return {};
    }
};

RigRun::RigRun(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
RigRun::~RigRun() = default;
RigRun::RigRun(RigRun&&) noexcept = default;

Result<RigRun> RigRun::open(std::string const& target, RigOptions const& options) {
    auto bench = hil::load_bench(target.substr(kPrefix.size()));
    if (!bench) return bench.error();
    if (auto const dialect = hil::open_dialect(bench->dialect); !dialect) return dialect.error();
    if (!options.dry_run) {
        if (!options.arm)
            return input_error("{}: this would energise {}; add --arm when that is safe, or --dry-run to see what would be sent",
                               bench->file, hil::what_is_energised(*bench));
        if (!options.yes && ::isatty(STDIN_FILENO) != 1)
            return input_error("{}: this would energise {}, and there is no terminal on which to ask for the word ARM; add --yes to --arm",
                               bench->file, hil::what_is_energised(*bench));
    }
    auto parts = std::make_unique<Parts>();
    parts->bench = *std::move(bench);
    parts->options = options;
    return RigRun{std::move(parts)};
}

hil::Bench const& RigRun::bench() const { return parts_->bench; }
bool RigRun::dry() const { return parts_->options.dry_run; }

int RigRun::dry_run(std::span<Scenario const> scenarios) const {
    auto const done = hil::dry_run(scenarios, parts_->bench, [](std::string_view line) { fmt::print("{}\n", line); });
    return done ? 0 : fail(done.error());
}

TargetMaker RigRun::targets() {
    parts_->heard.emplace();
    return [parts = parts_.get()](RatedValues const&) -> Result<std::unique_ptr<Target>> {
        if (ended != 0) return infrastructure_error("stopped by the operator");
        hil::RigAccess access;
        access.consent = [parts](std::string const& what) { return parts->consent(what); };
        access.stop = [] { return ended != 0; };
        access.note = [parts](std::string_view note) { parts->notes.emplace_back(note); };
        auto target = hil::RigTarget::open(parts->bench, std::move(access));
        if (!target) return target.error();
        return std::unique_ptr<Target>{*std::move(target)};
    };
}

std::vector<std::pair<std::string, std::string>> RigRun::notes() const {
    std::vector<std::pair<std::string, std::string>> all{{"rig", parts_->bench.name}};
    for (std::size_t k = 0; k < parts_->notes.size(); ++k) all.emplace_back(fmt::format("rig, note {}", k + 1), parts_->notes[k]);
    return all;
}

}  // namespace mb::cli
