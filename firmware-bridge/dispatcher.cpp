// SPDX-License-Identifier: GPL-3.0-or-later
#include "firmware-bridge/dispatcher.hpp"

#include <algorithm>
#include <cstddef>
#include <cstring>

namespace mb::bridge {
namespace {

constexpr std::size_t kRoom = 4'096;        // for what one exchange sends
constexpr std::size_t kMostPulses = 4'000;  // of one call: 64 000 bytes
constexpr std::size_t kLargestTable = 4'096;
constexpr std::uint8_t kGuard = 0xA5;  // behind a buffer; what is changed there was written beyond its end
constexpr std::size_t kGuards = 64;

Error bad(std::string_view what) { return infrastructure_error("{}", what); }

/// Room for the firmware to write into, with a guard behind it.
class Room {
public:
    explicit Room(std::size_t size) : bytes_(size + kGuards, kGuard), size_(size) { std::fill_n(bytes_.begin(), size, std::uint8_t{0}); }
    std::uint8_t* data() { return bytes_.data(); }
    std::size_t size() const { return size_; }
    bool sound() const {
        return std::all_of(bytes_.begin() + static_cast<std::ptrdiff_t>(size_), bytes_.end(), [](auto byte) { return byte == kGuard; });
    }
    Bytes first(std::size_t count) const { return Bytes(bytes_.begin(), bytes_.begin() + static_cast<std::ptrdiff_t>(count)); }

private:
    Bytes bytes_;
    std::size_t size_;
};

Result<Bytes> beyond(std::size_t said, std::size_t room) {
    if (said <= room) return infrastructure_error("it wrote beyond the end of a buffer of {} bytes", room);
    return infrastructure_error("it says that it wrote {} into room for {}", said, room);
}

}  // namespace

Result<mb_api> read_table(mb_api const* table) {
    if (table == nullptr)
        return infrastructure_error("{} gives no table for version {} of the interface", MB_FIRMWARE_API_SYMBOL, MB_ABI_VERSION);
    if (table->version != MB_ABI_VERSION)
        return infrastructure_error("its table is of version {} of the interface, and this bench knows {}", table->version, MB_ABI_VERSION);
    constexpr std::size_t kRequired = offsetof(mb_api, keys);
    if (table->size < kRequired || table->size > kLargestTable)
        return infrastructure_error("its table says that it has {} bytes, and it needs {} to {}", table->size, kRequired, kLargestTable);
    mb_api api{};
    std::memcpy(&api, table, std::min<std::size_t>(table->size, sizeof api));
    if (api.identify == nullptr || api.create == nullptr || api.destroy == nullptr || api.feed == nullptr || api.exchange == nullptr)
        return infrastructure_error("its table lacks one of identify, create, destroy, feed and exchange");
    return api;
}

Dispatcher::~Dispatcher() { destroy(); }

void Dispatcher::destroy() {
    if (meter_ != nullptr) api_.destroy(std::exchange(meter_, nullptr));
}

Message Dispatcher::answer(Message const& request) {
    int status = MB_OK;
    auto done = request.version == kProtocolVersion
                    ? carry_out(static_cast<Call>(request.type), request.payload, status)
                    : Result<Bytes>{infrastructure_error("messages of version {} are not known here", request.version)};
    Message reply{kProtocol, kProtocolVersion, static_cast<std::uint8_t>(request.type | kReplyBit), 0, request.sequence, {}};
    if (done && status == MB_OK) {
        reply.payload = *std::move(done);
        return reply;
    }
    std::string const text = done ? std::string{} : done.error().sentence;
    if (status == MB_OK) status = MB_BAD_ARGUMENT;
    reply.status = static_cast<std::uint8_t>(std::clamp(status, 1, 255));
    reply.payload.assign(text.begin(), text.end());
    return reply;
}

Result<Bytes> Dispatcher::carry_out(Call call, ByteView payload, int& status) {
    switch (call) {
        case Call::identify:
            return identify(status);
        case Call::create: {
            auto const config = parse_create(payload);
            if (!config) return config.error();
            if (meter_ != nullptr) return bad("there is a meter already");
            mb_config const told{sizeof(mb_config),
                                 config->nominal_voltage,
                                 config->nominal_current,
                                 config->nominal_frequency,
                                 config->seed,
                                 config->flash.empty() ? nullptr : config->flash.data(),
                                 config->flash.size()};
            meter_ = api_.create(&told);
            if (meter_ == nullptr) {
                status = MB_ERROR;
                return bad("create() gives no meter");
            }
            return Bytes{};
        }
        default:
            if (meter_ == nullptr) return bad("there is no meter yet");
            return with_meter(call, payload, status);
    }
}

Result<Bytes> Dispatcher::with_meter(Call call, ByteView payload, int& status) {
    switch (call) {
        case Call::destroy:
            destroy();
            return Bytes{};
        case Call::feed:
            return feed(payload, status);
        case Call::exchange:
            return exchange(payload, status);
        case Call::keys:
            return take_number(api_.keys, payload, status);
        case Call::inputs:
            return take_number(api_.inputs, payload, status);
        case Call::leds:
            return number(api_.leds, status);
        case Call::outputs:
            return number(api_.outputs, status);
        case Call::screen:
            return screen(status);
        case Call::pulses:
            return pulses(status);
        case Call::save:
            return save(status);
        case Call::restore:
            if (api_.restore == nullptr) break;
            status = api_.restore(meter_, payload.data(), payload.size());
            return Bytes{};
        default:
            break;
    }
    return infrastructure_error("it has no call {}", name(call));
}

Result<Bytes> Dispatcher::identify(int& status) {
    mb_identity said{};
    said.size = sizeof said;
    status = api_.identify(&said);
    if (status != MB_OK) return Bytes{};
    frame_size_ = kChannels * sample_size(said.sample_format);
    Identity identity;
    std::size_t const name_end = static_cast<std::size_t>(std::find(said.name, said.name + sizeof said.name, 0) - said.name);
    std::size_t const version_end = static_cast<std::size_t>(std::find(said.version, said.version + sizeof said.version, 0) - said.version);
    if (name_end == sizeof said.name || version_end == sizeof said.version) return bad("its name or version has no end");
    identity.name.assign(said.name, name_end);
    identity.version.assign(said.version, version_end);
    identity.sample_format = said.sample_format;
    identity.sample_rate = said.sample_rate;
    std::copy_n(said.scale, kChannels, identity.scale.begin());
    identity.adc_bits = said.adc_bits;
    identity.uart_count = said.uart_count;
    identity.modbus_unit = said.modbus_unit;
    identity.modbus_baud = said.modbus_baud;
    auto const exists = [&](Call call, bool there) { identity.calls |= there ? call_bit(call) : 0U; };
    exists(Call::keys, api_.keys != nullptr);
    exists(Call::screen, api_.screen != nullptr);
    exists(Call::leds, api_.leds != nullptr);
    exists(Call::inputs, api_.inputs != nullptr);
    exists(Call::outputs, api_.outputs != nullptr);
    exists(Call::pulses, api_.pulses != nullptr);
    exists(Call::save, api_.save != nullptr);
    exists(Call::restore, api_.restore != nullptr);
    return identity_payload(identity, MB_ABI_VERSION);
}

Result<Bytes> Dispatcher::feed(ByteView payload, int& status) {
    PayloadReader read{payload};
    mb_block block{};
    block.first = read.u64();
    block.frames = read.u32();
    ByteView const samples = read.rest();
    if (!read.done() || frame_size_ == 0 || samples.size() != block.frames * frame_size_)
        return infrastructure_error("{} frames do not take {} bytes", block.frames, samples.size());
    samples_.resize(samples.size() / sizeof(std::uint64_t));  // a frame is 16 or 32 bytes
    if (!samples.empty()) std::memcpy(samples_.data(), samples.data(), samples.size());
    block.samples = samples_.data();
    status = api_.feed(meter_, &block);
    return Bytes{};
}

Result<Bytes> Dispatcher::exchange(ByteView payload, int& status) {
    PayloadReader read{payload};
    std::uint32_t const port = read.u32();
    ByteView const in = read.rest();
    if (!read.ok()) return bad("an exchange begins with its port");
    Room room{kRoom};
    std::size_t size = room.size();
    status = api_.exchange(meter_, port, in.data(), in.size(), room.data(), &size);
    if (status != MB_OK) return Bytes{};
    if (size > room.size() || !room.sound()) return beyond(size, room.size());
    return room.first(size);
}

Result<Bytes> Dispatcher::number(int (*call)(mb_firmware*, std::uint32_t*), int& status) {
    if (call == nullptr) return bad("it has no such call");
    std::uint32_t number = 0;
    status = call(meter_, &number);
    return number_payload(number);
}

Result<Bytes> Dispatcher::take_number(int (*call)(mb_firmware*, std::uint32_t), ByteView payload, int& status) {
    if (call == nullptr) return bad("it has no such call");
    auto const number = parse_number(payload);
    if (!number) return number.error();
    status = call(meter_, *number);
    return Bytes{};
}

Result<Bytes> Dispatcher::screen(int& status) {
    if (api_.screen == nullptr) return bad("it has no screen");
    Room room{kLongestPayload - 8};
    mb_screen screen{0, 0, room.data(), room.size()};
    status = api_.screen(meter_, &screen);
    if (status != MB_OK) return Bytes{};
    std::uint64_t const size = std::uint64_t{screen.width} * screen.height;
    if (size > room.size() || !room.sound()) return beyond(size, room.size());
    return screen_payload({screen.width, screen.height, room.first(size)});
}

Result<Bytes> Dispatcher::pulses(int& status) {
    if (api_.pulses == nullptr) return bad("it has no pulses");
    std::vector<mb_pulse> room(kMostPulses);
    std::size_t count = room.size();
    status = api_.pulses(meter_, room.data(), &count);
    if (status != MB_OK) return Bytes{};
    if (count > room.size()) return beyond(count, room.size());
    std::vector<Pulse> pulses;
    for (std::size_t n = 0; n < count; ++n) pulses.push_back({room[n].sample, room[n].fraction, room[n].output});
    return pulses_payload(pulses);
}

Result<Bytes> Dispatcher::save(int& status) {
    if (api_.save == nullptr) return bad("it has no flash to save");
    Room room{kLongestPayload};
    std::size_t size = room.size();
    status = api_.save(meter_, room.data(), &size);
    if (status == MB_TOO_SMALL) return infrastructure_error("its flash of {} bytes is larger than a message of {}", size, room.size());
    if (status != MB_OK) return Bytes{};
    if (size > room.size() || !room.sound()) return beyond(size, room.size());
    return room.first(size);
}

}  // namespace mb::bridge
