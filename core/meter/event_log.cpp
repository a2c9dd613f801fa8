// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/meter/event_log.hpp"

#include <algorithm>

namespace mb {

EventLog::EventLog() : ring_(kKept), extents_(kKept) {}

std::uint64_t EventLog::add(Event const& event, Instant began) {
    std::uint64_t const number = next_++;
    Event& kept = ring_[place(number)];
    kept = event;
    kept.number = number;
    extents_[place(number)] = {began, event.end.value_or(Instant::max()), event.where == 0};
    return number;
}

void EventLog::replace(std::uint64_t number, Event const& event) {
    if (number < oldest() || number >= next_) return;
    Event& kept = ring_[place(number)];
    kept = event;
    kept.number = number;
    extents_[place(number)].end = event.end.value_or(Instant::max());
}

bool EventLog::touched(Instant begin, Instant end) const {
    for (std::uint64_t n = oldest(); n < next_; ++n)
        if (Extent const& e = extents_[place(n)]; e.network && e.begin < end && e.end > begin) return true;
    return false;
}

std::vector<Event> EventLog::events() const {
    std::vector<Event> all;
    all.reserve(static_cast<std::size_t>(next_ - oldest()));
    for (std::uint64_t n = oldest(); n < next_; ++n) all.push_back(ring_[place(n)]);
    return all;
}

}  // namespace mb
