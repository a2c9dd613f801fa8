// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/comm/modbus/exchange.hpp"

#include <utility>

#include "core/comm/modbus/pdu.hpp"

namespace mb::modbus {

Exchange::Exchange(Server& server, Side side, std::string link, WallClock clock)
    : server_(server), side_(std::move(side)), name_(std::move(link)), clock_(clock) {}

void Exchange::answer(TcpFrame const& request, Outgoing& out) {
    Framing const framing = framing_of(side_.kind);
    bool const logged = server_.traffic().on();
    bool const judged = !server_.injector().idle() && server_.is_own(framing, request.unit);
    Bytes const asked = logged || judged ? framed(framing, request) : Bytes{};
    if (logged) log(Direction::request, asked, {}, Microseconds{0}, {});

    std::vector<Strike> strikes;
    if (judged) strikes = server_.injector().judge(facts_of(framing, Direction::request, asked), side_.kind, server_.now());
    std::optional<Bytes> reply;
    if (auto const code = exception_of(strikes))
        reply = Bytes{static_cast<std::uint8_t>(request.pdu[0] | kExceptionBit), *code};
    else
        reply = framing == Framing::tcp ? server_.answer_tcp(side_, request.unit, request.pdu)
                                        : server_.answer_serial(side_, request.unit, request.pdu);
    if (!reply) return;
    TcpFrame frame{request.transaction, request.unit, *std::move(reply)};
    if (!logged && strikes.empty()) return out.send(framed(framing, frame));

    Outgoing own;
    spoil(strikes, side_.kind, std::move(frame), own);
    if (logged) {
        Bytes sent;
        for (auto const& piece : own.pieces) sent.insert(sent.end(), piece.bytes.begin(), piece.bytes.end());
        auto const later = own.pieces.empty() ? Microseconds{0} : own.pieces.front().after;
        log(Direction::reply, std::move(sent), asked, later, text(strikes));
    }
    for (auto& piece : own.pieces) out.send(std::move(piece.bytes), piece.after);
    out.close = out.close || own.close;
}

void Exchange::note_nonsense(Bytes bytes) {
    if (server_.traffic().on() && !bytes.empty()) log(Direction::request, std::move(bytes), {}, Microseconds{0}, {});
}

void Exchange::log(Direction direction, Bytes bytes, Bytes request, Microseconds later, std::string fault) {
    if (!link_) link_ = server_.traffic().open_link(side_.kind, name_);
    TrafficEntry entry;
    entry.time = clock_() + later;
    entry.link = link_;
    entry.direction = direction;
    entry.bytes = std::move(bytes);
    entry.request = std::move(request);
    if (latest_) entry.gap = entry.time - *latest_;
    latest_ = entry.time;
    entry.fault = std::move(fault);
    server_.traffic().add(std::move(entry));
}

}  // namespace mb::modbus
