// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/ports/port_set.hpp"

#include <fmt/format.h>

#include <utility>

namespace mb {
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

std::size_t OpenPorts::clients() const {
    std::size_t count = 0;
    for (auto const& socket : sockets) count += socket->clients();
    return count;
}

Result<OpenPorts> open_ports(Ports const& ports, modbus::Server& server) {
    OpenPorts open;
    auto const listening = [&](Result<std::unique_ptr<ModbusTcpServer>> port, char const* how) -> Result<void> {
        if (!port) return port.error();
        open.told.push_back(fmt::format("listening on {}, unit {}{}", (*port)->endpoint(), server.unit(), how));
        open.sockets.push_back(*std::move(port));
        return {};
    };
    auto const line = [&](SerialAddress const& at, modbus::LinkKind kind, char const* how) -> Result<void> {
        auto port = ModbusRtuServer::open(at, server, kind);
        if (!port) return port.error();
        open.told.push_back(fmt::format("answering on {}, unit {}{}", (*port)->endpoint(), server.unit(), how));
        open.lines.push_back(*std::move(port));
        return {};
    };
    if (auto const& at = ports.tcp)
        if (auto const good = listening(ModbusTcpServer::open(at->address, at->port, server, TcpFraming::modbus_tcp, ports.limits), "");
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

}  // namespace mb
