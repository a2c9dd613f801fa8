// SPDX-License-Identifier: GPL-3.0-or-later
/// The end of subcommands that run until somebody ends them.
#pragma once

#include <algorithm>
#include <chrono>
#include <csignal>
#include <optional>

#include "core/base/result.hpp"
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
    /// At most so long; calls `tick` each 5 ms or so, and ends where it refuses.
    template <class Tick>
    Result<void> wait(std::optional<Duration> most, Tick tick) const {
        using Clock = std::chrono::steady_clock;
        constexpr std::chrono::nanoseconds kTick{5'000'000};  // half a block of the house
        auto const end = most ? Clock::now() + std::chrono::ceil<Clock::duration>(*most) : Clock::time_point::max();
        for (auto now = Clock::now(); now < end; now = Clock::now()) {
            timespec const time{0, std::min<std::chrono::nanoseconds>(end - now, kTick).count()};
            if (sigtimedwait(&set_, nullptr, &time) > 0) return {};
            if (auto const good = tick(); !good) return good;
        }
        return {};
    }

private:
    sigset_t set_{};
};

}  // namespace mb::cli
