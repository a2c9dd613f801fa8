// SPDX-License-Identifier: GPL-3.0-or-later
/// Lock-step messages with a program: one request, one reply, within a bounded time. Whatever else happens is an Error that says what was
/// asked, what came instead and what the program said on stderr.
#pragma once

#include <cstdint>
#include <string>

#include "core/base/bytes.hpp"
#include "core/base/message_frame.hpp"
#include "core/base/result.hpp"
#include "firmware-bridge/child_process.hpp"
#include "firmware-bridge/messages.hpp"

namespace mb::bridge {

class MessageChannel {
public:
    /// Bytes in one call that are no message: more of them end it before the time is over.
    static constexpr std::uint64_t kMostNoise = 65'536;

    /// in: to write to, out: to read from (the program's own, or a socket for both); both non-blocking. `process` must outlive the channel.
    /// patience: of the wall clock, for each call.
    MessageChannel(ChildProcess& process, int in, int out, milliseconds patience);

    /// The payload of the reply. After an Error there is no use in another call.
    Result<Bytes> call(Call call, ByteView payload);

    /// `what` as the end of a call: with how the program ended, where it did, and its stderr.
    Error broken(Call call, std::string what);
    milliseconds patience() const { return patience_; }

private:
    Result<Bytes> judge(Call call, Message const& reply);
    Error gone(Call call);
    std::string noise() const;

    ChildProcess& process_;
    int in_;
    int out_;
    milliseconds patience_;
    MessageReader reader_{kProtocol, kLongestPayload};
    std::uint16_t sequence_ = 0;
    std::uint64_t noise_before_ = 0;
    Bytes begin_;  // the first bytes that came in this call
};

}  // namespace mb::bridge
