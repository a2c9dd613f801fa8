// SPDX-License-Identifier: GPL-3.0-or-later
#include "firmware-bridge/rtu_reply.hpp"

#include "core/comm/modbus/pdu.hpp"
#include "core/comm/modbus/rtu.hpp"
#include "firmware-bridge/messages.hpp"

namespace mb::bridge {

std::optional<Result<Bytes>> RtuReply::push(ByteView bytes) {
    got_.insert(got_.end(), bytes.begin(), bytes.end());
    if (got_.empty()) return std::nullopt;
    auto const wrong = [&](std::string const& what) {
        return Result<Bytes>{infrastructure_error("the reply on its Modbus line {}; {}", what, so_far())};
    };
    if (got_[0] != unit_) return wrong(fmt::format("begins with unit {}, asked was unit {}", got_[0], unit_));
    if (got_.size() >= 2 && (got_[1] & ~modbus::kExceptionBit) != function_)
        return wrong(fmt::format("is to function {}, asked was function {}", got_[1] & ~modbus::kExceptionBit, function_));
    auto const length = modbus::reply_length(ByteView{got_}.subspan(1));
    if (!length) {  // a function whose reply has no stated length: it ends where the CRC is right
        if (auto frame = modbus::rtu_frame(got_)) return Result<Bytes>{std::move(frame->pdu)};
        if (got_.size() >= modbus::kLongestRtu) return wrong("does not end");
        return std::nullopt;
    }
    std::size_t const whole = 1 + *length + 2;
    if (whole > modbus::kLongestRtu)
        return wrong(fmt::format("announces {} bytes, and a frame has at most {}", whole, modbus::kLongestRtu));
    if (got_.size() < whole) return std::nullopt;
    auto frame = modbus::rtu_frame(ByteView{got_}.first(whole));
    if (!frame) return wrong("has a wrong CRC");
    if (got_.size() > whole) return wrong(fmt::format("is followed by {} bytes that nobody asked for", got_.size() - whole));
    return Result<Bytes>{std::move(frame->pdu)};
}

std::string RtuReply::so_far() const {
    if (got_.empty()) return "nothing came";
    return fmt::format("{} bytes came: {}", got_.size(), hex_bytes(got_));
}

}  // namespace mb::bridge
