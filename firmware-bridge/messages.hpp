// SPDX-License-Identifier: GPL-3.0-or-later
/// The words of the bridge's messages (docs/bridge-abi.md), shared by the bench's side and by the program that loads a library. Payloads
/// only; the frame around them is core/base/message_frame.hpp. No I/O.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/bytes.hpp"
#include "core/base/message_frame.hpp"
#include "core/base/result.hpp"
#include "core/signal/frame.hpp"

namespace mb::bridge {

inline constexpr std::uint8_t kProtocol = 1;
inline constexpr std::uint8_t kProtocolVersion = 1;
inline constexpr std::size_t kLongestPayload = 65'536;

enum class Call : std::uint8_t {
    identify = 1,
    create,
    destroy,
    feed,
    exchange,
    keys,
    screen,
    leds,
    inputs,
    outputs,
    pulses,
    save,
    restore,
    line_exchange,  ///< "exchange on a line of its own"
};
/// "feed"; "message 99" for types that there are not.
std::string name(std::uint8_t type);
inline std::string name(Call call) { return name(static_cast<std::uint8_t>(call)); }
/// "error", "too small", "bad argument" (abi.h); "status 9".
std::string status_name(std::uint8_t status);

/// What a firmware says of itself: mb_identity of abi.h, and which optional calls exist.
struct Identity {
    std::uint32_t calls = 0;  ///< bit 0 keys … bit 7 restore, bit 8 ports of their own
    std::string name;
    std::string version;
    std::uint32_t sample_format = 0;
    std::uint32_t sample_rate = 0;
    std::array<float, kChannels> scale{};
    std::uint32_t adc_bits = 0;
    std::uint32_t uart_count = 0;
    std::uint32_t modbus_unit = 0;
    std::uint32_t modbus_baud = 0;

    /// A required call always exists; exchange becomes line_exchange where ports have lines of their own.
    bool has(Call call) const;
    bool operator==(Identity const&) const = default;
};

/// The bit of `calls` for an optional call; 0 for the others.
std::uint32_t call_bit(Call call);
/// Bytes of one value: 4, 2 or 4; 0 for a format that there is not.
std::size_t sample_size(std::uint32_t format);

Bytes identity_payload(Identity const& identity, std::uint32_t abi_version);
/// Refuses, by name, what the bench cannot work with: another size or version, texts without an end, another format, rate or width; scales
/// that are no number, and of converters those that are not > 0; no UART; a unit outside 1..247; no bit rate. What is not printable in
/// the texts becomes '?'.
Result<Identity> parse_identity(ByteView payload);

/// What a new instance is told.
struct Config {
    float nominal_voltage = 230.0F;
    float nominal_current = 100.0F;
    float nominal_frequency = 50.0F;
    std::uint32_t seed = 0;
    Bytes flash;  ///< empty: as delivered

    bool operator==(Config const&) const = default;
};
Bytes create_payload(Config const& config);
Result<Config> parse_create(ByteView payload);

struct Pulse {
    std::uint64_t sample = 0;
    std::uint32_t fraction = 0;  ///< of that sample, in 1/2^32
    std::uint32_t output = 0;    ///< 0: the LED

    bool operator==(Pulse const&) const = default;
};
Bytes pulses_payload(std::vector<Pulse> const& pulses);
Result<std::vector<Pulse>> parse_pulses(ByteView payload);

struct Screen {
    std::uint32_t width = 0;
    std::uint32_t height = 0;
    Bytes pixels;  ///< width·height, row by row, 0 dark … 255 light

    bool operator==(Screen const&) const = default;
};
Bytes screen_payload(Screen const& screen);
Result<Screen> parse_screen(ByteView payload);

/// A payload that is one number.
Bytes number_payload(std::uint32_t number);
Result<std::uint32_t> parse_number(ByteView payload);

/// Text for people out of bytes of others: what is not printable ASCII becomes '?', line ends become " | ", and of more than `most` bytes
/// the first third and the last two thirds of so many stay.
std::string readable(std::string_view text, std::size_t most);
/// "01 03 04 …": the first bytes in hexadecimal.
std::string hex_bytes(ByteView bytes, std::size_t most = 16);

}  // namespace mb::bridge
