// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/comm/modbus/server.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "core/catalogue/codec.hpp"
#include "core/comm/modbus/pdu.hpp"
#include "core/meter/write.hpp"

namespace mb::modbus {
namespace {

Bytes refuse(std::uint8_t function, Refusal why) {
    return {static_cast<std::uint8_t>(function | kExceptionBit), static_cast<std::uint8_t>(why)};
}

/// Blocks may touch: a range is readable when every register of it lies in some block.
bool inside_blocks(RegisterMap const& map, std::uint32_t first, std::uint32_t end) {
    if (end > 65'536) return false;
    while (first < end) {
        RegisterBlock const* const block = map.block_at(static_cast<std::uint16_t>(first));
        if (block == nullptr) return false;
        first = block->end;
    }
    return true;
}

Bytes read(RegisterMap const& map, Device& device, ByteView request) {
    std::uint8_t const function = request[0];
    if (request.size() != 5) return refuse(function, Refusal::illegal_value);
    std::uint16_t const first = get_u16(request, 1);
    std::uint16_t const count = get_u16(request, 3);
    if (count == 0 || count > kMostRead) return refuse(function, Refusal::illegal_value);
    if (!inside_blocks(map, first, std::uint32_t{first} + count)) return refuse(function, Refusal::illegal_address);

    auto const snapshot = device.snapshot();
    std::vector<std::uint16_t> words(count, 0);
    for (Register const& reg : map.in_range(first, count)) {
        std::vector<std::uint16_t> own(reg.words, 0);
        encode(reg, snapshot->value(reg.symbol), own);
        // A request may begin or end inside a register of several words.
        std::uint32_t const from = std::max<std::uint32_t>(reg.address, first);
        std::uint32_t const to = std::min<std::uint32_t>(reg.end(), std::uint32_t{first} + count);
        for (std::uint32_t at = from; at < to; ++at) words[at - first] = own[at - reg.address];
    }
    Bytes reply{function, static_cast<std::uint8_t>(2 * count)};
    for (auto const word : words) put_u16(reply, word);
    return reply;
}

/// Bits that the type cannot hold would be lost silently: 0x01FF is no U8.
bool fits(Register const& reg, Value const& value, std::span<std::uint16_t const> words) {
    if (reg.type == RegisterType::string_16 || reg.type == RegisterType::string_norm) return true;
    std::vector<std::uint16_t> again(words.size(), 0);
    encode(reg, value, again);
    return std::ranges::equal(again, words);
}

/// Writes `words` at `first` or tells why not.
std::optional<Refusal> write(RegisterMap const& map, Device& device, std::uint16_t first, std::span<std::uint16_t const> words) {
    std::uint32_t const end = first + static_cast<std::uint32_t>(words.size());
    if (!inside_blocks(map, first, end)) return Refusal::illegal_address;
    std::vector<SymbolWrite> writes;
    std::uint32_t at = first;  // every register written must be whole, writable, and follow the one before
    bool values_fit = true;
    for (Register const& reg : map.in_range(first, static_cast<std::uint16_t>(words.size()))) {
        if (reg.address != at || reg.end() > end || reg.access == Access::read) return Refusal::illegal_address;
        auto const own = words.subspan(at - first, reg.words);
        writes.push_back({reg.symbol, decode(reg, own)});
        values_fit = values_fit && fits(reg, writes.back().value, own);
        at = reg.end();
    }
    if (at != end) return Refusal::illegal_address;
    if (!values_fit) return Refusal::illegal_value;
    auto const commands = commands_for(writes, device.snapshot()->settings);
    if (!commands) return Refusal::illegal_value;
    for (Command const& command : *commands) device.post(command);
    return std::nullopt;
}

Bytes write_one(RegisterMap const& map, Device& device, ByteView request) {
    if (request.size() != 5) return refuse(kWriteOne, Refusal::illegal_value);
    std::array const word{get_u16(request, 3)};
    if (auto const why = write(map, device, get_u16(request, 1), word)) return refuse(kWriteOne, *why);
    return Bytes(request.begin(), request.end());
}

Bytes write_many(RegisterMap const& map, Device& device, ByteView request) {
    if (request.size() < 6) return refuse(kWriteMany, Refusal::illegal_value);
    std::uint16_t const count = get_u16(request, 3);
    if (count == 0 || count > kMostWritten || request[5] != 2 * count || request.size() != 6U + request[5])
        return refuse(kWriteMany, Refusal::illegal_value);
    std::vector<std::uint16_t> words;
    for (std::size_t i = 0; i < count; ++i) words.push_back(get_u16(request, 6 + 2 * i));
    if (auto const why = write(map, device, get_u16(request, 1), words)) return refuse(kWriteMany, *why);
    return Bytes(request.begin(), request.begin() + 5);
}

}  // namespace

Bytes answer(RegisterMap const& map, Device& device, ByteView request) {
    device.note_traffic();
    std::uint8_t const function = request.empty() ? std::uint8_t{0} : request[0];
    switch (function) {
        case kReadHolding:
        case kReadInput:
            return read(map, device, request);
        case kWriteOne:
            return write_one(map, device, request);
        case kWriteMany:
            return write_many(map, device, request);
        default:
            return refuse(function, Refusal::illegal_function);
    }
}

Server::Server(RegisterMap map, Device& device, std::uint8_t unit) : map_(std::move(map)), device_(device), unit_(unit) {}

std::optional<Bytes> Server::answer_tcp(std::uint8_t unit, ByteView request) const {
    if (unit != unit_ && unit != 0 && unit != 255) return std::nullopt;
    return answer(map_, device_, request);
}

}  // namespace mb::modbus
