// SPDX-License-Identifier: GPL-3.0-or-later
#include "firmware-bridge/messages.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "firmware-bridge/abi.h"

namespace mb::bridge {
namespace {

constexpr std::size_t kText = 32;

constexpr std::array<std::string_view, 14> kNames{
    "identify", "create", "destroy", "feed",   "exchange", "keys",    "screen",
    "leds",     "inputs", "outputs", "pulses", "save",     "restore", "exchange on a line of its own"};

void put_text(Bytes& to, std::string_view text) {
    std::size_t const length = std::min(text.size(), kText - 1);
    to.insert(to.end(), text.begin(), text.begin() + static_cast<std::ptrdiff_t>(length));
    to.insert(to.end(), kText - length, 0);
}

std::optional<std::string> get_text(PayloadReader& from) {
    ByteView const field = from.bytes(kText);
    auto const end = std::find(field.begin(), field.end(), 0);
    if (end == field.end()) return std::nullopt;
    return readable({reinterpret_cast<char const*>(field.data()), static_cast<std::size_t>(end - field.begin())}, kText);
}

template <class... Args>
Error wrong(fmt::format_string<Args...> text, Args&&... args) {
    return infrastructure_error(text, std::forward<Args>(args)...);
}

Result<void> check(Identity const& i) {
    if (sample_size(i.sample_format) == 0) return wrong("its sample format is {}, and 0 to 2 exist", i.sample_format);
    if (i.sample_rate != kSampleRate) return wrong("it wants {} samples a second, and the bench renders {}", i.sample_rate, kSampleRate);
    for (std::size_t n = 0; n < kChannels; ++n) {
        bool const good = std::isfinite(i.scale[n]) && (i.sample_format == MB_FLOAT || i.scale[n] > 0.0F);
        if (!good) return wrong("its scale of {} is {}, which is no scale", kChannelNames[n], i.scale[n]);
    }
    std::uint32_t const widest = i.sample_format == MB_ADC_INT16 ? 16 : 32;
    if (i.sample_format != MB_FLOAT && (i.adc_bits < 2 || i.adc_bits > widest))
        return wrong("its converters have {} bits, and its samples take 2 to {}", i.adc_bits, widest);
    if (i.uart_count == 0) return wrong("it has no UART, so nothing can be read from it");
    if (i.modbus_unit < 1 || i.modbus_unit > 247) return wrong("its Modbus unit is {}, and a slave has 1 to 247", i.modbus_unit);
    if (i.modbus_baud == 0) return wrong("its bit rate is 0");
    return {};
}

}  // namespace

std::string name(std::uint8_t type) {
    if (type < 1 || type > kNames.size()) return fmt::format("message {}", type);
    return std::string{kNames[type - 1U]};
}

std::string status_name(std::uint8_t status) {
    static constexpr std::array<std::string_view, 4> kStatus{"good", "error", "too small", "bad argument"};
    return status < kStatus.size() ? std::string{kStatus[status]} : fmt::format("status {}", status);
}

std::uint32_t call_bit(Call call) {
    if (call == Call::line_exchange) return 1U << 8;
    return call >= Call::keys ? 1U << (static_cast<unsigned>(call) - static_cast<unsigned>(Call::keys)) : 0U;
}

bool Identity::has(Call call) const {
    if (call == Call::exchange) return (calls & call_bit(Call::line_exchange)) == 0;
    std::uint32_t const bit = call_bit(call);
    return bit == 0 || (calls & bit) != 0;
}

std::size_t sample_size(std::uint32_t format) { return format == MB_ADC_INT16 ? 2 : format <= MB_ADC_INT32 ? 4 : 0; }

Bytes identity_payload(Identity const& identity, std::uint32_t abi_version) {
    Bytes out;
    put_le32(out, abi_version);
    put_le32(out, identity.calls);
    put_text(out, identity.name);
    put_text(out, identity.version);
    put_le32(out, identity.sample_format);
    put_le32(out, identity.sample_rate);
    for (float const scale : identity.scale) put_le_float(out, scale);
    put_le32(out, identity.adc_bits);
    put_le32(out, identity.uart_count);
    put_le32(out, identity.modbus_unit);
    put_le32(out, identity.modbus_baud);
    return out;
}

Result<Identity> parse_identity(ByteView payload) {
    PayloadReader read{payload};
    Identity i;
    std::uint32_t const version = read.u32();
    if (read.ok() && version != MB_ABI_VERSION)
        return wrong("it is built for version {} of the firmware interface, and this bench knows {}", version, MB_ABI_VERSION);
    i.calls = read.u32();
    auto const said_name = get_text(read);
    auto const said_version = get_text(read);
    i.sample_format = read.u32();
    i.sample_rate = read.u32();
    for (float& scale : i.scale) scale = read.f32();
    i.adc_bits = read.u32();
    i.uart_count = read.u32();
    i.modbus_unit = read.u32();
    i.modbus_baud = read.u32();
    if (!read.done()) return wrong("its identity has {} bytes instead of {}", payload.size(), identity_payload({}, 0).size());
    if (!said_name || !said_version) return wrong("its name or version does not end within {} bytes", kText);
    i.name = *said_name;
    i.version = *said_version;
    if (auto const good = check(i); !good) return good.error();
    return i;
}

Bytes create_payload(Config const& config) {
    Bytes out;
    put_le_float(out, config.nominal_voltage);
    put_le_float(out, config.nominal_current);
    put_le_float(out, config.nominal_frequency);
    put_le32(out, config.seed);
    put_le32(out, static_cast<std::uint32_t>(config.flash.size()));
    out.insert(out.end(), config.flash.begin(), config.flash.end());
    return out;
}

Result<Config> parse_create(ByteView payload) {
    PayloadReader read{payload};
    Config c;
    c.nominal_voltage = read.f32();
    c.nominal_current = read.f32();
    c.nominal_frequency = read.f32();
    c.seed = read.u32();
    ByteView const flash = read.bytes(read.u32());
    if (!read.done()) return wrong("create has {} bytes, which is not what it announces", payload.size());
    c.flash.assign(flash.begin(), flash.end());
    return c;
}

Bytes pulses_payload(std::vector<Pulse> const& pulses) {
    Bytes out;
    put_le32(out, static_cast<std::uint32_t>(pulses.size()));
    for (Pulse const& pulse : pulses) {
        put_le64(out, pulse.sample);
        put_le32(out, pulse.fraction);
        put_le32(out, pulse.output);
    }
    return out;
}

Result<std::vector<Pulse>> parse_pulses(ByteView payload) {
    PayloadReader read{payload};
    std::uint32_t const count = read.u32();
    std::vector<Pulse> pulses;
    for (std::uint32_t n = 0; n < count && read.ok(); ++n) {
        Pulse pulse;
        pulse.sample = read.u64();
        pulse.fraction = read.u32();
        pulse.output = read.u32();
        pulses.push_back(pulse);
    }
    if (!read.done()) return wrong("its {} pulses do not take {} bytes", count, payload.size());
    return pulses;
}

Bytes screen_payload(Screen const& screen) {
    Bytes out;
    put_le32(out, screen.width);
    put_le32(out, screen.height);
    out.insert(out.end(), screen.pixels.begin(), screen.pixels.end());
    return out;
}

Result<Screen> parse_screen(ByteView payload) {
    PayloadReader read{payload};
    Screen screen;
    screen.width = read.u32();
    screen.height = read.u32();
    ByteView const pixels = read.rest();
    if (!read.done() || std::uint64_t{screen.width} * screen.height != pixels.size())
        return wrong("its screen of {} x {} pixels does not take {} bytes", screen.width, screen.height, payload.size());
    screen.pixels.assign(pixels.begin(), pixels.end());
    return screen;
}

Bytes number_payload(std::uint32_t number) {
    Bytes out;
    put_le32(out, number);
    return out;
}

Result<std::uint32_t> parse_number(ByteView payload) {
    PayloadReader read{payload};
    std::uint32_t const number = read.u32();
    if (!read.done()) return wrong("a number of {} bytes came instead of 4", payload.size());
    return number;
}

std::string readable(std::string_view text, std::size_t most) {
    while (!text.empty() && (text.back() == '\n' || text.back() == '\r' || text.back() == ' ')) text.remove_suffix(1);
    std::string out;
    auto const show = [&out](std::string_view part) {
        for (char const c : part) {
            if (c == '\n')
                out += " | ";
            else if (c != '\r')
                out += c >= ' ' && c <= '~' ? c : '?';
        }
    };
    std::size_t const head = text.size() > most ? most / 3 : text.size();
    show(text.substr(0, head));
    if (head < text.size()) {
        out += "…";
        show(text.substr(text.size() - (most - head)));
    }
    return out;
}

std::string hex_bytes(ByteView bytes, std::size_t most) {
    std::string out;
    for (std::size_t n = 0; n < std::min(bytes.size(), most); ++n) out += fmt::format("{}{:02x}", n > 0 ? " " : "", bytes[n]);
    if (bytes.size() > most) out += " …";
    return out;
}

}  // namespace mb::bridge
