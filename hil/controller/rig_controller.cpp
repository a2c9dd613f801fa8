// SPDX-License-Identifier: GPL-3.0-or-later
#include "hil/controller/rig_controller.hpp"

#include <algorithm>

namespace mb::hil {

Error RigController::malformed(RigMessage type) const {
    return infrastructure_error("{}: the rig controller's reply to {} has not the shape of the protocol", port_.name(), name(type));
}

Result<Bytes> RigController::ask(RigMessage type, ByteView payload) {
    auto reply = port_.ask(type, payload);
    if (reply) last_contact_ = std::chrono::steady_clock::now();
    return reply;
}

Result<void> RigController::command(RigMessage type, ByteView payload) {
    auto const reply = ask(type, payload);
    if (!reply) return reply.error();
    if (!reply->empty()) return malformed(type);
    return {};
}

Result<RigIdentity> RigController::hello() {
    Bytes request;
    put_le16(request, kRigVersion);
    auto const reply = ask(RigMessage::hello, request);
    if (!reply) return reply.error();
    PayloadReader in{*reply};
    auto const version = in.u16();
    auto const text = in.bytes(32);
    RigIdentity got;
    for (std::uint8_t const byte : text) {
        if (byte == 0) break;
        got.name += byte >= ' ' && byte <= '~' ? static_cast<char>(byte) : '?';
    }
    got.relays = in.u8();
    got.inputs = in.u8();
    got.outputs = in.u8();
    got.pulse_channels = in.u8();
    got.ticks_per_second = in.u32();
    if (!in.done()) return malformed(RigMessage::hello);
    if (version != kRigVersion)
        return infrastructure_error("{}: the rig controller '{}' speaks version {} of the protocol; version {} is needed", port_.name(),
                                    got.name, version, kRigVersion);
    if (got.ticks_per_second == 0) return infrastructure_error("{}: the clock of '{}' has no ticks", port_.name(), got.name);
    identity_ = got;
    return got;
}

Result<std::uint64_t> RigController::clock() {
    auto const seconds = [&](std::chrono::steady_clock::time_point at) { return std::chrono::duration<double>(at - begin_).count(); };
    auto const sent = std::chrono::steady_clock::now();
    auto const reply = ask(RigMessage::clock, {});
    if (!reply) return reply.error();
    auto const answered = std::chrono::steady_clock::now();
    PayloadReader in{*reply};
    auto const ticks = in.u64();
    if (!in.done()) return malformed(RigMessage::clock);
    if (ticks < last_ticks_)
        return infrastructure_error("{}: the clock of the rig controller went back from {} to {}: it has started anew", port_.name(),
                                    last_ticks_, ticks);
    last_ticks_ = ticks;
    fit_.add((seconds(sent) + seconds(answered)) / 2.0, ticks);
    return ticks;
}

Result<void> RigController::watchdog(std::uint16_t milliseconds) {
    Bytes request;
    put_le16(request, milliseconds);
    return command(RigMessage::watchdog, request);
}

Result<void> RigController::supply(bool on) { return command(RigMessage::supply, Bytes{on ? std::uint8_t{1} : std::uint8_t{0}}); }
Result<void> RigController::relay(std::uint8_t relay, std::uint8_t state) { return command(RigMessage::relay, Bytes{relay, state}); }
Result<void> RigController::inputs(std::uint8_t closed) { return command(RigMessage::inputs, Bytes{closed}); }
Result<void> RigController::safe() { return command(RigMessage::safe, {}); }

Result<std::uint8_t> RigController::outputs() {
    auto const reply = ask(RigMessage::outputs, {});
    if (!reply) return reply.error();
    if (reply->size() != 1) return malformed(RigMessage::outputs);
    return (*reply)[0];
}

Result<RigPulses> RigController::pulses(std::uint8_t channel, std::uint64_t from) {
    Bytes request{channel};
    put_le64(request, from);
    auto const reply = ask(RigMessage::pulses, request);
    if (!reply) return reply.error();
    PayloadReader in{*reply};
    RigPulses got;
    got.first = in.u64();
    for (unsigned count = in.u8(); count > 0 && in.ok(); --count) got.ticks.push_back(in.u64());
    if (!in.done() || !std::is_sorted(got.ticks.begin(), got.ticks.end())) return malformed(RigMessage::pulses);
    return got;
}

Result<RigState> RigController::state() {
    auto const reply = ask(RigMessage::state, {});
    if (!reply) return reply.error();
    PayloadReader in{*reply};
    RigState got;
    got.supply = in.u8() != 0;
    got.inputs = in.u8();
    got.interlock_closed = in.u8() != 0;
    auto const relays = in.bytes(in.u8());
    if (!in.done()) return malformed(RigMessage::state);
    got.relays.assign(relays.begin(), relays.end());
    return got;
}

}  // namespace mb::hil
