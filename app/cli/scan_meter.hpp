// SPDX-License-Identifier: GPL-3.0-or-later
/// Asks one unit of a link who it is: the identification registers of a map, function 17, function 43/14.
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/catalogue/register_map.hpp"
#include "core/comm/modbus/client_pdu.hpp"
#include "sim/ports/modbus_client.hpp"

namespace mb::cli {

/// A unit that replied, be it with an exception or with nonsense.
struct FoundMeter {
    int unit = 0;
    std::chrono::microseconds reply_time{};  ///< of the first reply
    std::map<std::string, Value> registers;  ///< ident.* by symbol; empty where it has none
    std::optional<modbus::ServerId> server_id;
    std::map<std::uint8_t, std::string> objects;  ///< of function 43/14
    std::vector<std::string> problems;            ///< a sentence each: what it refused or told wrongly
};

/// function: 3 or 4, for the registers. nullopt: nobody answers under this unit. Refused: the link cannot be used any more.
Result<std::optional<FoundMeter>> ask_who(ModbusClient& client, RegisterMap const& map, int unit, int function);

/// Bytes that somebody else sent, as UTF-8 of printable characters: others become '?'.
std::string printable(std::string_view text);

}  // namespace mb::cli
