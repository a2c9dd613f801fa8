// SPDX-License-Identifier: GPL-3.0-or-later
/// A server of libmodbus for many clients (select loop, as its manual describes one), to be measured beside ours: libmodbus_server PORT
#include <modbus.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>

int main(int argc, char** argv) {
    modbus_t* const context = modbus_new_tcp("127.0.0.1", argc > 1 ? std::atoi(argv[1]) : 1502);
    modbus_mapping_t* const registers = modbus_mapping_new(0, 0, 65'536, 0);
    int const listener = modbus_tcp_listen(context, 32);
    if (listener < 0 || registers == nullptr) return 1;
    fd_set all;
    FD_ZERO(&all);
    FD_SET(listener, &all);
    for (int highest = listener;;) {
        fd_set ready = all;
        if (select(highest + 1, &ready, nullptr, nullptr, nullptr) < 0) return 1;
        for (int client = 0; client <= highest; ++client) {
            if (!FD_ISSET(client, &ready)) continue;
            if (client == listener) {
                int const fresh = accept(listener, nullptr, nullptr);
                if (fresh < 0) continue;
                FD_SET(fresh, &all);
                highest = fresh > highest ? fresh : highest;
                continue;
            }
            std::uint8_t request[MODBUS_TCP_MAX_ADU_LENGTH];
            modbus_set_socket(context, client);
            int const length = modbus_receive(context, request);
            if (length > 0) {
                modbus_reply(context, request, length, registers);
            } else if (length < 0) {
                close(client);
                FD_CLR(client, &all);
            }
        }
    }
}
