// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/engine/register_client.hpp"

#include "core/comm/modbus/client_pdu.hpp"

namespace mb {

namespace {

/// A refusal, or nonsense.
ReadReply not_good(ByteView reply, Error const& why) {
    bool const refused = reply.size() == 2 && reply[0] >= 0x80;
    return {refused ? Answer::refused : Answer::lost, {}, why.sentence, refused ? reply[1] : std::uint8_t{0}};
}

}  // namespace

void Digest::add(ByteView bytes) {
    for (std::uint8_t const byte : bytes) {
        state_ ^= byte;
        state_ *= 0x0000'0100'0000'01B3ULL;
    }
}

void Digest::add(std::uint64_t number) {
    std::uint8_t bytes[8];
    for (int i = 0; i < 8; ++i) bytes[i] = static_cast<std::uint8_t>(number >> (56 - 8 * i));
    add(ByteView{bytes});
}

std::string hex(std::uint64_t digest) { return fmt::format("{:016x}", digest); }

/// Sends the request; what is no usable reply comes back at once.
std::optional<ReadReply> RegisterClient::exchange(ByteView request, Bytes& reply) {
    for (int again = 0;; ++again) {
        ++requests_;
        Delivery delivery = path_.exchange(request);
        if (delivery.state == Delivery::State::gone) return ReadReply{Answer::lost, {}, std::move(delivery.sentence)};
        if (delivery.state == Delivery::State::whole && !delivery.put_in_its_place) {
            reply = std::move(delivery.reply);
            digest_.add(reply);
            return std::nullopt;
        }
        if (delivery.state == Delivery::State::whole) delivery.sentence = fmt::format("exception {}", unsigned{delivery.reply[1]});
        if (again == kAgain)
            return ReadReply{
                Answer::lost, {}, fmt::format("asked {} times; the communication faults left: {}", kAgain + 1, delivery.sentence)};
        ++asked_again_;
    }
}

Delivery RegisterClient::try_read(std::uint16_t first, std::uint16_t count, modbus::Microseconds patience) {
    ++requests_;
    Delivery delivery = path_.exchange(modbus::read_request(first, count), patience);
    digest_.add(delivery.reply);
    return delivery;
}

ReadReply RegisterClient::read(std::uint16_t first, std::uint16_t count) {
    Bytes reply;
    if (auto bad = exchange(modbus::read_request(first, count), reply)) return std::move(*bad);
    auto words = modbus::parse_read_reply(reply);
    if (!words) return not_good(reply, words.error());
    if (words->size() != count)
        return {Answer::lost, {}, fmt::format("asked for {} registers from {}, the reply holds {}", count, first, words->size())};
    return {Answer::good, std::move(*words), {}};
}

ReadReply RegisterClient::write(std::uint16_t first, std::span<std::uint16_t const> words, bool by_function_6) {
    Bytes reply;
    auto const request = by_function_6 ? modbus::write_one_request(first, words[0]) : modbus::write_request(first, words);
    if (auto bad = exchange(request, reply)) return std::move(*bad);
    auto const done = modbus::parse_write_reply(reply);
    if (!done) return not_good(reply, done.error());
    return {};
}

std::optional<double> as_number(Value const& value) {
    if (auto const* number = std::get_if<double>(&value)) return *number;
    if (auto const* whole = std::get_if<std::uint64_t>(&value)) return static_cast<double>(*whole);
    return std::nullopt;
}

}  // namespace mb
