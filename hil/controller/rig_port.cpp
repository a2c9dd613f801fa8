// SPDX-License-Identifier: GPL-3.0-or-later
#include "hil/controller/rig_port.hpp"

#include <array>
#include <optional>

namespace mb::hil {
namespace {

constexpr int kAttempts = 4;  // the first one and three more
constexpr std::array<std::string_view, 11> kNames{"",       "hello",   "clock",  "watchdog", "supply", "relay",
                                                  "inputs", "outputs", "pulses", "state",    "safe"};
constexpr std::array<std::string_view, 6> kStatus{
    "good", "unknown type", "bad payload", "no such channel", "not now (interlock open)", "internal fault"};

std::string words(Message const& reply) {
    std::string text{reply.status < kStatus.size() ? kStatus[reply.status] : std::string_view{"unknown status"}};
    std::string own;
    for (std::uint8_t const byte : reply.payload)
        if (byte >= ' ' && byte <= '~') own += static_cast<char>(byte);
    return own.empty() ? text : text + ": " + own;
}

}  // namespace

std::string_view name(RigMessage type) { return kNames[static_cast<std::size_t>(type)]; }

Result<std::optional<Message>> LinkRigPort::exchange(Message const& request) {
    if (auto sent = link_.write(message_bytes(request)); !sent) return sent.error();
    auto const until = std::chrono::steady_clock::now() + patience_;
    for (;;) {
        while (auto reply = reader_.next())  // late answers to earlier requests are passed over
            if (reply->type == (request.type | kReplyBit) && reply->sequence == request.sequence) return std::optional{*std::move(reply)};
        auto const left = std::chrono::ceil<Milliseconds>(until - std::chrono::steady_clock::now());
        if (left <= Milliseconds{0}) break;
        auto bytes = link_.read(left);
        if (!bytes) return bytes.error();
        reader_.push(*bytes);
    }
    reader_.reset();
    return std::optional<Message>{};
}

Result<Bytes> LinkRigPort::ask(RigMessage type, ByteView payload) {
    Message request{kRigProtocol, kRigVersion, static_cast<std::uint8_t>(type), 0, ++sequence_, {payload.begin(), payload.end()}};
    bool reopened = false;
    for (int attempt = 0; attempt < kAttempts; ++attempt) {
        auto reply = exchange(request);
        if (!reply) {
            if (reopened) return infrastructure_error("rig controller, {}: {}", hil::name(type), reply.error().sentence);
            reopened = true;
            reader_.reset();
            if (auto opened = link_.open(); !opened)
                return infrastructure_error("rig controller, {}: {}; {}", hil::name(type), reply.error().sentence, opened.error().sentence);
            continue;
        }
        if (!*reply) continue;
        Message const& got = **reply;
        if (got.version != kRigVersion)
            return infrastructure_error("{}: the rig controller speaks version {} of its protocol, not {}", name(), got.version,
                                        kRigVersion);
        if (got.status != 0) return infrastructure_error("{}: the rig controller refused {}: {}", name(), hil::name(type), words(got));
        return got.payload;
    }
    return infrastructure_error("{}: the rig controller did not answer {}, asked {} times", name(), hil::name(type), kAttempts);
}

Result<Bytes> DryRigPort::ask(RigMessage type, ByteView payload) {
    std::string line{hil::name(type)};
    for (std::uint8_t const byte : payload) line += fmt::format(" {}", byte);
    say_(line);
    Bytes reply;
    switch (type) {
        case RigMessage::hello: {
            put_le16(reply, kRigVersion);
            std::string const own = "dry run";
            reply.insert(reply.end(), own.begin(), own.end());
            reply.resize(2 + 32);
            reply.insert(reply.end(), {8, 8, 8, 4});
            put_le32(reply, 1'000'000);
            break;
        }
        case RigMessage::clock:
            put_le64(reply, 0);
            break;
        case RigMessage::outputs:
            reply.push_back(0);
            break;
        case RigMessage::pulses:
            reply.resize(9);
            break;
        case RigMessage::state:
            reply.assign({0, 0, 1, 8, 0, 0, 0, 0, 0, 0, 0, 0});
            break;
        default:
            break;
    }
    return reply;
}

}  // namespace mb::hil
