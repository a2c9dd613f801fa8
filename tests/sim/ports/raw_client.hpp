// SPDX-License-Identifier: GPL-3.0-or-later
/// A bare TCP client on loopback that sends any bytes in any pieces. Every wait ends after five seconds at most.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdint>
#include <utility>

#include "core/base/bytes.hpp"

namespace mb {

class RawClient {
public:
    /// `receive_buffer`: bytes that the kernel takes before this client reads them; 0 leaves its choice.
    explicit RawClient(std::uint16_t port, int receive_buffer = 0) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        sockaddr_in to{};
        to.sin_family = AF_INET;
        to.sin_port = htons(port);
        to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        int const on = 1;
        ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        if (receive_buffer > 0) ::setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
        connected_ = ::connect(socket_, reinterpret_cast<sockaddr const*>(&to), sizeof to) == 0;
    }
    ~RawClient() {
        if (socket_ >= 0) ::close(socket_);
    }
    RawClient(RawClient&& other) noexcept : socket_(std::exchange(other.socket_, -1)), connected_(other.connected_) {}
    RawClient& operator=(RawClient&&) = delete;

    bool connected() const { return connected_; }
    bool send(ByteView bytes) { return ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(bytes.size()); }

    /// Exactly `count` bytes, fewer where the server closed or five seconds of silence passed.
    Bytes receive(std::size_t count) {
        Bytes got;
        while (got.size() < count && readable(5'000)) {
            Bytes piece(count - got.size());
            auto const n = ::recv(socket_, piece.data(), piece.size(), 0);
            if (n <= 0) break;
            got.insert(got.end(), piece.begin(), piece.begin() + n);
        }
        return got;
    }
    /// The server ended the connection within five seconds, and sent nothing more before.
    bool closed_by_server() {
        std::uint8_t byte = 0;
        return readable(5'000) && ::recv(socket_, &byte, 1, 0) <= 0;
    }
    /// Closes with a reset instead of an orderly end.
    void reset() {
        linger const now{1, 0};
        ::setsockopt(socket_, SOL_SOCKET, SO_LINGER, &now, sizeof now);
        ::close(std::exchange(socket_, -1));
    }

private:
    bool readable(int milliseconds) const {
        pollfd p{socket_, POLLIN, 0};
        return ::poll(&p, 1, milliseconds) == 1;
    }

    int socket_;
    bool connected_ = false;
};

}  // namespace mb
