// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/comm/modbus/pdu.hpp"

namespace mb::modbus {

std::string_view exception_name(std::uint8_t code) {
    switch (code) {
        case 1:
            return "illegal function";
        case 2:
            return "illegal data address";
        case 3:
            return "illegal data value";
        case 4:
            return "device failure";
        case 5:
            return "acknowledge";
        case 6:
            return "device busy";
        case 8:
            return "memory parity error";
        case 10:
            return "gateway path unavailable";
        case 11:
            return "gateway target failed to respond";
        default:
            return "unknown exception";
    }
}

}  // namespace mb::modbus
