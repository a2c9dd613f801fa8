// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/port_options.hpp"

#include <CLI/CLI.hpp>

namespace mb::cli {

void add_port_options(CLI::App& command, PortOptions& o) {
    o.listen = "1502";
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

}  // namespace mb::cli
