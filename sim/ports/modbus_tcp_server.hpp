// SPDX-License-Identifier: GPL-3.0-or-later
/// Modbus TCP on a socket: carries bytes between clients and the engine of core/comm. One thread of its own serves all clients; each
/// has one piece of work at a time and small buffers, so a slow or silent client costs the others nothing.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "core/base/result.hpp"
#include "core/comm/modbus/server.hpp"

namespace mb {

struct ModbusTcpLimits {
    std::size_t clients = 32;                        ///< further ones are closed at once
    std::chrono::milliseconds partial_frame{2'000};  ///< from a frame's first byte to its last
    std::chrono::milliseconds idle{60'000};          ///< between requests, and for a client that does not take its replies
};

/// Listens from open() to destruction.
class ModbusTcpServer {
public:
    /// `address` is numeric ("127.0.0.1", "::1", "0.0.0.0"), `port` 0 takes a free one. `server` is used from the server's thread and must
    /// outlive it. Refused: an address that is none of this machine's, a port in use or not allowed.
    static Result<std::unique_ptr<ModbusTcpServer>> open(std::string const& address, std::uint16_t port, modbus::Server const& server,
                                                         ModbusTcpLimits const& limits = {});
    ~ModbusTcpServer();
    ModbusTcpServer(ModbusTcpServer const&) = delete;
    ModbusTcpServer& operator=(ModbusTcpServer const&) = delete;

    std::uint16_t port() const;
    /// "127.0.0.1:1502", "[::1]:1502".
    std::string endpoint() const;
    /// Clients connected now.
    std::size_t clients() const;

private:
    struct Parts;
    explicit ModbusTcpServer(std::unique_ptr<Parts> parts);
    std::unique_ptr<Parts> parts_;
};

}  // namespace mb
