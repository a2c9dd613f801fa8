// SPDX-License-Identifier: GPL-3.0-or-later
#include "hil/links/byte_link.hpp"

#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstring>
#include <string_view>
#include <thread>
#include <utility>

namespace mb::hil {
namespace {

constexpr Milliseconds kBetweenTries{20};
constexpr Milliseconds kWritePatience{1'000};

/// True: `handle` is ready for `events`, or has ended.
bool wait_for(int handle, short events, Milliseconds wait) {
    auto const until = std::chrono::steady_clock::now() + wait;
    for (;;) {
        auto const left = std::chrono::ceil<Milliseconds>(until - std::chrono::steady_clock::now());
        pollfd ready{handle, events, 0};
        int const n = ::poll(&ready, 1, static_cast<int>(std::max(left, Milliseconds{0}).count()));
        if (n > 0) return true;
        if (n == 0 || errno != EINTR) return false;
    }
}

}  // namespace

Result<LinkAddress> LinkAddress::parse(std::string const& text) {
    auto const wrong = [&](std::string_view why) {
        return input_error(
            "'{}': {}; a link is serial:DEVICE:BAUD:8N1 or tcp:HOST:PORT, for example serial:/dev/ttyUSB0:115200:8N1 or "
            "tcp:192.168.1.20:5025",
            text, why);
    };
    LinkAddress address;
    address.text = text;
    if (text.starts_with("serial:")) {
        auto line = parse_serial_address(text.substr(7));
        if (!line) return wrong(line.error().sentence);
        address.serial = *std::move(line);
        if (address.serial.device == "pty") return wrong("'pty' makes a new line that nobody is on; name the device");
        return address;
    }
    if (!text.starts_with("tcp:")) return wrong("begins with neither serial: nor tcp:");
    address.tcp = true;
    std::string_view rest = std::string_view{text}.substr(4);
    auto const colon = rest.rfind(':');
    if (colon == std::string_view::npos || colon == 0) return wrong("a part is missing");
    auto const digits = rest.substr(colon + 1);
    auto const [stop, error] = std::from_chars(digits.data(), digits.data() + digits.size(), address.port);
    if (error != std::errc{} || stop != digits.data() + digits.size() || address.port == 0)
        return wrong("the port is a number from 1 to 65535");
    rest = rest.substr(0, colon);
    if (rest.size() > 2 && rest.front() == '[' && rest.back() == ']') rest = rest.substr(1, rest.size() - 2);
    address.host = rest;
    return address;
}

ByteLink::ByteLink(LinkAddress address) : address_(std::move(address)) {}
ByteLink::~ByteLink() { close(); }

int ByteLink::handle() const { return line_ ? line_->handle() : socket_; }

void ByteLink::close() {
    line_.reset();
    if (socket_ >= 0) ::close(std::exchange(socket_, -1));
}

Result<void> ByteLink::open(Milliseconds patience) {
    auto const until = std::chrono::steady_clock::now() + patience;
    for (;;) {
        close();
        auto const left = std::chrono::ceil<Milliseconds>(until - std::chrono::steady_clock::now());
        auto opened = open_once(std::max(left, Milliseconds{50}));
        if (opened || opened.error().kind == ErrorKind::input) return opened;
        if (std::chrono::steady_clock::now() + kBetweenTries > until) return opened;
        std::this_thread::sleep_for(kBetweenTries);
    }
}

Result<void> ByteLink::open_once(Milliseconds patience) {
    if (address_.tcp) return connect(patience);
    auto line = SerialLine::open(address_.serial);
    if (!line) return line.error();
    line_ = std::make_unique<SerialLine>(*std::move(line));
    return {};
}

Result<void> ByteLink::connect(Milliseconds patience) {
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    addrinfo* found = nullptr;
    if (int const status = ::getaddrinfo(address_.host.c_str(), std::to_string(address_.port).c_str(), &hints, &found); status != 0)
        return infrastructure_error("{}: host '{}': {}", name(), address_.host, ::gai_strerror(status));
    int why = ECONNREFUSED;
    for (addrinfo const* at = found; at != nullptr && socket_ < 0; at = at->ai_next) {
        int const made = ::socket(at->ai_family, at->ai_socktype | SOCK_CLOEXEC | SOCK_NONBLOCK, at->ai_protocol);
        if (made < 0) continue;
        why = 0;
        if (::connect(made, at->ai_addr, at->ai_addrlen) != 0) {
            why = errno;
            if (why == EINPROGRESS) {
                socklen_t size = sizeof why;
                if (!wait_for(made, POLLOUT, patience))
                    why = ETIMEDOUT;
                else if (::getsockopt(made, SOL_SOCKET, SO_ERROR, &why, &size) != 0)
                    why = errno;
            }
        }
        if (why == 0)
            socket_ = made;
        else
            ::close(made);
    }
    ::freeaddrinfo(found);
    if (socket_ < 0) return infrastructure_error("{}: cannot connect: {}", name(), std::strerror(why));
    int const on = 1;
    ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    return {};
}

Result<Bytes> ByteLink::read(Milliseconds wait) {
    if (!is_open()) return infrastructure_error("{}: the link is closed", name());
    if (!wait_for(handle(), POLLIN, wait)) return Bytes{};
    if (line_) {
        auto got = line_->read();
        if (!got) close();
        return got;
    }
    Bytes bytes(4'096);
    auto const got = ::recv(socket_, bytes.data(), bytes.size(), 0);
    if (got < 0 && (errno == EAGAIN || errno == EINTR)) return Bytes{};
    if (got <= 0) {
        auto error = got == 0 ? infrastructure_error("{}: the other side ended the connection", name())
                              : infrastructure_error("{}: the link is gone: {}", name(), std::strerror(errno));
        close();
        return error;
    }
    bytes.resize(static_cast<std::size_t>(got));
    return bytes;
}

Result<void> ByteLink::write(ByteView bytes) {
    if (!is_open()) return infrastructure_error("{}: the link is closed", name());
    if (line_) {
        auto done = line_->write(bytes);
        if (!done) close();
        return done;
    }
    while (!bytes.empty()) {
        if (!wait_for(socket_, POLLOUT, kWritePatience)) {
            close();
            return infrastructure_error("{}: the link takes no bytes", name());
        }
        auto const put = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (put < 0 && errno != EAGAIN && errno != EINTR) {
            auto error = infrastructure_error("{}: the link is gone: {}", name(), std::strerror(errno));
            close();
            return error;
        }
        bytes = bytes.subspan(static_cast<std::size_t>(std::max<ssize_t>(put, 0)));
    }
    return {};
}

}  // namespace mb::hil
