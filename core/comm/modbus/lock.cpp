// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/comm/modbus/lock.hpp"

namespace mb::modbus {

Lock::Answer Lock::offer(Side const& side, std::uint16_t code, Instant now) {
    if (code == 0) {
        if (open_for(side, now)) close();
        return Answer::closed;
    }
    if (blocked_until_ && now < *blocked_until_) return Answer::blocked;
    blocked_until_.reset();
    if (code != code_) {
        if (++wrong_ == kTries) {
            wrong_ = 0;
            blocked_until_ = now + kBlockedFor;
        }
        return Answer::wrong_code;
    }
    wrong_ = 0;
    holder_ = Holder{side.kind, side.name, now + kOpenFor, static_cast<std::uint16_t>(side.kind)};
    return Answer::opened;
}

bool Lock::open_for(Side const& side, Instant now) const { return open(now) && holder_->kind == side.kind && holder_->name == side.name; }

void Lock::used(Instant now) {
    if (holder_) holder_->until = now + kOpenFor;
}

std::uint16_t Lock::owner(Instant now) const { return open(now) ? holder_->told : std::uint16_t{0}; }

bool Lock::name_owner(Side const& side, std::uint16_t name, Instant now) {
    if (!open_for(side, now)) return false;
    holder_->told = name;
    return true;
}

}  // namespace mb::modbus
