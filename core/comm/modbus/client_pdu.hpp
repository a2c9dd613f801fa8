// SPDX-License-Identifier: GPL-3.0-or-later
/// The client's half of the protocol: builds requests and takes replies apart. Bytes only, no I/O.
/// A refusal of the meter becomes an infrastructure error: "the meter refused function 3: illegal data address (exception 2)".
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/base/bytes.hpp"
#include "core/base/result.hpp"

namespace mb::modbus {

/// Function 3. `count` is 1..125, first + count <= 65536; the server refuses others.
Bytes read_request(std::uint16_t first, std::uint16_t count);
/// The registers of a reply to function 3 (or 4): as many as the reply holds, compare with what was asked.
Result<std::vector<std::uint16_t>> parse_read_reply(ByteView reply);

/// Function 16. words.size() is 1..123.
Bytes write_request(std::uint16_t first, std::span<std::uint16_t const> words);
/// Function 6.
Bytes write_one_request(std::uint16_t address, std::uint16_t word);
/// Reply to function 6 or 16.
Result<void> parse_write_reply(ByteView reply);

/// Function 17.
Bytes server_id_request();
struct ServerId {
    std::uint8_t id = 0;
    bool running = false;
    std::string text;  ///< what else the reply holds, as the meter sent it
};
/// The family's ID is one byte; what other makers put there is theirs.
Result<ServerId> parse_server_id_reply(ByteView reply);

/// Function 43/14: basic and regular objects as a stream, from object `first` on.
Bytes identification_request(std::uint8_t first);
struct DeviceObjects {
    std::map<std::uint8_t, std::string> objects;  ///< 0 vendor, 1 product code, 2 revision, 4 product name, 5 model name …
    std::optional<std::uint8_t> next;             ///< where a further request begins
};
Result<DeviceObjects> parse_identification_reply(ByteView reply);

}  // namespace mb::modbus
