// SPDX-License-Identifier: GPL-3.0-or-later
/// Any bytes sent to the rig controller: as they are, and as requests with a right checksum whose type and payload they give. Its state
/// stays one that relays can have, replies are sound frames, and after a silence it answers.
#include <algorithm>
#include <cstdint>
#include <cstdlib>

#include "hil/virtual_rig/controller.hpp"

namespace {

using namespace mb;
using namespace mb::virtual_rig;

void check(RigController const& controller, Bytes const& replies) {
    for (std::size_t n = 0; n < kRelays; ++n)
        if (!has_state(n, controller.state().relays[n])) std::abort();
    MessageReader reader{kControllerProtocol, kControllerPayload};
    reader.push(replies);
    while (auto const reply = reader.next())
        if ((reply->type & kReplyBit) == 0) std::abort();
    if (reader.passed_over() != 0 || reader.mid_frame()) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    ByteView const bytes{data, size};
    RigController controller{true};
    ControllerSession session{controller, 1e6};
    Moment now{};
    std::uint16_t sequence = 0;
    for (std::uint64_t n = 0; n < 1'100; ++n) controller.add_pulse(1'000 * n);
    for (std::size_t i = 0; i < size;) {
        std::size_t const piece = std::min<std::size_t>(size - i, 1 + data[i] % 37U);
        auto const part = bytes.subspan(i, piece);
        session.receive(part, now);
        check(controller, session.proceed(now));
        session.receive(message_bytes({kControllerProtocol, 1, part[0], 0, ++sequence, Bytes(part.begin() + 1, part.end())}), now);
        check(controller, session.proceed(now));
        controller.watch(now.wall);
        now.wall += std::chrono::milliseconds{data[i]};
        now.world += 0.01;
        i += piece;
    }
    now.wall += std::chrono::seconds{100};
    session.receive(message_bytes({kControllerProtocol, 1, 9, 0, ++sequence, {}}), now);
    auto const state = session.proceed(now);
    if (state.size() != kMessageHead + 4 + kRelays + kMessageTail || state[5] != 0) std::abort();
    return 0;
}
