// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/serve_ports.hpp"

#include <CLI/CLI.hpp>

#include <cstdio>
#include <utility>

namespace mb::cli {
namespace {

/// What `parse` makes of an option that was given.
template <class Parsed, class Parse>
Result<void> read_option(char const* name, std::string const& text, Parse parse, Parsed& into) {
    if (text.empty()) return {};
    auto parsed = parse(text);
    if (!parsed) return input_error("{} {}", name, parsed.error().sentence);
    into = *std::move(parsed);
    return {};
}

}  // namespace

void add_port_options(CLI::App& command, PortOptions& o) {
    command.add_option("--modbus-tcp", o.listen, "[ADDRESS:]PORT to listen on; port 0 takes a free one")->capture_default_str();
    command.add_option("--rtu-over-tcp", o.rtu_over_tcp, "[ADDRESS:]PORT for RTU frames over TCP, for example 1503");
    auto* const tls = command.add_option("--modbus-tls", o.tls_listen, "[ADDRESS:]PORT for Modbus Security, for example 1802");
    auto* const certificate = command.add_option("--tls-certificate", o.tls.certificate, "The meter's certificate and its chain (PEM)");
    auto* const key = command.add_option("--tls-key", o.tls.key, "Its private key (PEM)");
    auto* const clients = command.add_option("--tls-clients", o.tls.clients_ca, "Who signs the clients' certificates (PEM)");
    tls->needs(certificate)->needs(key)->needs(clients);
    command
        .add_option("--role", o.roles,
                    "What a role in a client's certificate may do: ROLE=none, read, operate or configure; repeatable. Without it "
                    "User=read, Operator=operate, Admin=configure")
        ->type_name("ROLE=RIGHT")
        ->allow_extra_args(false)
        ->needs(tls);
    command.add_option("--modbus-rtu", o.rtu, "Serial line for RTU: DEVICE[:BAUD[:8N1]]; pty makes a pseudo-terminal");
    command.add_option("--modbus-usb", o.usb, "A second line, as the meter's USB port: DEVICE[:BAUD[:8N1]] or pty");
    command.add_flag("--no-bans", o.no_bans, "Keeps nobody out who floods the TCP ports or sends nonsense");
}

Result<Ports> ports_of(PortOptions const& options) {
    Ports ports;
    if (auto const good = read_option("--modbus-tcp", options.listen, parse_listen_address, ports.tcp); !good) return good.error();
    if (auto const good = read_option("--rtu-over-tcp", options.rtu_over_tcp, parse_listen_address, ports.rtu_over_tcp); !good)
        return good.error();
    if (auto const good = read_option("--modbus-tls", options.tls_listen, parse_listen_address, ports.tls_listen); !good)
        return good.error();
    ports.tls = options.tls;
    if (options.no_bans) ports.limits.gate.capacity = 0.0;
    for (auto const& rule : options.roles)
        if (auto const good = ports.tls.roles.set(rule); !good) return input_error("--role {}", good.error().sentence);
    if (auto const good = read_option("--modbus-rtu", options.rtu, parse_serial_address, ports.rtu); !good) return good.error();
    if (auto const good = read_option("--modbus-usb", options.usb, parse_serial_address, ports.usb); !good) return good.error();
    return ports;
}

Result<OpenPorts> open_ports(Ports const& ports, modbus::Server& server) {
    OpenPorts open;
    auto const listening = [&](Result<std::unique_ptr<ModbusTcpServer>> port, char const* how) -> Result<void> {
        if (!port) return port.error();
        std::printf("listening on %s, unit %u%s\n", (*port)->endpoint().c_str(), unsigned{server.unit()}, how);
        open.sockets.push_back(*std::move(port));
        return {};
    };
    auto const line = [&](SerialAddress const& at, modbus::LinkKind kind, char const* how) -> Result<void> {
        auto port = ModbusRtuServer::open(at, server, kind);
        if (!port) return port.error();
        std::printf("answering on %s, unit %u%s\n", (*port)->endpoint().c_str(), unsigned{server.unit()}, how);
        open.lines.push_back(*std::move(port));
        return {};
    };
    if (auto const good =
            listening(ModbusTcpServer::open(ports.tcp.address, ports.tcp.port, server, TcpFraming::modbus_tcp, ports.limits), "");
        !good)
        return good.error();
    if (auto const& at = ports.rtu_over_tcp)
        if (auto const good =
                listening(ModbusTcpServer::open(at->address, at->port, server, TcpFraming::rtu, ports.limits), ", RTU over TCP");
            !good)
            return good.error();
    if (auto const& at = ports.tls_listen)
        if (auto const good = listening(ModbusTcpServer::open_tls(at->address, at->port, server, ports.tls, ports.limits), ", TLS"); !good)
            return good.error();
    if (ports.rtu)
        if (auto const good = line(*ports.rtu, modbus::LinkKind::rtu, ", RTU"); !good) return good.error();
    if (ports.usb)
        if (auto const good = line(*ports.usb, modbus::LinkKind::usb, ", RTU as USB"); !good) return good.error();
    return open;
}

}  // namespace mb::cli
