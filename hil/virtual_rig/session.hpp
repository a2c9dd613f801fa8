// SPDX-License-Identifier: GPL-3.0-or-later
/// What a link of the virtual rig needs of what stands behind it.
#pragma once

#include <chrono>
#include <optional>

#include "core/base/bytes.hpp"

namespace mb::virtual_rig {

using Microseconds = std::chrono::microseconds;

/// Now, twice. Neither goes back.
struct Moment {
    double world = 0.0;   ///< simulated time [s]
    Microseconds wall{};  ///< real time since some begin
};

class Session {
public:
    virtual ~Session() = default;
    virtual void receive(ByteView bytes, Moment now) = 0;
    /// What is to be sent by now; called after each receive() and every few milliseconds.
    virtual Bytes proceed(Moment now) = 0;
    /// False: what comes has to wait in the line.
    virtual bool takes_more() const { return true; }
    /// When to call proceed() again at the latest [wall].
    virtual std::optional<Microseconds> deadline() const { return std::nullopt; }
};

}  // namespace mb::virtual_rig
