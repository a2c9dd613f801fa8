// SPDX-License-Identifier: GPL-3.0-or-later
#include "firmware-bridge/bridge.hpp"

#include <sys/socket.h>

#include <cerrno>
#include <utility>

#include "firmware-bridge/abi.h"
#include "firmware-bridge/samples.hpp"

namespace mb::bridge {
namespace {

constexpr std::size_t kMostOnLine = 4'096;
constexpr milliseconds kLastWords{1'000};

}  // namespace

Bridge::Bridge(std::string who, std::unique_ptr<ChildProcess> process, std::vector<Fd> lines, milliseconds patience)
    : who_(std::move(who)),
      process_(std::move(process)),
      lines_(std::move(lines)),
      channel_(*process_, lines_.empty() ? process_->in() : lines_[0].get(), lines_.empty() ? process_->out() : lines_[0].get(), patience) {
}

Bridge::~Bridge() { (void)end(); }

Result<std::unique_ptr<Bridge>> Bridge::meet(std::unique_ptr<Bridge> bridge) {
    auto identity = bridge->take(bridge->ask(Call::identify, number_payload(MB_ABI_VERSION)), Call::identify);
    if (!identity) return identity.error();
    auto parsed = bridge->take(parse_identity(*identity), Call::identify);
    if (!parsed) return parsed.error();
    bool const lines = !parsed->has(Call::exchange);
    if (lines && parsed->uart_count + 1 > bridge->lines_.size())
        return bridge->fail(bridge->channel_.broken(
            Call::identify, fmt::format("it has {} ports with lines of their own, and there are {} lines for them", parsed->uart_count,
                                        bridge->lines_.empty() ? 0 : bridge->lines_.size() - 1)));
    bridge->identity_ = *std::move(parsed);
    return bridge;
}

/// The sentence with who it is about; the process ends here.
Error Bridge::fail(Error const& why) {
    if (!failed_) failed_ = infrastructure_error("firmware {}: {}", who_, why.sentence);
    process_->kill();
    return *failed_;
}

/// What came cannot be used: that is a misbehaviour like any other.
template <class T>
Result<T> Bridge::take(Result<T> parsed, Call call) {
    if (parsed || failed_) return parsed;
    return fail(channel_.broken(call, parsed.error().sentence));
}

Result<Bytes> Bridge::ask(Call call, ByteView payload) {
    if (failed_) return *failed_;
    if (!identity_.has(call) && call != Call::exchange) return infrastructure_error("firmware {}: it has no call {}", who_, name(call));
    auto reply = channel_.call(call, payload);
    if (!reply) return fail(reply.error());
    return reply;
}

Result<void> Bridge::tell(Call call, ByteView payload) {
    auto const reply = ask(call, payload);
    if (!reply) return reply.error();
    if (!reply->empty()) return fail(channel_.broken(call, fmt::format("{} bytes came where none are expected", reply->size())));
    return {};
}

Result<void> Bridge::create(Config const& config) {
    auto done = tell(Call::create, create_payload(config));
    alive_ = static_cast<bool>(done);
    fed_ = 0;
    return done;
}

Result<void> Bridge::feed(std::span<Frame const> frames) {
    Bytes payload;
    payload.reserve(12 + frames.size() * sizeof(Frame));
    put_le64(payload, fed_);
    put_le32(payload, static_cast<std::uint32_t>(frames.size()));
    put_samples(payload, frames, identity_);
    fed_ += frames.size();
    return tell(Call::feed, payload);
}

Result<Bytes> Bridge::exchange(std::uint32_t port, ByteView in) {
    if (!identity_.has(Call::exchange)) return exchange_on_line(port, in);
    Bytes payload = number_payload(port);
    payload.insert(payload.end(), in.begin(), in.end());
    auto out = ask(Call::exchange, payload);
    if (out && out->size() > kMostOnLine)
        return fail(channel_.broken(Call::exchange, fmt::format("it sends {} bytes at once on UART {}", out->size(), port)));
    return out;
}

Result<Bytes> Bridge::exchange_on_line(std::uint32_t port, ByteView in) {
    if (failed_) return *failed_;
    int const line = lines_[port + 1].get();
    auto const deadline = SteadyClock::now() + channel_.patience();
    auto const stuck = [&](std::string const& what) { return fail(channel_.broken(Call::line_exchange, what)); };
    for (ByteView left = in; !left.empty();) {
        ssize_t const sent = ::send(line, left.data(), left.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
        if (sent > 0)
            left = left.subspan(static_cast<std::size_t>(sent));
        else if (errno == EAGAIN && process_->wait(-1, line, deadline) != ChildProcess::Wake::ready)
            return stuck(fmt::format("UART {} takes no more bytes", port));
        else if (errno != EAGAIN && errno != EINTR)
            return stuck(fmt::format("the line of UART {} is gone", port));
    }
    Bytes payload = number_payload(port);
    put_le32(payload, static_cast<std::uint32_t>(in.size()));
    auto const reply = ask(Call::line_exchange, payload);
    if (!reply) return reply.error();
    auto const count = take(parse_number(*reply), Call::line_exchange);
    if (!count) return count.error();
    if (*count > kMostOnLine) return stuck(fmt::format("it sends {} bytes at once on UART {}", *count, port));
    Bytes out(*count);
    for (std::size_t at = 0; at < out.size();) {
        ssize_t const got = ::recv(line, out.data() + at, out.size() - at, MSG_DONTWAIT);
        if (got > 0)
            at += static_cast<std::size_t>(got);
        else if (got == 0 || (errno != EAGAIN && errno != EINTR))
            return stuck(fmt::format("the line of UART {} is gone", port));
        else if (process_->wait(line, -1, deadline) != ChildProcess::Wake::ready)
            return stuck(fmt::format("{} of the {} bytes that it announced for UART {} came", at, out.size(), port));
    }
    return out;
}

Result<void> Bridge::keys(std::uint32_t pressed) { return tell(Call::keys, number_payload(pressed)); }
Result<void> Bridge::inputs(std::uint32_t closed) { return tell(Call::inputs, number_payload(closed)); }
Result<void> Bridge::restore(ByteView flash) { return tell(Call::restore, flash); }
Result<Bytes> Bridge::save() { return ask(Call::save, {}); }

Result<Screen> Bridge::screen() {
    auto const reply = ask(Call::screen, {});
    return reply ? take(parse_screen(*reply), Call::screen) : reply.error();
}

Result<std::uint32_t> Bridge::leds() {
    auto const reply = ask(Call::leds, {});
    return reply ? take(parse_number(*reply), Call::leds) : reply.error();
}

Result<std::uint32_t> Bridge::outputs() {
    auto const reply = ask(Call::outputs, {});
    return reply ? take(parse_number(*reply), Call::outputs) : reply.error();
}

Result<std::vector<Pulse>> Bridge::pulses() {
    auto const reply = ask(Call::pulses, {});
    return reply ? take(parse_pulses(*reply), Call::pulses) : reply.error();
}

Result<void> Bridge::end() {
    Result<void> done;
    if (alive_ && !failed_) {
        alive_ = false;
        done = tell(Call::destroy, {});
        if (done) {
            process_->close_in();
            if (lines_.empty()) {  // an emulator does not end by itself
                auto const how = process_->ended(kLastWords);
                if (!how)
                    done =
                        fail(channel_.broken(Call::destroy, fmt::format("it still runs {} s after the end", kLastWords.count() / 1'000)));
                else if (*how != "ended with exit status 0")
                    done = fail(channel_.broken(Call::destroy, "the program " + *how));
            }
        }
    }
    process_->kill();
    return done;
}

}  // namespace mb::bridge
