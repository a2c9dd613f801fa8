// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/engine/modbus_path.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/measure.hpp"
#include "core/comm/modbus/pdu.hpp"

namespace mb {
namespace {

constexpr std::uint8_t kUnit = 1;
constexpr std::size_t kHeader = 7;  // of Modbus TCP, with the unit

/// Why a client throws these bytes away; empty where it takes them.
std::string wrong(ByteView bytes, ByteView asked) {
    using namespace modbus;
    FrameFacts const told = facts_of(Framing::tcp, Direction::reply, bytes, asked);
    FrameFacts const request = facts_of(Framing::tcp, Direction::request, asked);
    if (!told.trouble.empty()) return told.trouble;
    if (told.transaction != request.transaction)
        return fmt::format("transaction {} instead of {}", told.transaction.value_or(0), request.transaction.value_or(0));
    if (told.unit != request.unit) return fmt::format("from unit {} instead of {}", told.unit.value_or(0), request.unit.value_or(0));
    if (told.function != request.function)
        return fmt::format("to function {} instead of {}", told.function.value_or(0), request.function.value_or(0));
    return {};
}

}  // namespace

Delivery ModbusPath::exchange(ByteView request, modbus::Microseconds patience) {
    using namespace modbus;
    std::vector<Strike> strikes;
    TcpFrame frame{++transaction_, kUnit, Bytes(request.begin(), request.end())};
    if (!undisturbed_ && !injector_.idle())
        strikes = injector_.judge(facts_of(Framing::tcp, Direction::request, tcp_bytes(frame)), LinkKind::tcp, now_);
    auto const exception = exception_of(strikes);
    Bytes reply;
    if (exception) {
        reply = {static_cast<std::uint8_t>(request[0] | kExceptionBit), *exception};
    } else {
        auto answered = target_.exchange(Port::modbus, request);
        if (!answered) return {Delivery::State::gone, {}, {}, answered.error().sentence, false};
        reply = std::move(*answered);
    }
    if (strikes.empty()) return {Delivery::State::whole, std::move(reply), {}, {}, false};

    Bytes const asked = tcp_bytes(frame);
    frame.pdu = std::move(reply);
    Outgoing out;
    spoil(strikes, LinkKind::tcp, std::move(frame), out);
    Delivery delivery;
    Bytes came;
    for (Outgoing::Piece const& piece : out.pieces) {
        delivery.late += piece.after;
        if (delivery.late <= patience) came.insert(came.end(), piece.bytes.begin(), piece.bytes.end());
    }
    if (came.empty() || delivery.late > patience) {
        delivery.state = Delivery::State::none;
        delivery.sentence = out.close && came.empty()
                                ? "the connection was closed"
                                : fmt::format("no reply within {}", print(static_cast<double>(patience.count()) * 1e-6, Unit::second));
        return delivery;
    }
    delivery.sentence = wrong(came, asked);
    if (!delivery.sentence.empty()) {
        delivery.state = Delivery::State::wrong;
        return delivery;
    }
    delivery.reply.assign(came.begin() + kHeader, came.end());
    delivery.put_in_its_place = exception.has_value();
    return delivery;
}

}  // namespace mb
