// SPDX-License-Identifier: GPL-3.0-or-later
// The bench's own meter behind abi.h, with its register map and its Modbus engine on UART 0: a firmware whose verdicts must be those of the
// built-in target, which shows that the bridge adds nothing and loses nothing.
#include <algorithm>
#include <array>
#include <cstring>
#include <memory>
#include <new>
#include <optional>
#include <span>

#include "core/catalogue/register_map.hpp"
#include "core/comm/modbus/rtu.hpp"
#include "core/comm/modbus/server.hpp"
#include "core/meter/meter.hpp"
#include "firmware-bridge/abi.h"

using namespace mb;

struct mb_firmware : modbus::Device {
    mb_firmware(MeterSettings const& settings, RegisterMap map) : meter(settings), server(std::move(map), *this) {}

    std::shared_ptr<Snapshot const> snapshot() override { return meter.snapshot(); }
    void carry_out(std::span<Command const> commands) override {
        for (Command const& command : commands) meter.carry_out(command);
    }
    void note_traffic() override { meter.note_traffic(); }

    /// The meter takes chunks of eight frames; what is left over waits, as in the built-in target.
    void feed(float const* samples, std::size_t frames) {
        line = {};  // time passes: what has begun on the line ends here
        while (frames > 0) {
            std::size_t const n = std::min(frames, block.size() - waiting);
            std::memcpy(static_cast<void*>(block.data() + waiting), samples, n * sizeof(Frame));  // a frame is eight floats
            samples += n * kChannels;
            frames -= n;
            waiting += n;
            std::size_t const whole = waiting / kChunkFrames * kChunkFrames;
            meter.feed(Block{block}.first(whole));
            std::copy_n(block.begin() + static_cast<std::ptrdiff_t>(whole), waiting - whole, block.begin());
            waiting -= whole;
        }
    }

    /// Requests are answered at once: each ends where its function code and byte count say, so no silence has to pass.
    void receive(ByteView bytes) {
        line.push(bytes);
        while (auto const request = line.next())
            if (auto const reply = server.answer_serial(side, request->unit, request->pdu)) {
                Bytes const frame = modbus::rtu_bytes({request->unit, *reply});
                sending.insert(sending.end(), frame.begin(), frame.end());
            }
    }

    Meter meter;
    modbus::Server server;
    modbus::Side side{modbus::LinkKind::rtu, "UART 0", modbus::Right::configure};
    modbus::RtuStream line;
    Bytes sending;
    std::array<Frame, kBlockFrames> block;
    std::size_t waiting = 0;
};

namespace {

constexpr std::uint32_t kBaud = 19'200;
constexpr std::uint8_t kUnit = modbus::ServerSettings{}.unit;

void put_text(char (&to)[32], std::string_view text) {
    std::size_t const size = std::min(text.size(), sizeof to - 1);
    std::copy_n(text.begin(), size, to);
    to[size] = 0;
}

int identify(mb_identity* out) {
    put_text(out->name, Identity{}.model);
    put_text(out->version, "core");
    out->sample_format = MB_FLOAT;
    out->sample_rate = static_cast<std::uint32_t>(kSampleRate);
    out->uart_count = 1;
    out->modbus_unit = kUnit;
    out->modbus_baud = kBaud;
    return MB_OK;
}

mb_firmware* create(mb_config const* config) try {
    auto map = open_map("a200");
    if (!map) return nullptr;
    MeterSettings settings;
    settings.nominal = {static_cast<double>(config->nominal_voltage), static_cast<double>(config->nominal_current),
                        config->nominal_frequency > 55.0F ? 60 : 50};
    return new mb_firmware{settings, *std::move(map)};
} catch (std::bad_alloc const&) {
    return nullptr;
}

void destroy(mb_firmware* meter) { delete meter; }

int feed(mb_firmware* meter, mb_block const* block) {
    meter->feed(static_cast<float const*>(block->samples), block->frames);
    return MB_OK;
}

int exchange(mb_firmware* meter, std::uint32_t port, std::uint8_t const* in, std::size_t in_size, std::uint8_t* out,
             std::size_t* out_size) {
    if (port != 0) return MB_BAD_ARGUMENT;
    meter->receive({in, in_size});
    std::size_t const size = std::min(*out_size, meter->sending.size());
    std::copy_n(meter->sending.begin(), size, out);
    meter->sending.erase(meter->sending.begin(), meter->sending.begin() + static_cast<std::ptrdiff_t>(size));
    *out_size = size;
    return MB_OK;
}

int leds(mb_firmware* meter, std::uint32_t* lit) {
    Leds const now = meter->meter.snapshot()->leds;
    *lit = (now.on ? 1U : 0U) | (now.alarm ? 2U : 0U) | (now.com ? 4U : 0U) | (now.pulse ? 8U : 0U);
    return MB_OK;
}

constexpr mb_api make_api() {
    mb_api api{};
    api.size = sizeof(mb_api);
    api.version = MB_ABI_VERSION;
    api.identify = identify;
    api.create = create;
    api.destroy = destroy;
    api.feed = feed;
    api.exchange = exchange;
    api.leds = leds;
    return api;
}

}  // namespace

extern "C" __attribute__((visibility("default"))) mb_api const* mb_firmware_api(std::uint32_t host_version) {
    static constexpr mb_api kApi = make_api();
    return host_version == MB_ABI_VERSION ? &kApi : nullptr;
}
