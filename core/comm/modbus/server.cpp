// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/comm/modbus/server.hpp"

#include <utility>
#include <vector>

#include "core/comm/modbus/identification.hpp"
#include "core/comm/modbus/registers.hpp"

namespace mb::modbus {
namespace {

std::vector<std::uint16_t> words_from(ByteView bytes) {
    std::vector<std::uint16_t> words;
    words.reserve(bytes.size() / 2);
    for (std::size_t at = 0; at + 1 < bytes.size(); at += 2) words.push_back(get_u16(bytes, at));
    return words;
}

Bytes words_reply(std::uint8_t function, std::vector<std::uint16_t> const& words) {
    Bytes reply{function, static_cast<std::uint8_t>(2 * words.size())};
    for (auto const word : words) put_u16(reply, word);
    return reply;
}

/// One request on its way: who asks, and what answers.
struct Request {
    RegisterMap const& map;
    Device& device;
    Lock& lock;
    LogMailboxes& mailboxes;
    Side const& side;
    bool may_write;
    std::atomic<std::uint8_t>& unit;
    ByteView pdu;

    std::uint8_t function() const { return pdu[0]; }
    Bytes refused(Refusal why) const { return refuse(function(), why); }

    std::optional<Refusal> write(std::uint16_t first, std::span<std::uint16_t const> words, std::uint8_t as) const {
        return write_words(map, device, lock, {side, as, first, words, may_write, unit, mailboxes});
    }

    /// From one state of the meter.
    std::vector<std::uint16_t> read(std::uint16_t first, std::uint16_t count) const {
        auto const state = device.snapshot();
        return read_words(map, {*state, lock, mailboxes.answer_for(side)}, first, count);
    }

    Bytes read() const {
        if (pdu.size() != 5) return refused(Refusal::illegal_value);
        std::uint16_t const first = get_u16(pdu, 1);
        std::uint16_t const count = get_u16(pdu, 3);
        if (count == 0 || count > kMostRead) return refused(Refusal::illegal_value);
        if (!inside_blocks(map, first, count)) return refused(Refusal::illegal_address);
        return words_reply(function(), read(first, count));
    }

    Bytes write_one() const {
        if (pdu.size() != 5) return refused(Refusal::illegal_value);
        std::uint16_t const word = get_u16(pdu, 3);
        if (auto const why = write(get_u16(pdu, 1), {&word, 1}, kWriteOne)) return refused(*why);
        return Bytes(pdu.begin(), pdu.end());
    }

    Bytes write_many() const {
        if (pdu.size() < 6) return refused(Refusal::illegal_value);
        std::uint16_t const count = get_u16(pdu, 3);
        if (count == 0 || count > kMostWritten || pdu[5] != 2 * count || pdu.size() != 6U + pdu[5]) return refused(Refusal::illegal_value);
        if (auto const why = write(get_u16(pdu, 1), words_from(pdu.subspan(6)), kWriteMany)) return refused(*why);
        return Bytes(pdu.begin(), pdu.begin() + 5);
    }

    /// The register's word with some bits set or cleared: (word AND and_mask) OR (or_mask AND NOT and_mask).
    Bytes mask_write() const {
        if (pdu.size() != 7) return refused(Refusal::illegal_value);
        std::uint16_t const address = get_u16(pdu, 1);
        unsigned const and_mask = get_u16(pdu, 3);
        unsigned const or_mask = get_u16(pdu, 5);
        if (!inside_blocks(map, address, 1)) return refused(Refusal::illegal_address);
        unsigned const present = read(address, 1)[0];
        auto const word = static_cast<std::uint16_t>((present & and_mask) | (or_mask & ~and_mask));
        if (auto const why = write(address, {&word, 1}, kWriteOne)) return refused(*why);
        return Bytes(pdu.begin(), pdu.end());
    }

    /// Writes first, then reads.
    Bytes read_write() const {
        if (pdu.size() < 10) return refused(Refusal::illegal_value);
        std::uint16_t const first = get_u16(pdu, 1);
        std::uint16_t const count = get_u16(pdu, 3);
        std::uint16_t const written = get_u16(pdu, 7);
        if (count == 0 || count > kMostRead || written == 0 || written > kMostWrittenBeforeRead || pdu[9] != 2 * written ||
            pdu.size() != 10U + pdu[9])
            return refused(Refusal::illegal_value);
        if (!inside_blocks(map, first, count)) return refused(Refusal::illegal_address);
        if (auto const why = write(get_u16(pdu, 5), words_from(pdu.subspan(10)), kWriteMany)) return refused(*why);
        return words_reply(function(), read(first, count));
    }

    Bytes report() const {
        if (pdu.size() != 1) return refused(Refusal::illegal_value);
        return report_server_id(*device.snapshot());
    }

    Bytes answered() const {
        if (side.right == Right::none) return refused(Refusal::illegal_function);
        switch (function()) {
            case kReadHolding:
            case kReadInput:
                return read();
            case kWriteOne:
                return write_one();
            case kWriteMany:
                return write_many();
            case kReportServerId:
                return report();
            case kMaskWrite:
                return mask_write();
            case kReadWrite:
                return read_write();
            case kEncapsulated:
                return read_device_identification(*device.snapshot(), pdu);
            default:
                return refused(Refusal::illegal_function);
        }
    }
};

}  // namespace

Server::Server(RegisterMap map, Device& device, ServerSettings const& settings)
    : map_(std::move(map)), device_(device), settings_(settings), unit_(settings.unit), lock_(settings.lock_code) {}

Bytes Server::answer(Side const& side, ByteView request) {
    device_.note_traffic();
    if (request.empty()) return refuse(0, Refusal::illegal_function);
    std::lock_guard const guard(mutex_);
    return Request{map_, device_, lock_, mailboxes_, side, settings_.writes, unit_, request}.answered();
}

bool Server::is_own(Framing framing, std::uint8_t unit) const {
    return unit == unit_ || (framing == Framing::tcp && (unit == 0 || unit == 255));
}

std::optional<Bytes> Server::answer_tcp(Side const& side, std::uint8_t unit, ByteView request) {
    if (is_own(Framing::tcp, unit)) return answer(side, request);
    if (!settings_.answers_for_others || request.empty()) return std::nullopt;
    return refuse(request[0], Refusal::no_such_unit);
}

std::optional<Bytes> Server::answer_serial(Side const& side, std::uint8_t unit, ByteView request) {
    if (is_own(Framing::rtu, unit)) return answer(side, request);
    if (unit == 0 && !request.empty() && (request[0] == kWriteOne || request[0] == kWriteMany)) (void)answer(side, request);
    return std::nullopt;
}

}  // namespace mb::modbus
