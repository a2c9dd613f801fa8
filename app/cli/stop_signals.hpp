// SPDX-License-Identifier: GPL-3.0-or-later
/// The end of subcommands that run until somebody ends them.
#pragma once

#include <algorithm>
#include <chrono>
#include <csignal>
#include <optional>

#include "core/base/time.hpp"

namespace mb::cli {

/// SIGINT and SIGTERM end the wait in the main thread instead of the program. To be made before any thread is.
class StopSignals {
public:
    StopSignals() {
        sigemptyset(&set_);
        sigaddset(&set_, SIGINT);
        sigaddset(&set_, SIGTERM);
        pthread_sigmask(SIG_BLOCK, &set_, nullptr);
    }
    /// At most so long; calls `tick` now and then.
    template <class Tick>
    void wait(std::optional<Duration> most, Tick tick) const {
        using Clock = std::chrono::steady_clock;
        constexpr std::chrono::nanoseconds kTick{50'000'000};
        auto const end = most ? Clock::now() + std::chrono::ceil<Clock::duration>(*most) : Clock::time_point::max();
        for (auto now = Clock::now(); now < end; now = Clock::now()) {
            timespec const time{0, std::min<std::chrono::nanoseconds>(end - now, kTick).count()};
            if (sigtimedwait(&set_, nullptr, &time) > 0) return;
            tick();
        }
    }

private:
    sigset_t set_{};
};

}  // namespace mb::cli
