// SPDX-License-Identifier: GPL-3.0-or-later
/// A way for bytes to an instrument: a serial line or a TCP connection. Blocking, every wait bounded; one thread at a time.
/// It can be opened again after its cable was out.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

#include "core/base/bytes.hpp"
#include "core/base/result.hpp"
#include "sim/ports/serial_line.hpp"

namespace mb::hil {

using Milliseconds = std::chrono::milliseconds;

/// "serial:DEVICE[:BAUD[:8N1]]" or "tcp:HOST:PORT".
struct LinkAddress {
    bool tcp = false;
    SerialAddress serial;  ///< unless tcp
    std::string host;
    std::uint16_t port = 0;
    std::string text;  ///< as written

    static Result<LinkAddress> parse(std::string const& text);
};

/// How long a link is tried anew before it counts as lost.
inline constexpr Milliseconds kReopenPatience{1'000};

class ByteLink {
public:
    explicit ByteLink(LinkAddress address);
    ~ByteLink();
    ByteLink(ByteLink const&) = delete;
    ByteLink& operator=(ByteLink const&) = delete;

    std::string const& name() const { return address_.text; }
    bool is_open() const { return handle() >= 0; }
    /// Opens anew, whatever was before; tries again until `patience` is over. TCP: also the longest wait for a connection.
    Result<void> open(Milliseconds patience = kReopenPatience);
    void close();

    /// What comes first within `wait`, at most 4096 bytes; empty: nothing came. An error: the link is gone, and closed.
    Result<Bytes> read(Milliseconds wait);
    /// All of it, within a second. An error: the link is gone or takes no bytes, and is closed.
    Result<void> write(ByteView bytes);

private:
    int handle() const;
    Result<void> open_once(Milliseconds patience);
    Result<void> connect(Milliseconds patience);

    LinkAddress address_;
    std::unique_ptr<SerialLine> line_;
    int socket_ = -1;
};

}  // namespace mb::hil
