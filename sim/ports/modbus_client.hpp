// SPDX-License-Identifier: GPL-3.0-or-later
/// Reads and writes registers of a real meter, over TCP or a serial line (libmodbus). Blocking; one thread at a time.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/base/bytes.hpp"
#include "core/base/result.hpp"
#include "sim/ports/serial_line.hpp"

namespace mb {

/// Where a meter is: "tcp:HOST:PORT/UNIT" or "rtu:DEVICE:BAUD/UNIT", with parity and stop bits "rtu:DEVICE:BAUD:8E1/UNIT".
struct ModbusEndpoint {
    bool serial = false;
    std::string place;      ///< host name, IP address, or device
    unsigned number = 502;  ///< port or baud rate
    SerialSettings line;    ///< of a serial one; its baud rate is `number`
    std::uint8_t unit = 1;

    static Result<ModbusEndpoint> parse(std::string const& text);
    /// The same without "/UNIT": where several meters may be. Its unit is 1.
    static Result<ModbusEndpoint> parse_link(std::string const& text);
    std::string text() const;
    std::string link_text() const;  ///< without the unit
};

class ModbusClient {
public:
    /// Connects. patience: how long a reply may take.
    static Result<ModbusClient> open(ModbusEndpoint const& endpoint, std::chrono::milliseconds patience = std::chrono::milliseconds{1'000});
    ~ModbusClient();
    ModbusClient(ModbusClient&&) noexcept;
    ModbusClient& operator=(ModbusClient&&) noexcept;

    /// Function 3 or 4; count 1..125.
    Result<std::vector<std::uint16_t>> read(std::uint16_t first, std::uint16_t count, int function = 3);
    /// Function 16; 1..123 words.
    Result<void> write(std::uint16_t first, std::span<std::uint16_t const> words);
    /// What came after a request.
    struct Reply {
        std::optional<Bytes> pdu;  ///< the reply PDU; nullopt where there was none in time
        bool nonsense = false;     ///< instead of it bytes came that are no frame
        std::string why;           ///< a sentence where there was nonsense, or the peer closed the connection
    };
    /// One request PDU to `unit`. What comes late, and from others, is passed over. Where the stream was closed or cannot be followed, the
    /// next request connects anew; refused where that cannot be done.
    Result<Reply> exchange(std::uint8_t unit, ByteView pdu);
    /// The same to the endpoint's unit, where nothing but a reply to this function, or its exception, is good.
    Result<Bytes> request(ByteView pdu);

private:
    struct Parts;
    explicit ModbusClient(std::unique_ptr<Parts> parts);
    std::unique_ptr<Parts> parts_;
};

}  // namespace mb
