// SPDX-License-Identifier: GPL-3.0-or-later
#include "firmware-bridge/message_channel.hpp"

#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

namespace mb::bridge {
namespace {

constexpr std::size_t kShownBytes = 48;
constexpr std::size_t kShownStderr = 400;
constexpr milliseconds kDeath{500};  // between the end of a program's output and its own

}  // namespace

MessageChannel::MessageChannel(ChildProcess& process, int in, int out, milliseconds patience)
    : process_(process), in_(in), out_(out), patience_(patience) {}

Result<Bytes> MessageChannel::call(Call call, ByteView payload) {
    if (payload.size() > kLongestPayload)
        return infrastructure_error("{}: {} bytes are more than a message takes", name(call), payload.size());
    ++sequence_;
    noise_before_ = reader_.passed_over();
    begin_.clear();
    Bytes const frame =
        message_bytes({kProtocol, kProtocolVersion, static_cast<std::uint8_t>(call), 0, sequence_, Bytes(payload.begin(), payload.end())});
    ByteView left{frame};
    auto const deadline = SteadyClock::now() + patience_;
    std::uint8_t piece[16'384];
    while (true) {
        while (!left.empty()) {
            ssize_t const sent = ::send(in_, left.data(), left.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
            if (sent > 0)
                left = left.subspan(static_cast<std::size_t>(sent));
            else if (errno != EINTR)
                break;
        }
        if (!left.empty() && errno != EAGAIN) left = {};  // nobody reads; what it has said is looked at first
        auto const wake = process_.wait(out_, left.empty() ? -1 : in_, deadline);
        ssize_t got = -1;
        errno = EAGAIN;
        do got = ::read(out_, piece, sizeof piece);
        while (got < 0 && errno == EINTR);
        if (got > 0) {
            ByteView const fresh{piece, static_cast<std::size_t>(got)};
            if (begin_.size() < kShownBytes)
                begin_.insert(begin_.end(), fresh.begin(),
                              fresh.begin() + static_cast<std::ptrdiff_t>(std::min(fresh.size(), kShownBytes)));
            reader_.push(fresh);
            if (auto const reply = reader_.next()) return judge(call, *reply);
            if (reader_.passed_over() - noise_before_ > kMostNoise) return broken(call, "it sends without end, and no message" + noise());
            if (SteadyClock::now() < deadline) continue;
        }
        if (got == 0 || (got < 0 && errno != EAGAIN)) return gone(call);
        if (wake == ChildProcess::Wake::gone) return gone(call);
        if (wake == ChildProcess::Wake::timed_out || SteadyClock::now() >= deadline)
            return broken(call, fmt::format("no answer within {} s{}", static_cast<double>(patience_.count()) / 1'000.0, noise()));
    }
}

Result<Bytes> MessageChannel::judge(Call call, Message const& reply) {
    auto const wanted = static_cast<std::uint8_t>(static_cast<std::uint8_t>(call) | kReplyBit);
    if (reply.version != kProtocolVersion)
        return broken(call, fmt::format("it speaks version {} of the messages, and this bench {}", reply.version, kProtocolVersion));
    if (reply.type != wanted || reply.sequence != sequence_)
        return broken(call, fmt::format("message {} was answered with {} to message {}", sequence_,
                                        (reply.type & kReplyBit) != 0
                                            ? fmt::format("the reply to {}", name(static_cast<std::uint8_t>(reply.type & ~kReplyBit)))
                                            : fmt::format("the request {}", name(reply.type)),
                                        reply.sequence));
    if (reply.status != 0) {
        std::string const text = readable({reinterpret_cast<char const*>(reply.payload.data()), reply.payload.size()}, kShownStderr);
        return broken(call, fmt::format("the firmware says {}{}{}", status_name(reply.status), text.empty() ? "" : ": ", text));
    }
    return reply.payload;
}

Error MessageChannel::gone(Call call) {
    auto const end = process_.ended(std::min(patience_, kDeath));
    return broken(call, (end ? "the program " + *end : "the program closed its output and still runs") + noise());
}

std::string MessageChannel::noise() const {
    auto const bytes = reader_.passed_over() - noise_before_;
    if (bytes == 0) return reader_.mid_frame() ? "; a part of a message came" : "";
    return fmt::format("; {} bytes came that are no message, the first are \"{}\"", bytes,
                       readable({reinterpret_cast<char const*>(begin_.data()), std::min(begin_.size(), kShownBytes)}, kShownBytes));
}

Error MessageChannel::broken(Call call, std::string what) {
    std::string const said = readable(process_.said(), kShownStderr);
    return infrastructure_error("{}: {}{}", name(call), what, said.empty() ? "" : fmt::format("; it said: \"{}\"", said));
}

}  // namespace mb::bridge
