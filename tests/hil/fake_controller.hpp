// SPDX-License-Identifier: GPL-3.0-or-later
/// A rig controller whose clock moves when it is asked, so that hours pass in no time.
#pragma once

#include <array>
#include <atomic>
#include <optional>
#include <vector>

#include "core/base/message_frame.hpp"
#include "hil/controller/rig_port.hpp"
#include "tests/hil/fake_line.hpp"

namespace mb::hil::test {

class FakeController {
public:
    FakeController() : line([this](ByteView bytes) { return feed(bytes); }) {}

    std::atomic<bool> supply{false};
    std::atomic<bool> ever_on{false};
    std::atomic<bool> interlock_closed{true};
    std::atomic<bool> mute{false};
    std::atomic<bool> stands_still{false};
    std::atomic<int> ignores{0};       ///< so many requests go unheard
    std::atomic<int> safes{0};         ///< how often `safe` was heard
    std::atomic<unsigned> repeats{0};  ///< requests that came again with their sequence
    std::atomic<std::uint64_t> ticks{0};
    std::atomic<std::uint8_t> relay_count{8};
    std::array<std::atomic<std::uint8_t>, 8> relays{};
    std::atomic<std::uint64_t> pulse_every{0};  ///< ticks between pulses of channel 0; 0: none
    std::atomic<unsigned> closed_inputs{0};
    std::vector<std::uint8_t> heard;  ///< types, in order; to be looked at when the bench is silent

    static constexpr std::uint32_t kTicksPerSecond = 1'000'000;
    static constexpr std::uint64_t kPerQuestion = 20'000;  ///< a clock question lets 20 ms pass

private:
    Bytes feed(ByteView bytes) {
        reader_.push(bytes);
        Bytes out;
        while (auto request = reader_.next()) {
            if (mute || (ignores > 0 && ignores-- > 0)) continue;
            if (last_ && last_->sequence == request->sequence && last_->type == (request->type | kReplyBit)) {
                ++repeats;
            } else {
                heard.push_back(request->type);
                last_ = Message{kRigProtocol, kRigVersion, static_cast<std::uint8_t>(request->type | kReplyBit), 0, request->sequence, {}};
                carry_out(*request, *last_);
            }
            Bytes const frame = message_bytes(*last_);
            out.insert(out.end(), frame.begin(), frame.end());
        }
        return out;
    }

    void carry_out(Message const& request, Message& reply) {
        PayloadReader in{request.payload};
        switch (static_cast<RigMessage>(request.type)) {
            case RigMessage::hello: {
                put_le16(reply.payload, kRigVersion);
                std::string const name = "fake rig";
                reply.payload.insert(reply.payload.end(), name.begin(), name.end());
                reply.payload.resize(34);
                reply.payload.insert(reply.payload.end(), {relay_count.load(), 8, 8, 2});
                put_le32(reply.payload, kTicksPerSecond);
                break;
            }
            case RigMessage::clock:
                if (!stands_still) ticks += kPerQuestion;
                put_le64(reply.payload, ticks);
                break;
            case RigMessage::supply:
                if (!interlock_closed) {
                    reply.status = 4;
                    break;
                }
                supply = in.u8() != 0;
                if (supply) ever_on = true;
                break;
            case RigMessage::relay: {
                auto const relay = in.u8();
                if (relay >= relays.size())
                    reply.status = 3;
                else
                    relays[relay] = in.u8();
                break;
            }
            case RigMessage::inputs:
                closed_inputs = in.u8();
                break;
            case RigMessage::outputs:
                reply.payload = {0b101};
                break;
            case RigMessage::pulses:
                pulses(in, reply);
                break;
            case RigMessage::state:
                reply.payload = {supply ? std::uint8_t{1} : std::uint8_t{0}, static_cast<std::uint8_t>(closed_inputs.load()),
                                 interlock_closed ? std::uint8_t{1} : std::uint8_t{0}, static_cast<std::uint8_t>(relays.size())};
                for (auto const& relay : relays) reply.payload.push_back(relay);
                break;
            case RigMessage::safe:
                supply = false;
                closed_inputs = 0;
                for (auto& relay : relays) relay = 0;
                ++safes;
                break;
            case RigMessage::watchdog:
                break;
            default:
                reply.status = 1;
        }
    }

    void pulses(PayloadReader& in, Message& reply) {
        auto const channel = in.u8();
        auto const from = in.u64();
        std::uint64_t const every = pulse_every;
        std::uint64_t const there = channel != 0 || every == 0 ? 0 : ticks / every;
        std::uint64_t const first = std::max(from, there > 1'024 ? there - 1'024 : 0);
        auto const count = static_cast<std::uint8_t>(std::min<std::uint64_t>(60, there > first ? there - first : 0));
        put_le64(reply.payload, first);
        reply.payload.push_back(count);
        for (std::uint64_t n = first; n < first + count; ++n) put_le64(reply.payload, (n + 1) * every);
    }

    MessageReader reader_{kRigProtocol, kLongestRigPayload};
    std::optional<Message> last_;

public:
    FakeLine line;  // the last member: its thread uses the others
};

}  // namespace mb::hil::test
