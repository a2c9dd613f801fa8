// SPDX-License-Identifier: GPL-3.0-or-later
/// Faults of the communication, as rules: what happens to a reply, and when. One line of text each, for the command line, scenarios and
/// the window:
///   wrong-crc fc=3 reg=18432-18560 p=0.1
///   delay=200ms..400ms
///   no-reply first=3
///   exception=4 from=10s to=20s
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/base/result.hpp"
#include "core/base/time.hpp"
#include "core/comm/modbus/frame_conditions.hpp"

namespace mb::modbus {

enum class CommFaultKind : std::uint8_t {
    wrong_unit,         ///< number: the unit told instead, the next one without it
    wrong_function,     ///< number: the function told instead, the next one without it
    wrong_transaction,  ///< number: how much is added to it. Modbus TCP only, as are the next two
    wrong_protocol,     ///< number: the protocol told instead of 0
    wrong_length,       ///< number: how much too much the length field says
    wrong_crc,          ///< RTU only
    truncate,           ///< number: bytes that are left; half of them without it
    split,              ///< number: bytes before the pause
    stray_before,       ///< number: bytes from nowhere
    stray_after,
    delay,       ///< fixed, or evenly spread between two times
    busy,        ///< exception 6; the request is not carried out
    exception,   ///< number: its code; the request is not carried out
    no_reply,    ///< the request is carried out, the reply lost
    disconnect,  ///< as no-reply, or after what truncate leaves of it; then the connection ends (a serial line stays)
};

struct CommFaultRule {
    CommFaultKind kind{};
    std::optional<std::uint16_t> number;
    Microseconds shortest{0};  ///< delay, and pause of split
    Microseconds longest{0};   ///< of a random delay; else the same

    FrameConditions conditions;                     ///< of the request
    std::optional<std::chrono::milliseconds> from;  ///< simulated time since the meter was started
    std::optional<std::chrono::milliseconds> to;
    double probability = 1.0;  ///< above 0
    std::uint32_t first = 0;   ///< only the first so many requests that it fits; 0: all
    std::uint32_t every = 1;   ///< only each so manieth of them
};

/// Refused with a sentence that begins with the rule: unknown words (with the nearest known one), values out of range, a word twice.
Result<CommFaultRule> parse_comm_fault(std::string_view text);
/// What parse_comm_fault() reads back as the same rule.
std::string text(CommFaultRule const& rule);

/// What a fault is called, what may follow its name, and what it does, for people.
struct CommFaultInfo {
    CommFaultKind kind;
    std::string_view name;
    std::string_view argument;  ///< "=BYTES"; "[=BYTES]" where it may be left out
    std::string_view does;
};
std::span<CommFaultInfo const> comm_faults();
CommFaultInfo const& info(CommFaultKind kind);
/// Has it a meaning on this framing?
bool applies(CommFaultKind kind, Framing framing);

}  // namespace mb::modbus
