// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/ports/gatekeeper.hpp"

#include <algorithm>

namespace mb {

bool Gatekeeper::admits(std::string const& address, Time now) {
    if (limits_.capacity <= 0.0) return true;
    Bucket& own = bucket(address, now);
    if (now < own.banned_until) return false;
    pay(own, limits_.connection, now);
    return now >= own.banned_until;
}

void Gatekeeper::offence(std::string const& address, Time now) {
    if (limits_.capacity > 0.0) pay(bucket(address, now), limits_.offence, now);
}

Gatekeeper::Bucket& Gatekeeper::bucket(std::string const& address, Time now) {
    auto found = buckets_.find(address);
    if (found == buckets_.end()) {
        if (buckets_.size() >= limits_.addresses)
            buckets_.erase(std::ranges::min_element(buckets_, {}, [](auto const& entry) { return entry.second.seen; }));
        found = buckets_.emplace(address, Bucket{limits_.capacity, now, {}}).first;
    }
    Bucket& own = found->second;
    double const quiet = std::chrono::duration<double>(now - own.seen).count();
    own.tokens = std::min(limits_.capacity, own.tokens + quiet * limits_.refill);
    own.seen = now;
    return own;
}

void Gatekeeper::pay(Bucket& own, double cost, Time now) {
    own.tokens -= cost;
    if (own.tokens >= 0.0) return;
    if (now >= own.banned_until) ++bans_;
    own.banned_until = now + limits_.ban;
    own.tokens = limits_.capacity;  // of its time after the ban
}

}  // namespace mb
