// SPDX-License-Identifier: GPL-3.0-or-later
/// The ports of `meterbench serve`: their options, and the servers behind them.
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

namespace CLI {
class App;
}

namespace mb::cli {

/// As written.
struct PortOptions {
    std::string listen = "1502";
    std::string rtu_over_tcp;
    std::string tls_listen;
    TlsSettings tls;
    std::vector<std::string> roles;
    bool no_bans = false;
    std::string rtu;
    std::string usb;
};
/// `options` must outlive `command`.
void add_port_options(CLI::App& command, PortOptions& options);

/// As read, before anything runs.
struct Ports {
    ListenAddress tcp;
    std::optional<ListenAddress> rtu_over_tcp;
    std::optional<ListenAddress> tls_listen;
    TlsSettings tls;
    ModbusTcpLimits limits;
    std::optional<SerialAddress> rtu;
    std::optional<SerialAddress> usb;
};
Result<Ports> ports_of(PortOptions const& options);

/// The ports while they are open.
struct OpenPorts {
    std::vector<std::unique_ptr<ModbusTcpServer>> sockets;
    std::vector<std::unique_ptr<ModbusRtuServer>> lines;
};
/// Opens them and says where they are, a line each.
Result<OpenPorts> open_ports(Ports const& ports, modbus::Server& server);

}  // namespace mb::cli
