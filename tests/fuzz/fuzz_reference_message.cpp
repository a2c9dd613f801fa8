// SPDX-License-Identifier: GPL-3.0-or-later
/// Any bytes as messages for the reference firmware. First as a stream: its reader finds the messages that ours finds. Then as requests
/// with sound frames: each is answered once, in order, with its sequence, and what the firmware sends are sound frames and nothing else.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <vector>

#include "core/base/message_frame.hpp"

extern "C" {
#include "firmware-bridge/reference/boards/board.h"
#include "firmware-bridge/reference/bridge/message.h"
#include "firmware-bridge/reference/bridge/serve.h"
}

namespace {

std::vector<std::uint8_t> to_firmware;
std::size_t taken = 0;
std::vector<std::uint8_t> from_firmware;

void same_messages(mb::ByteView bytes) {
    mb::MessageReader ours{RM_MESSAGE_PROTOCOL, RM_MESSAGE_PAYLOAD};
    static std::vector<std::uint8_t> room(RM_MESSAGE_ROOM);
    rm_message_reader theirs{room.data(), 0, 0};
    for (std::size_t at = 0; at < bytes.size();) {
        std::size_t most = 0;
        auto* const place = rm_message_place(&theirs, &most);
        std::size_t const piece = std::min({bytes.size() - at, std::size_t{1} + bytes[at] % 37U, most});
        if (piece == 0) std::abort();
        std::memcpy(place, bytes.data() + at, piece);
        rm_message_arrived(&theirs, piece);
        ours.push(bytes.subspan(at, piece));
        at += piece;
        for (;;) {
            rm_message m{};
            bool const found = rm_message_next(&theirs, &m);
            auto const expected = ours.next();
            if (found != expected.has_value()) std::abort();
            if (!found) break;
            if (m.type != expected->type || m.sequence != expected->sequence || m.version != expected->version ||
                m.status != expected->status ||
                !std::equal(expected->payload.begin(), expected->payload.end(), m.payload, m.payload + m.size))
                std::abort();
        }
    }
}

}  // namespace

extern "C" {
std::size_t board_receive(std::uint8_t* to, std::size_t room) {
    std::size_t const count = std::min(room, to_firmware.size() - taken);
    if (count > 0) std::memcpy(to, to_firmware.data() + taken, count);
    taken += count;
    return count;
}
void board_send(std::uint8_t const* bytes, std::size_t size) { from_firmware.insert(from_firmware.end(), bytes, bytes + size); }
bool board_has_line() { return false; }
void board_line_receive(std::uint8_t*, std::size_t) {}
void board_line_send(std::uint8_t const*, std::size_t) {}
}

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    same_messages({data, size});

    to_firmware.clear();
    from_firmware.clear();
    taken = 0;
    // Type, length (two bytes) and payload, one behind the other; a flash from elsewhere and samples without end are among them.
    std::vector<mb::Message> requests;
    bool ended = false;
    for (std::size_t at = 0; at + 3 <= size && requests.size() < 200;) {
        mb::Message request{RM_MESSAGE_PROTOCOL, RM_MESSAGE_VERSION, static_cast<std::uint8_t>(data[at] & 0x7F), 0, 0, {}};
        std::size_t const count = std::min<std::size_t>(size - at - 3, data[at + 1] | data[at + 2] << 8);
        request.sequence = static_cast<std::uint16_t>(requests.size());
        request.payload.assign(data + at + 3, data + at + 3 + count);
        at += 3 + count;
        auto const bytes = mb::message_bytes(request);
        to_firmware.insert(to_firmware.end(), bytes.begin(), bytes.end());
        requests.push_back(std::move(request));
    }
    rm_serve();
    mb::MessageReader replies{RM_MESSAGE_PROTOCOL, RM_MESSAGE_PAYLOAD};
    replies.push(from_firmware);
    for (auto const& request : requests) {
        if (ended) break;
        auto const reply = replies.next();
        if (!reply || reply->type != (request.type | RM_MESSAGE_REPLY) || reply->sequence != request.sequence) std::abort();
        ended = request.type == 3 && reply->status == 0;
    }
    if (replies.next() || replies.passed_over() > 0 || replies.mid_frame()) std::abort();
    return 0;
}
