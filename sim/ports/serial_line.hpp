// SPDX-License-Identifier: GPL-3.0-or-later
/// A serial line: a real port (libserialport), or a pseudo-terminal, which libserialport does not know (termios).
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "core/base/bytes.hpp"
#include "core/base/result.hpp"

namespace mb {

enum class Parity : std::uint8_t { none, odd, even };

/// Eight data bits always: RTU has no other.
struct SerialSettings {
    unsigned baud = 38'400;  ///< bit/s
    Parity parity = Parity::none;
    int stop_bits = 1;  ///< 1 or 2

    bool operator==(SerialSettings const&) const = default;
};

/// "38400 8N1".
std::string text(SerialSettings const& settings);
/// "8N1".
std::string character_text(SerialSettings const& settings);

/// Where a line is and how it is set: "DEVICE[:BAUD[:8N1]]". "pty" makes a new pseudo-terminal, for programs on this machine.
struct SerialAddress {
    std::string device;
    SerialSettings settings;
};
/// Baud rates of 1200 to 115200; 8 data bits; parity N, O, E; 1 or 2 stop bits. The sentence of a refusal begins with `text`.
Result<SerialAddress> parse_serial_address(std::string const& text);

class SerialLine {
public:
    /// Refused: a device that is not there, is no serial port, is in use, or does not take the settings.
    static Result<SerialLine> open(SerialAddress const& address);
    ~SerialLine();
    SerialLine(SerialLine&& other) noexcept;
    SerialLine& operator=(SerialLine&& other) noexcept;

    /// The name by which others open it: of "pty" the new terminal's.
    std::string const& name() const;
    /// For poll(). Non-blocking.
    int handle() const;
    /// What is there now, at most 256 bytes; empty where there is nothing. An error: the line is gone.
    Result<Bytes> read();
    /// All of it, within a second; an error: the line is gone or takes no bytes.
    Result<void> write(ByteView bytes);

private:
    struct Parts;
    explicit SerialLine(std::unique_ptr<Parts> parts);
    std::unique_ptr<Parts> parts_;
};

}  // namespace mb
