// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/scan_meter.hpp"

#include <algorithm>
#include <span>

#include "core/catalogue/codec.hpp"
#include "core/comm/modbus/pdu.hpp"

namespace mb::cli {
namespace {

constexpr int kMostRequests = 8;  // of function 43/14: a meter that always says "more follows" ends, too

/// The registers that tell who a meter is, and the one request that reads them. Without any of them: the map's first register, so that
/// something is asked.
struct Question {
    std::vector<Register const*> told;
    std::uint16_t first = 0;
    std::uint16_t count = 1;
};
Question question_of(RegisterMap const& map) {
    Question q;
    std::uint32_t end = 0;
    for (Register const& reg : map.registers()) {
        if (!symbol_info(reg.symbol).name.starts_with("ident.") || reg.again) continue;
        if (q.told.empty()) q.first = reg.address;
        if (reg.end() - q.first > modbus::kMostRead) break;
        q.told.push_back(&reg);
        end = reg.end();
    }
    if (q.told.empty() && !map.registers().empty()) {
        q.first = map.registers().front().address;
        end = map.registers().front().end();
    }
    q.count = static_cast<std::uint16_t>(std::max<std::uint32_t>(end - q.first, 1));
    return q;
}

}  // namespace

std::string printable(std::string_view text) {
    std::string out{text};
    std::ranges::replace_if(
        out, [](unsigned char c) { return c < 0x20 || c > 0x7E; }, '?');
    return out;
}

Result<std::optional<FoundMeter>> ask_who(ModbusClient& client, RegisterMap const& map, int unit, int function) {
    FoundMeter found;
    found.unit = unit;
    auto const to = static_cast<std::uint8_t>(unit);
    auto const question = question_of(map);
    Bytes request = modbus::read_request(question.first, question.count);
    request[0] = static_cast<std::uint8_t>(function);

    auto const begin = std::chrono::steady_clock::now();
    auto const reply = client.exchange(to, request);
    found.reply_time = std::chrono::ceil<std::chrono::microseconds>(std::chrono::steady_clock::now() - begin);
    if (!reply) return reply.error();
    if (reply->nonsense) {
        found.problems.push_back(reply->why);
        return std::optional{found};
    }
    if (!reply->pdu) return std::optional<FoundMeter>{};
    auto const words = modbus::parse_read_reply(*reply->pdu);
    if (!words) {
        found.problems.push_back(words.error().sentence);
    } else if (words->size() != question.count) {
        found.problems.push_back(
            fmt::format("asked for {} registers from {}, the meter sent {}", question.count, question.first, words->size()));
    } else {
        for (Register const* reg : question.told)
            found.registers[symbol_info(reg->symbol).name] =
                decode(*reg, std::span{*words}.subspan(reg->address - question.first, reg->words));
    }

    // Both functions are no duty of a meter: where nobody answers or they are refused, nothing is said of it.
    auto const optional_reply = [&](Bytes const& pdu) -> Result<std::optional<Bytes>> {
        auto const got = client.exchange(to, pdu);
        if (!got) return got.error();
        if (!got->why.empty()) found.problems.push_back(got->why);
        bool const refused = got->pdu && ((*got->pdu)[0] & modbus::kExceptionBit) != 0;
        return refused ? std::nullopt : got->pdu;
    };
    auto const id = optional_reply(modbus::server_id_request());
    if (!id) return id.error();
    if (*id) {
        if (auto told = modbus::parse_server_id_reply(**id))
            found.server_id = *std::move(told);
        else
            found.problems.push_back(told.error().sentence);
    }
    std::optional<std::uint8_t> next = 0;
    for (int n = 0; next && n < kMostRequests; ++n) {
        auto const pdu = optional_reply(modbus::identification_request(*next));
        if (!pdu) return pdu.error();
        if (!*pdu) break;
        auto const part = modbus::parse_identification_reply(**pdu);
        if (!part) {
            found.problems.push_back(part.error().sentence);
            break;
        }
        found.objects.insert(part->objects.begin(), part->objects.end());
        next = part->next;
    }
    return std::optional{found};
}

}  // namespace mb::cli
