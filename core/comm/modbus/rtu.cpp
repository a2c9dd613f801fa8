// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/comm/modbus/rtu.hpp"

#include <array>

#include "core/comm/modbus/pdu.hpp"

namespace mb::modbus {
namespace {

constexpr std::array<std::uint16_t, 256> make_crc_table() {
    std::array<std::uint16_t, 256> table{};
    for (unsigned n = 0; n < table.size(); ++n) {
        unsigned crc = n;
        for (int bit = 0; bit < 8; ++bit) crc = (crc & 1U) != 0 ? (crc >> 1) ^ 0xA001U : crc >> 1;
        table[n] = static_cast<std::uint16_t>(crc);
    }
    return table;
}
constexpr auto kCrcTable = make_crc_table();

}  // namespace

std::uint16_t crc16(ByteView bytes) {
    unsigned crc = 0xFFFF;
    for (auto const byte : bytes) crc = (crc >> 8) ^ kCrcTable[(crc ^ byte) & 0xFFU];
    return static_cast<std::uint16_t>(crc);
}

Bytes rtu_bytes(RtuFrame const& frame) {
    Bytes bytes{frame.unit};
    bytes.insert(bytes.end(), frame.pdu.begin(), frame.pdu.end());
    auto const crc = crc16(bytes);
    bytes.push_back(static_cast<std::uint8_t>(crc & 0xFFU));
    bytes.push_back(static_cast<std::uint8_t>(crc >> 8));
    return bytes;
}

std::optional<RtuFrame> rtu_frame(ByteView bytes) {
    if (bytes.size() < kShortestRtu || bytes.size() > kLongestRtu || crc16(bytes) != 0) return std::nullopt;
    auto const pdu = bytes.subspan(1, bytes.size() - 3);
    return RtuFrame{bytes[0], Bytes(pdu.begin(), pdu.end())};
}

RtuTiming strict_timing(unsigned baud) {
    if (baud > 19'200 || baud == 0) return {Microseconds{1'750}, Microseconds{750}, Microseconds{0}};
    constexpr std::int64_t kBits = 11'000'000;  // of a character, in microseconds times bit/s
    return {Microseconds{kBits * 7 / 2 / baud}, Microseconds{kBits * 3 / 2 / baud}, Microseconds{0}};
}

RtuTiming host_timing(unsigned baud) { return {strict_timing(baud).between, Microseconds{0}, Microseconds{50'000}}; }

std::optional<RtuFrame> RtuReceiver::receive(ByteView bytes, Microseconds at) {
    auto ended = silence(at);
    auto const gap = at - last_;
    if (!buffer_.empty() && timing_.inside.count() > 0 && gap > timing_.inside) spoilt_ = true;
    if (!bytes.empty()) last_ = at;
    buffer_.insert(buffer_.end(), bytes.begin(), bytes.end());
    if (buffer_.size() > kLongestRtu) {
        spoilt_ = true;
        buffer_.resize(kLongestRtu);  // what is lost need not be kept
    }
    return ended;
}

std::optional<RtuFrame> RtuReceiver::silence(Microseconds at) {
    if (buffer_.empty() || at - last_ < timing_.between) return std::nullopt;
    if (!spoilt_) {
        if (auto frame = take()) return frame;
    }
    if (spoilt_ || at - last_ >= timing_.between + timing_.patience) drop();
    return std::nullopt;
}

std::optional<RtuFrame> RtuReceiver::take() {
    auto frame = rtu_frame(buffer_);
    if (!frame) return std::nullopt;
    ++counts_.frames;
    buffer_.clear();
    return frame;
}

void RtuReceiver::drop() {
    ++counts_.bad;
    nonsense_.assign(buffer_.begin(), buffer_.end());
    buffer_.clear();
    spoilt_ = false;
}

std::optional<Microseconds> RtuReceiver::deadline() const {
    if (buffer_.empty()) return std::nullopt;
    bool const may_be_one = !spoilt_ && buffer_.size() >= kShortestRtu && crc16(buffer_) == 0;
    return last_ + timing_.between + (spoilt_ || may_be_one ? Microseconds{0} : timing_.patience);
}

void RtuStream::push(ByteView bytes) {
    if (broken_) return;
    buffer_.erase(buffer_.begin(), buffer_.begin() + static_cast<std::ptrdiff_t>(at_));
    at_ = 0;
    buffer_.insert(buffer_.end(), bytes.begin(), bytes.end());
}

std::optional<RtuFrame> RtuStream::next() {
    while (!broken_) {
        ByteView const rest = ByteView{buffer_}.subspan(at_);
        if (rest.size() < 2) return std::nullopt;
        ByteView const pdu = rest.subspan(1);
        std::size_t whole = rest.size();  // of an unknown function: all that is there may be it
        if (length_is_known(pdu[0])) {
            auto const length = request_length(pdu);
            if (!length || rest.size() < 1 + *length + 2) return std::nullopt;
            whole = 1 + *length + 2;
        }
        if (whole > kLongestRtu) {
            broken_ = true;
            nonsense_.assign(rest.begin(), rest.end());
            return std::nullopt;
        }
        auto frame = rtu_frame(rest.first(whole));
        if (!frame && !length_is_known(pdu[0])) return std::nullopt;
        at_ += whole;
        if (frame) return frame;
        nonsense_.assign(rest.begin(), rest.begin() + static_cast<std::ptrdiff_t>(whole));
        ++bad_;
    }
    return std::nullopt;
}

}  // namespace mb::modbus
