// SPDX-License-Identifier: GPL-3.0-or-later
/// Modbus TCP, or RTU over TCP, on a socket: carries bytes between clients and the engine of core/comm. One thread of its own serves all
/// clients; each has one piece of work at a time and small buffers, so a slow or silent client costs the others nothing.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "core/base/result.hpp"
#include "core/comm/modbus/roles.hpp"
#include "core/comm/modbus/server.hpp"
#include "sim/ports/gatekeeper.hpp"

namespace mb {

struct ModbusTcpLimits {
    std::size_t clients = 32;                        ///< further ones are closed at once
    std::chrono::milliseconds partial_frame{2'000};  ///< from a frame's first byte to its last
    std::chrono::milliseconds handshake{5'000};      ///< of TLS
    std::chrono::milliseconds idle{60'000};          ///< between requests, and for a client that does not take its replies
    GatekeeperLimits gate{};
};

/// Which frames a port speaks.
enum class TcpFraming : std::uint8_t { modbus_tcp, rtu };

/// Modbus Security (MODBUS/TCP Security Protocol Specification v36): TLS 1.2 or later, both ends with certificates; frames of Modbus TCP.
struct TlsSettings {
    std::string certificate;  ///< file, PEM: the server's certificate and the chain behind it
    std::string key;          ///< file, PEM: its private key
    std::string clients_ca;   ///< file, PEM: who signs the clients' certificates
    modbus::RoleTable roles;
};

/// Listens from open() to destruction.
class ModbusTcpServer {
public:
    /// `address` is numeric ("127.0.0.1", "::1", "0.0.0.0"), `port` 0 takes a free one. `server` is used from the server's thread and must
    /// outlive it. Refused: an address that is none of this machine's, a port in use or not allowed.
    static Result<std::unique_ptr<ModbusTcpServer>> open(std::string const& address, std::uint16_t port, modbus::Server& server,
                                                         TcpFraming framing = TcpFraming::modbus_tcp, ModbusTcpLimits const& limits = {});
    /// The same with TLS. Refused also: files that cannot be read, a key that is not the certificate's.
    static Result<std::unique_ptr<ModbusTcpServer>> open_tls(std::string const& address, std::uint16_t port, modbus::Server& server,
                                                             TlsSettings const& tls, ModbusTcpLimits const& limits = {});
    ~ModbusTcpServer();
    ModbusTcpServer(ModbusTcpServer const&) = delete;
    ModbusTcpServer& operator=(ModbusTcpServer const&) = delete;

    std::uint16_t port() const;
    /// "127.0.0.1:1502", "[::1]:1502".
    std::string endpoint() const;
    /// Clients connected now.
    std::size_t clients() const;
    /// How often an address was banned.
    std::size_t bans() const;

private:
    struct Parts;
    static Result<std::unique_ptr<ModbusTcpServer>> listen(std::string const& address, std::unique_ptr<Parts> parts, std::uint16_t port);
    explicit ModbusTcpServer(std::unique_ptr<Parts> parts);
    std::unique_ptr<Parts> parts_;
};

}  // namespace mb
