// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/comm/modbus/traffic.hpp"

#include <algorithm>
#include <utility>

namespace mb::modbus {

std::shared_ptr<TrafficLink const> TrafficLog::open_link(LinkKind kind, std::string name) {
    return std::make_shared<TrafficLink const>(TrafficLink{++links_, kind, std::move(name)});
}

void TrafficLog::add(TrafficEntry entry) {
    if (!on()) return;
    std::lock_guard const guard(mutex_);
    entry.sequence = next_++;
    if (entries_.size() == most_) entries_.pop_front();
    entries_.push_back(std::move(entry));
}

TrafficLog::Page TrafficLog::behind(std::uint64_t sequence, std::size_t most) const {
    std::lock_guard const guard(mutex_);
    Page page;
    if (entries_.empty()) return page;
    std::uint64_t const oldest = entries_.front().sequence;
    std::uint64_t const wanted = sequence + 1;
    if (wanted < oldest) page.lost = oldest - wanted;
    auto const skipped = std::min<std::uint64_t>(wanted > oldest ? wanted - oldest : 0, entries_.size());
    auto const count = std::min<std::uint64_t>(entries_.size() - skipped, most);
    auto const first = entries_.begin() + static_cast<std::ptrdiff_t>(skipped);
    page.entries.assign(first, first + static_cast<std::ptrdiff_t>(count));
    return page;
}

}  // namespace mb::modbus
