// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdio>
#include <span>

#include <unistd.h>

#include "core/base/time.hpp"
#include "scenarios/engine/scenario.hpp"

namespace mb::cli {

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

}  // namespace mb::cli
