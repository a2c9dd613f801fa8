// SPDX-License-Identifier: GPL-3.0-or-later
/// The first byte chooses a side. The bench's: any payload as what a firmware says of itself, its screen, its pulses; what is understood
/// encodes to what came. The firmware's: a stream of frames, cut by their lengths, as requests to a dispatcher over a meter that checks
/// what it is handed.
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <cstring>

#include "firmware-bridge/dispatcher.hpp"
#include "firmware-bridge/messages.hpp"
#include "firmware-bridge/rtu_reply.hpp"

struct mb_firmware {
    std::uint64_t sum = 0;
};

namespace {

using namespace mb;
using namespace mb::bridge;

std::uint64_t sum_of(void const* bytes, std::size_t size) {  // reads all of it, for the sanitizers to see
    std::uint64_t sum = 0;
    for (std::size_t n = 0; n < size; ++n) sum += static_cast<std::uint8_t const*>(bytes)[n];
    return sum;
}

int identify(mb_identity* out) {
    out->sample_format = MB_ADC_INT16;
    return MB_OK;
}
mb_firmware* create(mb_config const* config) {
    auto* const meter = new mb_firmware;
    meter->sum = sum_of(config->flash, config->flash_size);
    return meter;
}
void destroy(mb_firmware* meter) { delete meter; }
int feed(mb_firmware* meter, mb_block const* block) {
    if (reinterpret_cast<std::uintptr_t>(block->samples) % alignof(float) != 0) std::abort();
    meter->sum += sum_of(block->samples, std::size_t{block->frames} * MB_CHANNELS * 2);
    return MB_OK;
}
int exchange(mb_firmware*, std::uint32_t port, std::uint8_t const* in, std::size_t in_size, std::uint8_t* out, std::size_t* out_size) {
    if (in_size > *out_size) return MB_ERROR;
    if (in_size > 0) std::memcpy(out, in, in_size);
    *out_size = port == 1 ? *out_size + 1 : in_size;  // port 1 lies
    return MB_OK;
}
int save(mb_firmware* meter, void* out, std::size_t* size) {
    std::memcpy(out, &meter->sum, sizeof meter->sum);
    *size = sizeof meter->sum;
    return MB_OK;
}
int restore(mb_firmware* meter, void const* flash, std::size_t size) {
    meter->sum = sum_of(flash, size);
    return MB_OK;
}
int keys(mb_firmware*, std::uint32_t) { return MB_OK; }

void requests(ByteView bytes) {
    mb_api api{};
    api.size = sizeof api;
    api.version = MB_ABI_VERSION;
    api.identify = identify;
    api.create = create;
    api.destroy = destroy;
    api.feed = feed;
    api.exchange = exchange;
    api.keys = keys;
    api.save = save;
    api.restore = restore;
    Dispatcher dispatcher{*read_table(&api)};
    dispatcher.answer({kProtocol, kProtocolVersion, static_cast<std::uint8_t>(Call::identify), 0, 0, {}});
    for (std::uint16_t sequence = 1; bytes.size() >= 2; ++sequence) {
        std::size_t const size = std::min<std::size_t>(bytes[1], bytes.size() - 2);
        auto const payload = bytes.subspan(2, size);
        Message const reply = dispatcher.answer(
            {kProtocol, kProtocolVersion, static_cast<std::uint8_t>(bytes[0] & 0x1FU), 0, sequence, Bytes(payload.begin(), payload.end())});
        if (reply.sequence != sequence || reply.payload.size() > kLongestPayload || (reply.type & kReplyBit) == 0) std::abort();
        bytes = bytes.subspan(2 + size);
    }
}

bool same(ByteView a, Bytes const& b) { return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin()); }

void replies(ByteView bytes) {
    if (auto const identity = parse_identity(bytes)) {
        if (identity->sample_rate != 9'600 || identity->modbus_unit == 0 || sample_size(identity->sample_format) == 0) std::abort();
        for (float const scale : identity->scale)
            if (!std::isfinite(scale)) std::abort();
        auto again = parse_identity(identity_payload(*identity, MB_ABI_VERSION));
        if (!again) std::abort();
        if (identity->name.size() >= 32) again->name = identity->name;  // control characters are told in more letters than a field holds
        if (identity->version.size() >= 32) again->version = identity->version;
        if (!(*again == *identity)) std::abort();
    }
    if (auto const pulses = parse_pulses(bytes); pulses && !same(bytes, pulses_payload(*pulses))) std::abort();
    if (auto const screen = parse_screen(bytes); screen && !same(bytes, screen_payload(*screen))) std::abort();
    if (auto const config = parse_create(bytes); config && !same(bytes, create_payload(*config))) std::abort();
    for (std::size_t const piece : {bytes.size() + 1, std::size_t{3}}) {
        RtuReply line{1, 3};
        for (std::size_t at = 0; at < bytes.size(); at += piece) {
            auto const reply = line.push(bytes.subspan(at, std::min(piece, bytes.size() - at)));
            if (reply && *reply && (**reply)[0] != 3 && (**reply)[0] != 0x83) std::abort();
            if (reply) break;
        }
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    if (size == 0) return 0;
    ByteView const rest{data + 1, size - 1};
    if (data[0] % 2 == 0)
        requests(rest);
    else
        replies(rest);
    return 0;
}
