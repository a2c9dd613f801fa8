// SPDX-License-Identifier: GPL-3.0-or-later
/// The Modbus ports of a program, as its options name them, and the servers behind them.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.hpp"
#include "core/comm/modbus/server.hpp"
#include "sim/ports/listen_address.hpp"
#include "sim/ports/modbus_rtu_server.hpp"
#include "sim/ports/modbus_tcp_server.hpp"

namespace mb {

/// As written; empty: no such port.
struct PortOptions {
    std::string listen;  ///< Modbus TCP
    std::string rtu_over_tcp;
    std::string tls_listen;
    TlsSettings tls;
    std::vector<std::string> roles;
    bool no_bans = false;
    std::string rtu;
    std::string usb;
};
/// As read, before anything runs.
struct Ports {
    std::optional<ListenAddress> tcp;
    std::optional<ListenAddress> rtu_over_tcp;
    std::optional<ListenAddress> tls_listen;
    TlsSettings tls;
    ModbusTcpLimits limits;
    std::optional<SerialAddress> rtu;
    std::optional<SerialAddress> usb;
};
/// Refused with a sentence that begins with the option: "--modbus-tcp …".
Result<Ports> ports_of(PortOptions const& options);

/// The ports while they are open.
struct OpenPorts {
    std::vector<std::unique_ptr<ModbusTcpServer>> sockets;
    std::vector<std::unique_ptr<ModbusRtuServer>> lines;
    std::vector<std::string> told;  ///< where they are, a line each: "listening on 127.0.0.1:1502, unit 1"

    bool empty() const { return sockets.empty() && lines.empty(); }
    std::size_t clients() const;  ///< connected now, of all sockets
};
Result<OpenPorts> open_ports(Ports const& ports, modbus::Server& server);

}  // namespace mb
