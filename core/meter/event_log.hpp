// SPDX-License-Identifier: GPL-3.0-or-later
/// The latest events, each under a number that stays its own. All memory is taken at construction.
#pragma once

#include <cstdint>
#include <vector>

#include "core/catalogue/event.hpp"

namespace mb {

class EventLog {
public:
    static constexpr std::size_t kKept = 500;

    EventLog();

    /// Gives the event its number and keeps it; the oldest makes room. began: begin of its first window.
    std::uint64_t add(Event const& event, Instant began);
    /// What the event under its number is now; without effect where it had to make room.
    void replace(std::uint64_t number, Event const& event);

    /// Keeps nothing; the numbers go on.
    void clear() { first_ = next_; }

    /// Whether a kept event of the network, running or ended, lasted at any time of [begin, end).
    bool touched(Instant begin, Instant end) const;

    /// A copy, oldest first, the running ones included.
    std::vector<Event> events() const;

private:
    /// From the begin of the first window to the end of the last: touched() looks at these only, not at whole events.
    struct Extent {
        Instant begin{};
        Instant end = Instant::max();
        bool network = false;
    };
    static std::size_t place(std::uint64_t number) { return static_cast<std::size_t>(number % kKept); }
    std::uint64_t oldest() const { return next_ - first_ < kKept ? first_ : next_ - kKept; }

    std::vector<Event> ring_;
    std::vector<Extent> extents_;
    std::uint64_t first_ = 0;  // since the latest clear()
    std::uint64_t next_ = 0;
};

}  // namespace mb
