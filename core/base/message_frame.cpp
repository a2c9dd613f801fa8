// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/message_frame.hpp"

#include <algorithm>
#include <array>
#include <bit>

namespace mb {
namespace {

constexpr std::uint8_t kMagic[2] = {'M', 'B'};

/// Row 0 takes the next byte; row n a byte that n more follow, so that eight are taken at once ("slicing by 8", Kounavis and Berry 2005).
using CrcTable = std::array<std::array<std::uint32_t, 256>, 8>;
constexpr CrcTable crc_table() {
    CrcTable table{};
    for (std::uint32_t i = 0; i < 256; ++i) {
        std::uint32_t c = i;
        for (int bit = 0; bit < 8; ++bit) c = (c & 1U) != 0 ? 0xEDB8'8320U ^ (c >> 1) : c >> 1;
        table[0][i] = c;
    }
    for (std::size_t row = 1; row < table.size(); ++row)
        for (std::size_t i = 0; i < 256; ++i) table[row][i] = table[0][table[row - 1][i] & 0xFFU] ^ (table[row - 1][i] >> 8);
    return table;
}

void put_le(Bytes& to, std::uint64_t value, std::size_t size) {
    for (std::size_t i = 0; i < size; ++i) to.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
}

std::uint64_t get_le(ByteView from, std::size_t at, std::size_t size) {
    std::uint64_t value = 0;
    for (std::size_t i = size; i-- > 0;) value = (value << 8) | from[at + i];
    return value;
}

}  // namespace

std::uint32_t crc32(ByteView bytes, std::uint32_t so_far) {
    static constexpr auto kTable = crc_table();
    std::uint32_t c = ~so_far;
    for (; bytes.size() >= 8; bytes = bytes.subspan(8)) {
        std::uint64_t const eight = get_le(bytes, 0, 8) ^ c;
        c = 0;
        for (std::size_t n = 0; n < 8; ++n) c ^= kTable[7 - n][(eight >> (8 * n)) & 0xFFU];
    }
    for (std::uint8_t const byte : bytes) c = kTable[0][(c ^ byte) & 0xFFU] ^ (c >> 8);
    return ~c;
}

Bytes message_bytes(Message const& message) {
    Bytes out{kMagic[0], kMagic[1], message.protocol, message.version, message.type, message.status};
    out.reserve(kMessageHead + message.payload.size() + kMessageTail);
    put_le16(out, message.sequence);
    put_le32(out, static_cast<std::uint32_t>(message.payload.size()));
    out.insert(out.end(), message.payload.begin(), message.payload.end());
    put_le32(out, crc32(out));
    return out;
}

void MessageReader::push(ByteView bytes) {
    if (at_ > 0) {  // what was read goes
        buffer_.erase(buffer_.begin(), buffer_.begin() + static_cast<std::ptrdiff_t>(at_));
        at_ = 0;
    }
    buffer_.insert(buffer_.end(), bytes.begin(), bytes.end());
}

std::optional<Message> MessageReader::next() {
    while (at_ < buffer_.size()) {
        ByteView const left = ByteView{buffer_}.subspan(at_);
        auto const pass_over = [&] {
            ++at_;
            ++passed_over_;
        };
        std::size_t const head = std::min(left.size(), std::size_t{3});
        std::uint8_t const wanted[3] = {kMagic[0], kMagic[1], protocol_};
        if (!std::equal(left.begin(), left.begin() + static_cast<std::ptrdiff_t>(head), wanted)) {
            pass_over();
            continue;
        }
        if (left.size() < kMessageHead) return std::nullopt;
        auto const length = static_cast<std::size_t>(get_le(left, 8, 4));
        if (length > longest_) {
            pass_over();
            continue;
        }
        std::size_t const end = kMessageHead + length;
        if (left.size() < end + kMessageTail) return std::nullopt;
        if (crc32(left.first(end)) != get_le(left, end, 4)) {
            pass_over();
            continue;
        }
        Message message;
        message.protocol = left[2];
        message.version = left[3];
        message.type = left[4];
        message.status = left[5];
        message.sequence = static_cast<std::uint16_t>(get_le(left, 6, 2));
        message.payload.assign(left.begin() + kMessageHead, left.begin() + static_cast<std::ptrdiff_t>(end));
        at_ += end + kMessageTail;
        return message;
    }
    return std::nullopt;
}

void MessageReader::reset() {
    passed_over_ += buffer_.size() - at_;
    buffer_.clear();
    at_ = 0;
}

void put_le16(Bytes& to, std::uint16_t value) { put_le(to, value, 2); }
void put_le32(Bytes& to, std::uint32_t value) { put_le(to, value, 4); }
void put_le64(Bytes& to, std::uint64_t value) { put_le(to, value, 8); }
void put_le_float(Bytes& to, float value) { put_le32(to, std::bit_cast<std::uint32_t>(value)); }

std::uint64_t PayloadReader::number(std::size_t size) {
    auto const own = bytes(size);
    return own.size() == size ? get_le(own, 0, size) : 0;
}

std::uint8_t PayloadReader::u8() { return static_cast<std::uint8_t>(number(1)); }
std::uint16_t PayloadReader::u16() { return static_cast<std::uint16_t>(number(2)); }
std::uint32_t PayloadReader::u32() { return static_cast<std::uint32_t>(number(4)); }
std::uint64_t PayloadReader::u64() { return number(8); }
float PayloadReader::f32() { return std::bit_cast<float>(u32()); }

ByteView PayloadReader::bytes(std::size_t count) {
    if (count > left_.size()) {
        ok_ = false;
        left_ = {};
        return {};
    }
    auto const own = left_.first(count);
    left_ = left_.subspan(count);
    return own;
}

}  // namespace mb
