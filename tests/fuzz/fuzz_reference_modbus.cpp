// SPDX-License-Identifier: GPL-3.0-or-later
/// Any bytes on the Modbus line of the reference firmware, cut into pieces and spaced in time by the bytes themselves, with checksums
/// mended for some of them so that its functions are reached. Replies are whole frames of its own address, and after any noise and a
/// silence a good request is answered.
#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <vector>

extern "C" {
#include "firmware-bridge/reference/boards/flash_ram.h"
#include "firmware-bridge/reference/meter/checksum.h"
#include "firmware-bridge/reference/meter/meter.h"
}

namespace {

using Bytes = std::vector<std::uint8_t>;

void check(rm_meter const& meter, Bytes out) {
    while (!out.empty()) {
        // A reply is an exception, a read with its length, or the echo of a write.
        if (out.size() < 5 || out[0] == 0) std::abort();
        std::size_t const size = (out[1] & 0x80) != 0 ? 5U : out[1] <= 4 ? 5U + out[2] : 8U;
        if (out.size() < size || rm_crc16(out.data(), size) != 0 || out[0] != meter.line.address) std::abort();
        out.erase(out.begin(), out.begin() + static_cast<std::ptrdiff_t>(size));
    }
}

Bytes exchange(rm_meter& meter, Bytes const& in) {
    std::array<std::uint8_t, RM_LINE_ROOM> out{};
    std::size_t const size = rm_meter_line(&meter, in.data(), in.size(), out.data());
    if (size > out.size()) std::abort();
    return {out.begin(), out.begin() + static_cast<std::ptrdiff_t>(size)};
}

Bytes sealed(Bytes frame) {
    auto const crc = rm_crc16(frame.data(), frame.size());
    frame.push_back(static_cast<std::uint8_t>(crc));
    frame.push_back(static_cast<std::uint8_t>(crc >> 8));
    return frame;
}

void pass(rm_meter& meter, int frames) {
    std::array<std::int32_t, RM_INPUTS> const nothing{};
    for (; frames > 0; --frames) rm_meter_feed(&meter, nothing.data());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    static rm_meter meter;
    rm_flash_ram chip;
    rm_flash_ram_make(&chip);
    auto const driver = rm_flash_ram_driver(&chip);
    rm_nominal const nominal{230.0, 100.0, false};
    rm_meter_power_up(&meter, &nominal, &driver);

    for (std::size_t at = 0; at < size;) {
        std::uint8_t const how = data[at++];
        std::size_t const count = std::min<std::size_t>(size - at, how & 0x3F);
        Bytes piece{data + at, data + at + count};
        at += count;
        if ((how & 0x80) != 0) piece = sealed(std::move(piece));
        auto const address = meter.line.address;
        auto const out = exchange(meter, piece);
        if (meter.line.address == address) check(meter, out);  // a stored address holds from the next reply on
        pass(meter, (how & 0x40) != 0 ? 20 : 1);
    }
    pass(meter, 20);
    check(meter, exchange(meter, {}));
    auto const reply = exchange(meter, sealed({meter.line.address, 3, 0xC3, 0x50, 0, 4}));
    if (reply != sealed({meter.line.address, 3, 8, 0, 'S', 0, 'O', 0, 'C', 0, 'O'})) std::abort();
    return 0;
}
