// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/comm/modbus/mbap.hpp"

#include "core/comm/modbus/pdu.hpp"

namespace mb::modbus {
namespace {

constexpr std::size_t kHeader = 6;  // transaction, protocol, length

}  // namespace

Bytes tcp_bytes(TcpFrame const& frame) {
    Bytes bytes;
    bytes.reserve(kHeader + 1 + frame.pdu.size());
    put_u16(bytes, frame.transaction);
    put_u16(bytes, 0);
    put_u16(bytes, static_cast<std::uint16_t>(1 + frame.pdu.size()));
    bytes.push_back(frame.unit);
    bytes.insert(bytes.end(), frame.pdu.begin(), frame.pdu.end());
    return bytes;
}

void MbapParser::push(ByteView bytes) {
    if (broken_) return;
    buffer_.erase(buffer_.begin(), buffer_.begin() + static_cast<std::ptrdiff_t>(at_));
    at_ = 0;
    buffer_.insert(buffer_.end(), bytes.begin(), bytes.end());
}

std::optional<TcpFrame> MbapParser::next() {
    ByteView const rest = ByteView{buffer_}.subspan(at_);
    if (broken_ || rest.size() < kHeader) return std::nullopt;
    std::size_t const length = get_u16(rest, 4);  // unit and PDU
    if (get_u16(rest, 2) != 0 || length < 2 || length > 1 + kLongestPdu) {
        broken_ = true;
        nonsense_.assign(rest.begin(), rest.end());
        return std::nullopt;
    }
    if (rest.size() < kHeader + length) return std::nullopt;
    auto const pdu = rest.subspan(kHeader + 1, length - 1);
    at_ += kHeader + length;
    return TcpFrame{get_u16(rest, 0), rest[kHeader], Bytes(pdu.begin(), pdu.end())};
}

}  // namespace mb::modbus
