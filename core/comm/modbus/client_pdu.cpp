// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/comm/modbus/client_pdu.hpp"

#include "core/comm/modbus/pdu.hpp"

namespace mb::modbus {
namespace {

/// What is wrong before the data: an empty reply, a refusal, another function.
Result<void> check_head(ByteView reply, std::uint8_t function, std::uint8_t alternative) {
    if (reply.empty()) return infrastructure_error("the meter's Modbus reply is empty");
    if ((reply[0] & kExceptionBit) != 0) {
        if (reply.size() != 2) return infrastructure_error("a Modbus exception reply has {} bytes instead of 2", reply.size());
        return infrastructure_error("the meter refused function {}: {} (exception {})", reply[0] & ~kExceptionBit, exception_name(reply[1]),
                                    reply[1]);
    }
    if (reply[0] != function && reply[0] != alternative)
        return infrastructure_error("the Modbus reply is to function {}, asked was function {}", reply[0], function);
    return {};
}

}  // namespace

Bytes read_request(std::uint16_t first, std::uint16_t count) {
    Bytes pdu{kReadHolding};
    put_u16(pdu, first);
    put_u16(pdu, count);
    return pdu;
}

Result<std::vector<std::uint16_t>> parse_read_reply(ByteView reply) {
    if (auto head = check_head(reply, kReadHolding, kReadInput); !head) return head.error();
    if (reply.size() < 2 || reply[1] != reply.size() - 2 || reply[1] % 2 != 0 || reply[1] == 0)
        return infrastructure_error("the Modbus read reply of {} bytes does not hold the registers it announces", reply.size());
    std::vector<std::uint16_t> words;
    words.reserve(reply[1] / 2U);
    for (std::size_t at = 2; at < reply.size(); at += 2) words.push_back(get_u16(reply, at));
    return words;
}

Bytes write_request(std::uint16_t first, std::span<std::uint16_t const> words) {
    Bytes pdu{kWriteMany};
    put_u16(pdu, first);
    put_u16(pdu, static_cast<std::uint16_t>(words.size()));
    pdu.push_back(static_cast<std::uint8_t>(2 * words.size()));
    for (auto const word : words) put_u16(pdu, word);
    return pdu;
}

Bytes write_one_request(std::uint16_t address, std::uint16_t word) {
    Bytes pdu{kWriteOne};
    put_u16(pdu, address);
    put_u16(pdu, word);
    return pdu;
}

Result<void> parse_write_reply(ByteView reply) {
    if (auto head = check_head(reply, kWriteMany, kWriteOne); !head) return head;
    if (reply.size() != 5) return infrastructure_error("the Modbus write reply has {} bytes instead of 5", reply.size());
    return {};
}

Bytes server_id_request() { return {kReportServerId}; }

Result<ServerId> parse_server_id_reply(ByteView reply) {
    if (auto head = check_head(reply, kReportServerId, kReportServerId); !head) return head.error();
    if (reply.size() < 4 || reply[1] != reply.size() - 2)
        return infrastructure_error("the reply to function 17 of {} bytes does not hold what it announces", reply.size());
    return ServerId{reply[2], reply[3] == kRunning, {reply.begin() + 4, reply.end()}};
}

Bytes identification_request(std::uint8_t first) { return {kEncapsulated, kDeviceIdentification, 2, first}; }

Result<DeviceObjects> parse_identification_reply(ByteView reply) {
    if (auto head = check_head(reply, kEncapsulated, kEncapsulated); !head) return head.error();
    constexpr std::size_t kFirst = 7;  // behind function, type, code, conformity, more, next and number
    auto const wrong = [&] {
        return infrastructure_error("the reply to function 43/14 of {} bytes does not hold what it announces", reply.size());
    };
    if (reply.size() < kFirst || reply[1] != kDeviceIdentification) return wrong();
    DeviceObjects told;
    std::size_t at = kFirst;
    for (int n = 0; n < reply[6]; ++n) {
        if (at + 2 > reply.size() || at + 2 + reply[at + 1] > reply.size()) return wrong();
        auto const text = reply.subspan(at + 2, reply[at + 1]);
        told.objects.insert_or_assign(reply[at], std::string{text.begin(), text.end()});
        at += 2 + text.size();
    }
    if (at != reply.size()) return wrong();
    if (reply[4] == kMoreFollows) told.next = reply[5];
    return told;
}

}  // namespace mb::modbus
