// SPDX-License-Identifier: GPL-3.0-or-later
#include "hil/links/scpi_link.hpp"

#include <algorithm>
#include <utility>

namespace mb::hil {
namespace {

using Clock = std::chrono::steady_clock;
constexpr int kAttempts = 3;
constexpr int kIdentityAttempts = 6;
constexpr Milliseconds kIdle{50};
constexpr Milliseconds kHurry{500};

Milliseconds left_until(Clock::time_point until) {
    return std::max(Milliseconds{0}, std::chrono::ceil<Milliseconds>(until - Clock::now()));
}

bool printable(std::string_view line) {
    return std::all_of(line.begin(), line.end(), [](char c) { return c >= ' ' && c <= '~'; });
}

}  // namespace

Result<void> ScpiLink::open() {
    buffer_.clear();
    overlong_ = false;
    if (auto opened = link_.open(); !opened) return opened;
    if (!identity_.empty()) return resync();
    // By it the line is put in step later: one that a line has garbled would never come again. Two equal answers are believed.
    std::string before;
    for (int n = 0; n < kIdentityAttempts; ++n) {
        auto answer = ask(manner_.identify);
        if (!answer) return answer.error();
        if (!answer->empty() && *answer == before) {
            identity_ = before;
            return {};
        }
        before = *std::move(answer);
    }
    return infrastructure_error("{}: {} is answered with something else each time, last with '{}'", name(), manner_.identify, before);
}

Result<void> ScpiLink::send(std::string_view line) {
    std::string const whole = std::string{line} + manner_.terminator;
    return link_.write(ByteView{reinterpret_cast<std::uint8_t const*>(whole.data()), whole.size()});
}

Result<ScpiLink::Got> ScpiLink::read_line(std::string& line, Clock::time_point until) {
    for (;;) {
        auto const end = buffer_.find('\n');
        if (end != std::string::npos) {
            line = buffer_.substr(0, end);
            buffer_.erase(0, end + 1);
            if (!line.empty() && line.back() == '\r') line.pop_back();
            bool const good = !std::exchange(overlong_, false) && line.size() <= kLongestAnswer && printable(line);
            return good ? Got::line : Got::garbage;
        }
        if (buffer_.size() > kLongestAnswer) {  // its end is waited for, and with it it is thrown away
            buffer_.clear();
            overlong_ = true;
        }
        if (Clock::now() >= until) return buffer_.empty() && !overlong_ ? Got::nothing : Got::garbage;
        auto bytes = link_.read(std::min(left_until(until), kIdle));
        if (!bytes) return bytes.error();
        buffer_.append(bytes->begin(), bytes->end());
        if (bytes->empty() && idle_ && !hurry_)
            if (auto go = idle_(); !go) return go.error();
    }
}

Result<void> ScpiLink::drop_input() {
    buffer_.clear();
    overlong_ = false;
    for (std::size_t dropped = 0; dropped < 100 * kLongestAnswer;) {
        auto bytes = link_.read(Milliseconds{0});
        if (!bytes) return bytes.error();
        if (bytes->empty()) return {};
        dropped += bytes->size();
    }
    return infrastructure_error("{}: the instrument talks without end", name());
}

Result<void> ScpiLink::resync() {
    if (auto dropped = drop_input(); !dropped) return dropped;
    auto const patience = hurry_ ? std::min(manner_.timeout, kHurry) : manner_.timeout;
    for (int attempt = 0; attempt < (hurry_ ? 1 : 2); ++attempt) {
        if (auto sent = send(manner_.identify); !sent) return sent;
        auto const until = Clock::now() + patience;
        for (std::string line;;) {
            auto const got = read_line(line, until);
            if (!got) return got.error();
            if (*got == Got::line && (identity_.empty() || line == identity_)) return {};
            if (Clock::now() >= until) break;
        }
    }
    return infrastructure_error("{}: no answer to {} within {} ms{}", name(), manner_.identify, manner_.timeout.count(),
                                identity_.empty() ? "" : fmt::format("; it was '{}' before", identity_));
}

Result<std::optional<std::string>> ScpiLink::ask_once(std::string_view line, Milliseconds timeout, std::string& why) {
    if (auto dropped = drop_input(); !dropped) return dropped.error();
    if (auto sent = send(line); !sent) return sent.error();
    auto const until = Clock::now() + timeout;
    for (std::string answer;;) {
        auto const got = read_line(answer, until);
        if (!got) return got.error();
        // An identity that nobody asked for is the late answer of a resync.
        if (*got == Got::line && (identity_.empty() || answer != identity_ || line == manner_.identify)) return std::optional{answer};
        if (*got == Got::line) continue;
        why = *got == Got::garbage ? std::string{"the answer was garbled"} : fmt::format("no answer within {} ms", timeout.count());
        return std::optional<std::string>{};
    }
}

Result<std::string> ScpiLink::ask(std::string_view line, Milliseconds timeout) {
    std::string why;
    int const attempts = hurry_ ? 1 : kAttempts;
    if (hurry_) timeout = std::min(timeout, kHurry);
    for (int attempt = 0; attempt < attempts; ++attempt) {
        if (attempt > 0) {
            if (auto again = resync(); !again) return infrastructure_error("{} ({} to '{}')", again.error().sentence, why, line);
        }
        auto answer = ask_once(line, timeout, why);
        if (!answer) return answer.error();
        if (*answer) return **std::move(answer);
    }
    return infrastructure_error("{}: {} to '{}', asked {}", name(), why, line, attempts == 1 ? "once" : fmt::format("{} times", attempts));
}

}  // namespace mb::hil
