// SPDX-License-Identifier: GPL-3.0-or-later
/// Which frames are meant: the words that filters of the traffic log and rules of the fault injector share.
///   unit=1   fc=3,16   reg=18432-18560 (or 0x4800-0x4880, or one register)   link=tcp
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.hpp"
#include "core/comm/modbus/frame_facts.hpp"

namespace mb::modbus {

/// A frame is meant that fits all that are set.
struct FrameConditions {
    std::optional<std::uint8_t> unit;
    std::vector<std::uint8_t> functions;     ///< any of them; empty: all
    std::optional<RegisterRange> registers;  ///< read or written, at least one of them
    std::optional<LinkKind> link;

    bool fit(FrameFacts const& facts, LinkKind kind) const;
    /// " unit=1 fc=3": each with a blank before it.
    std::string text() const;
};

/// Takes one word. False: it is none of the conditions' words. Refused: a value that is none.
Result<bool> take_condition(std::string_view word, FrameConditions& conditions);

/// "unit", "fc", "reg", "link": for suggestions.
std::vector<std::string_view> condition_words();

/// The words of `text` between blanks.
std::vector<std::string_view> words_of(std::string_view text);
/// Decimal, or hexadecimal after 0x; nullopt where `text` is no such number up to `most`.
std::optional<std::uint32_t> whole_number(std::string_view text, std::uint32_t most);

}  // namespace mb::modbus
