// SPDX-License-Identifier: GPL-3.0-or-later
/// Any bytes on a serial line and on RTU over TCP, cut into pieces and spaced in time by the bytes themselves. What comes out are whole
/// frames with a right checksum, and both parsers follow a good frame after any noise and a silence.
#include <algorithm>
#include <cstdint>
#include <cstdlib>

#include "core/comm/modbus/client_pdu.hpp"
#include "core/comm/modbus/rtu.hpp"

namespace {

using namespace mb;
using namespace mb::modbus;

void check(RtuFrame const& frame) {
    auto const bytes = rtu_bytes(frame);
    if (frame.pdu.empty() || bytes.size() > kLongestRtu || crc16(bytes) != 0) std::abort();
}

void line(RtuTiming const& timing, ByteView bytes) {
    RtuReceiver receiver{timing};
    Microseconds at{0};
    for (std::size_t i = 0; i < bytes.size();) {
        std::size_t const piece = std::min<std::size_t>(bytes.size() - i, 1 + bytes[i] % 37U);
        at += Microseconds{bytes[i] * 40};
        if (auto const frame = receiver.receive(bytes.subspan(i, piece), at)) check(*frame);
        auto const next = receiver.deadline();
        if (next && *next < at) std::abort();
        i += piece;
    }
    at += Microseconds{1'000'000};
    if (auto const frame = receiver.silence(at)) check(*frame);
    auto const good = rtu_bytes({1, read_request(18444, 2)});
    if (receiver.receive(good, at)) std::abort();
    auto const frame = receiver.silence(at + Microseconds{1'000'000});
    if (!frame || rtu_bytes(*frame) != good) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    ByteView const bytes{data, size};
    line(strict_timing(9'600), bytes);
    line(host_timing(115'200), bytes);
    RtuStream stream;
    for (std::size_t i = 0; i < size && !stream.broken();) {
        std::size_t const piece = std::min<std::size_t>(size - i, 1 + data[i] % 37U);
        stream.push(bytes.subspan(i, piece));
        while (auto const frame = stream.next()) check(*frame);
        i += piece;
    }
    return 0;
}
