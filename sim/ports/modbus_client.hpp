// SPDX-License-Identifier: GPL-3.0-or-later
/// Reads and writes registers of a real meter, over TCP or a serial line (libmodbus). Blocking; one thread at a time.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/base/bytes.hpp"
#include "core/base/result.hpp"

namespace mb {

/// Where a meter is: "tcp:HOST:PORT/UNIT" or "rtu:DEVICE:BAUD/UNIT".
struct ModbusEndpoint {
    bool serial = false;
    std::string place;      ///< host name, IP address, or device
    unsigned number = 502;  ///< port or baud rate
    std::uint8_t unit = 1;

    static Result<ModbusEndpoint> parse(std::string const& text);
    std::string text() const;
};

class ModbusClient {
public:
    /// Connects. A serial line is opened with 8 data bits, no parity, one stop bit.
    static Result<ModbusClient> open(ModbusEndpoint const& endpoint, std::chrono::milliseconds patience = std::chrono::milliseconds{1'000});
    ~ModbusClient();
    ModbusClient(ModbusClient&&) noexcept;
    ModbusClient& operator=(ModbusClient&&) noexcept;

    /// Function 3; count 1..125.
    Result<std::vector<std::uint16_t>> read(std::uint16_t first, std::uint16_t count);
    /// Function 16; 1..123 words.
    Result<void> write(std::uint16_t first, std::span<std::uint16_t const> words);
    /// Any request, function code first, and the reply to it, an exception too. Functions whose replies libmodbus knows the length of: 1-6,
    /// 15, 16, 22, 23. Behind an error the connection is made anew by the next call.
    Result<Bytes> request(ByteView pdu);

private:
    struct Parts;
    explicit ModbusClient(std::unique_ptr<Parts> parts);
    std::unique_ptr<Parts> parts_;
};

}  // namespace mb
