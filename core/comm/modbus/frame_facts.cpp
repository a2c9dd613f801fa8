// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/comm/modbus/frame_facts.hpp"

#include <fmt/format.h>

#include <span>

#include "core/catalogue/codec.hpp"
#include "core/comm/modbus/pdu.hpp"

namespace mb::modbus {
namespace {

constexpr std::size_t kMbap = 7;  // header with the unit

void words_into(std::vector<std::uint16_t>& words, ByteView bytes) {
    for (std::size_t at = 0; at + 1 < bytes.size(); at += 2) words.push_back(get_u16(bytes, at));
}

/// Takes the frame's coat off: unit and PDU.
ByteView unwrapped(Framing framing, ByteView frame, FrameFacts& facts) {
    if (framing == Framing::tcp) {
        if (frame.size() >= 2) facts.transaction = get_u16(frame, 0);
        if (frame.size() <= kMbap) {
            facts.trouble = "too short for a frame";
            return {};
        }
        std::size_t const told = get_u16(frame, 4);
        if (get_u16(frame, 2) != 0)
            facts.trouble = fmt::format("protocol {} instead of 0", get_u16(frame, 2));
        else if (told != frame.size() - 6)
            facts.trouble = fmt::format("the length field says {}, {} bytes follow", told, frame.size() - 6);
        facts.unit = frame[6];
        return frame.subspan(kMbap);
    }
    if (frame.size() < kShortestRtu) {
        facts.crc = CrcState::bad;
        facts.trouble = "too short for a frame";
        return {};
    }
    facts.crc = crc16(frame) == 0 ? CrcState::good : CrcState::bad;
    if (facts.crc == CrcState::bad) facts.trouble = "the CRC is wrong";
    facts.unit = frame[0];
    return frame.subspan(1, frame.size() - 3);
}

void request_facts(ByteView pdu, FrameFacts& facts) {
    auto const length = request_length(pdu);
    if (length_is_known(pdu[0]) && (!length || *length != pdu.size())) {
        if (facts.trouble.empty()) facts.trouble = "of the wrong length for its function";
    }
    if (pdu.size() < 5) return;
    std::uint16_t const first = get_u16(pdu, 1);
    switch (pdu[0]) {
        case 1:
        case 2:
        case kReadHolding:
        case kReadInput:
            facts.read = {first, get_u16(pdu, 3)};
            break;
        case 5:
            facts.written = {first, 1};
            break;
        case kWriteOne:
            facts.written = {first, 1};
            words_into(facts.written_words, pdu.subspan(3, 2));
            break;
        case 15:
            facts.written = {first, get_u16(pdu, 3)};
            break;
        case kWriteMany:
            facts.written = {first, get_u16(pdu, 3)};
            if (pdu.size() > 6) words_into(facts.written_words, pdu.subspan(6));
            break;
        case kMaskWrite:
            facts.written = {first, 1};
            break;
        case kReadWrite:
            facts.read = {first, get_u16(pdu, 3)};
            if (pdu.size() >= 10) {
                facts.written = {get_u16(pdu, 5), get_u16(pdu, 7)};
                words_into(facts.written_words, pdu.subspan(10));
            }
            break;
        default:
            break;
    }
}

void reply_facts(ByteView pdu, FrameFacts const& asked, FrameFacts& facts) {
    if ((pdu[0] & kExceptionBit) != 0) {
        if (pdu.size() == 2)
            facts.exception = pdu[1];
        else if (facts.trouble.empty())
            facts.trouble = "an exception without its code";
    }
    if (asked.function && asked.function == facts.function) {
        facts.read = asked.read;
        facts.written = asked.written;
    }
    bool const holds_words = pdu[0] == kReadHolding || pdu[0] == kReadInput || pdu[0] == kReadWrite;
    if (!holds_words || pdu.size() < 2) return;
    words_into(facts.read_words, pdu.subspan(2));
    if (facts.trouble.empty() && pdu.size() != 2U + pdu[1]) facts.trouble = "of another length than its byte count says";
}

void add_values(RegisterMap const& map, RegisterRange const& range, std::span<std::uint16_t const> words, std::vector<NamedValue>& values) {
    auto const count = static_cast<std::uint16_t>(words.size());
    if (count == 0) return;
    for (Register const& reg : map.in_range(range.first, count)) {
        if (reg.address < range.first || reg.end() > std::uint32_t{range.first} + count) continue;
        values.push_back({&reg, decode(reg, words.subspan(reg.address - std::size_t{range.first}, reg.words))});
    }
}

}  // namespace

FrameFacts facts_of(Framing framing, Direction direction, ByteView frame, ByteView request) {
    FrameFacts facts;
    ByteView const pdu = unwrapped(framing, frame, facts);
    if (pdu.empty()) return facts;
    facts.function = static_cast<std::uint8_t>(pdu[0] & ~kExceptionBit);
    if (direction == Direction::request)
        request_facts(pdu, facts);
    else
        reply_facts(pdu, request.empty() ? FrameFacts{} : facts_of(framing, Direction::request, request), facts);
    return facts;
}

std::vector<NamedValue> values_of(FrameFacts const& facts, RegisterMap const& map) {
    std::vector<NamedValue> values;
    if (facts.written) add_values(map, *facts.written, facts.written_words, values);
    if (facts.read) add_values(map, *facts.read, facts.read_words, values);
    return values;
}

}  // namespace mb::modbus
