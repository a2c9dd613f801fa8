// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/comm/modbus/session.hpp"

#include <utility>

namespace mb::modbus {
namespace {

TcpFrame request_of(TcpFrame frame) { return frame; }
TcpFrame request_of(RtuFrame frame) { return {0, frame.unit, std::move(frame.pdu)}; }

}  // namespace

Session::Session(Exchange exchange) : exchange_(std::move(exchange)) {
    if (framing_of(exchange_.kind()) == Framing::rtu) parser_.emplace<RtuStream>();
}

bool Session::receive(ByteView in, Outgoing& out) {
    auto const answer = [&](auto& parser) {
        parser.push(in);
        while (auto frame = parser.next()) {
            ++frames_;
            exchange_.answer(request_of(*std::move(frame)), out);
        }
        exchange_.note_nonsense(parser.take_nonsense());
        return !parser.broken();
    };
    return std::visit(answer, parser_);
}

bool Session::mid_frame() const {
    return std::visit([](auto const& parser) { return parser.mid_frame(); }, parser_);
}

}  // namespace mb::modbus
