// SPDX-License-Identifier: GPL-3.0-or-later
#include "hil/virtual_rig/controller.hpp"

#include <algorithm>
#include <utility>

namespace mb::virtual_rig {
namespace {

constexpr std::array<std::string_view, 10> kRequestNames{"hello",  "clock",   "watchdog", "supply", "relay",
                                                         "inputs", "outputs", "pulses",   "state",  "safe"};
constexpr std::size_t kNameBytes = 32;
constexpr std::string_view kName = "Meterbench virtual rig";
constexpr std::size_t kMostPulsesTold = (kControllerPayload - 9) / 8;
static_assert(kName.size() <= kNameBytes);

}  // namespace

struct RigController::Reply {
    ControllerStatus status = ControllerStatus::good;
    Bytes payload;

    void refuse(ControllerStatus why, std::string_view sentence) {
        status = why;
        payload.assign(sentence.begin(), sentence.end());
    }
};

std::optional<ControllerRequest> controller_request(std::string_view name) {
    auto const found = std::ranges::find(kRequestNames, name);
    if (found == kRequestNames.end()) return std::nullopt;
    return static_cast<ControllerRequest>(1 + (found - kRequestNames.begin()));
}

Message RigController::answer(Message const& request, std::uint64_t ticks, Microseconds wall) {
    watch(wall);
    latest_ = wall;
    Reply reply;
    PayloadReader payload{request.payload};
    bool known = true;
    if (request.version != kControllerVersion) {
        reply.refuse(ControllerStatus::unknown_type, "this controller speaks version 1");
    } else if (std::ranges::find(refused_, static_cast<ControllerRequest>(request.type)) != refused_.end()) {
        reply.refuse(ControllerStatus::internal_fault, "told to fail");
    } else {
        switch (static_cast<ControllerRequest>(request.type)) {
            case ControllerRequest::hello:
                payload.u16();
                hello(reply);
                break;
            case ControllerRequest::clock:
                put_le64(reply.payload, ticks);
                break;
            case ControllerRequest::watchdog:
                set_watchdog(payload, reply);
                break;
            case ControllerRequest::supply:
                set_supply(payload, reply);
                break;
            case ControllerRequest::relay:
                set_relay(payload, reply);
                break;
            case ControllerRequest::inputs:
                set_inputs(payload, reply);
                break;
            case ControllerRequest::outputs:
                reply.payload.push_back(0);
                break;
            case ControllerRequest::pulses:
                pulses(payload, ticks, reply);
                break;
            case ControllerRequest::state:
                tell_state(reply);
                break;
            case ControllerRequest::safe:
                let_go();  // whatever the payload
                payload.rest();
                break;
            default:
                known = false;
        }
        if (!known)
            reply.refuse(ControllerStatus::unknown_type, "no such request");
        else if (reply.status == ControllerStatus::good && !payload.done())
            reply.refuse(ControllerStatus::bad_payload, "the payload has another length");
    }
    return {kControllerProtocol,
            kControllerVersion,
            static_cast<std::uint8_t>(request.type | kReplyBit),
            static_cast<std::uint8_t>(reply.status),
            request.sequence,
            std::move(reply.payload)};
}

void RigController::hello(Reply& reply) const {
    put_le16(reply.payload, kControllerVersion);
    reply.payload.insert(reply.payload.end(), kName.begin(), kName.end());
    reply.payload.resize(2 + kNameBytes);
    for (std::size_t const count : {kRelays, kDigitalInputs, kDigitalOutputs, std::size_t{1}})
        reply.payload.push_back(static_cast<std::uint8_t>(count));
    put_le32(reply.payload, kTicksPerSecond);
}

void RigController::set_watchdog(PayloadReader& payload, Reply&) {
    auto const milliseconds = payload.u16();
    if (!payload.done()) return;
    patience_.reset();
    if (milliseconds > 0) patience_ = std::chrono::milliseconds{milliseconds};
}

void RigController::set_supply(PayloadReader& payload, Reply& reply) {
    auto const on = payload.u8();
    if (!payload.done()) return;
    if (on > 1)
        reply.refuse(ControllerStatus::bad_payload, "supply is 0 or 1");
    else if (on == 1 && !interlock_)
        reply.refuse(ControllerStatus::not_now, "the interlock is open");
    else
        state_.supply = on == 1;
}

void RigController::set_relay(PayloadReader& payload, Reply& reply) {
    auto const relay = payload.u8();
    auto const to = payload.u8();
    if (!payload.done()) return;
    if (relay >= kRelays)
        reply.refuse(ControllerStatus::no_such_channel, "relays are 0 to 7");
    else if (!has_state(relay, to))
        reply.refuse(ControllerStatus::bad_payload, "the relay has no such state");
    else if (to != 0 && !interlock_)
        reply.refuse(ControllerStatus::not_now, "the interlock is open");
    else
        state_.relays[relay] = to;
}

void RigController::set_inputs(PayloadReader& payload, Reply& reply) {
    auto const closed = payload.u8();
    if (!payload.done()) return;
    if (closed >> kDigitalInputs != 0)
        reply.refuse(ControllerStatus::no_such_channel, "there are four inputs");
    else if (closed != 0 && !interlock_)
        reply.refuse(ControllerStatus::not_now, "the interlock is open");
    else
        state_.inputs = closed;
}

void RigController::pulses(PayloadReader& payload, std::uint64_t ticks, Reply& reply) const {
    auto const channel = payload.u8();
    auto const from = payload.u64();
    if (!payload.done()) return;
    if (channel != 0) return reply.refuse(ControllerStatus::no_such_channel, "there is one pulse channel");
    // The world is made a little ahead of its clock: what has not yet flashed is not told.
    auto const flashed = std::ranges::upper_bound(pulses_, ticks) - pulses_.begin();
    std::uint64_t const end = first_kept_ + static_cast<std::uint64_t>(flashed);
    std::uint64_t const first = std::clamp(from, first_kept_, end);
    std::uint64_t const count = std::min<std::uint64_t>(end - first, kMostPulsesTold);
    put_le64(reply.payload, first);
    reply.payload.push_back(static_cast<std::uint8_t>(count));
    for (std::uint64_t n = first; n < first + count; ++n) put_le64(reply.payload, pulses_[n - first_kept_]);
}

void RigController::tell_state(Reply& reply) const {
    reply.payload = {state_.supply, state_.inputs, interlock_, static_cast<std::uint8_t>(kRelays)};
    reply.payload.insert(reply.payload.end(), state_.relays.begin(), state_.relays.end());
}

void RigController::watch(Microseconds wall) {
    if (patience_ && wall - latest_ > *patience_) let_go();
}

void RigController::set_interlock(bool closed) {
    if (interlock_ && !closed) let_go();
    interlock_ = closed;
}

void RigController::add_pulse(std::uint64_t ticks) {
    pulses_.push_back(ticks);
    if (pulses_.size() > kPulsesKept) {
        pulses_.pop_front();
        ++first_kept_;
    }
}

void RigController::spoil(std::vector<ControllerRequest> ignored, std::vector<ControllerRequest> refused) {
    ignored_ = std::move(ignored);
    refused_ = std::move(refused);
}

bool RigController::ignores(std::uint8_t type) const {
    return std::ranges::find(ignored_, static_cast<ControllerRequest>(type)) != ignored_.end();
}

void ControllerSession::receive(ByteView bytes, Moment now) {
    if (now.wall - heard_ > kFrameGap) reader_.reset();
    heard_ = now.wall;
    reader_.push(bytes);
    while (auto const request = reader_.next()) {
        if ((request->type & kReplyBit) != 0 || controller_.ignores(request->type)) continue;
        if (latest_ != request) {
            reply_ = message_bytes(controller_.answer(*request, static_cast<std::uint64_t>(now.world * rate_), now.wall));
            latest_ = request;
        }
        output_.insert(output_.end(), reply_.begin(), reply_.end());
    }
}

Bytes ControllerSession::proceed(Moment) { return std::exchange(output_, {}); }

}  // namespace mb::virtual_rig
