// SPDX-License-Identifier: GPL-3.0-or-later
/// Any bytes as a stream of message frames, in pieces cut by the bytes themselves. What comes out encodes to what went in, and a good frame
/// behind any noise is found.
#include <algorithm>
#include <cstdint>
#include <cstdlib>

#include "core/base/message_frame.hpp"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    using namespace mb;
    constexpr std::size_t kLongest = 256;
    ByteView const bytes{data, size};
    MessageReader reader{1, kLongest};
    std::uint64_t sound = 0;
    auto const drain = [&] {
        while (auto const message = reader.next()) {
            auto const again = message_bytes(*message);
            sound += again.size();
            if (message->payload.size() > kLongest) std::abort();
            if (std::search(bytes.begin(), bytes.end(), again.begin(), again.end()) == bytes.end()) std::abort();
        }
    };
    for (std::size_t i = 0; i < size;) {
        std::size_t const piece = std::min<std::size_t>(size - i, 1 + data[i] % 37U);
        reader.push(bytes.subspan(i, piece));
        drain();
        i += piece;
    }
    if (sound + reader.passed_over() > size) std::abort();
    reader.reset();
    if (sound + reader.passed_over() != size) std::abort();
    auto const good = message_bytes({1, 1, 0x5A, 0, 7, {1, 2, 3}});
    reader.push(good);
    auto const message = reader.next();
    if (!message || message_bytes(*message) != good) std::abort();
    return 0;
}
