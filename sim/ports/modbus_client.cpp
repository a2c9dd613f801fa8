// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/ports/modbus_client.hpp"

#include <modbus.h>
#include <netdb.h>
#include <sys/socket.h>

#include <cerrno>
#include <charconv>
#include <optional>
#include <utility>

namespace mb {
namespace {

std::optional<unsigned> whole(std::string_view text, unsigned low, unsigned high) {
    unsigned value = 0;
    auto const [stop, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || stop != text.data() + text.size() || value < low || value > high) return std::nullopt;
    return value;
}

/// libmodbus calls a host that nobody knows "connection refused", which sends its reader looking in the wrong place.
Result<void> check_host(ModbusEndpoint const& endpoint) {
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    addrinfo* found = nullptr;
    if (int const status = ::getaddrinfo(endpoint.place.c_str(), nullptr, &hints, &found); status != 0)
        return infrastructure_error("cannot reach the meter at {}: host '{}': {}", endpoint.text(), endpoint.place, ::gai_strerror(status));
    ::freeaddrinfo(found);
    return {};
}

}  // namespace

Result<ModbusEndpoint> ModbusEndpoint::parse(std::string const& text) {
    auto const wrong = [&](std::string_view why) {
        return input_error("'{}': {}; a meter is tcp:HOST:PORT/UNIT or rtu:DEVICE:BAUD/UNIT, for example tcp:127.0.0.1:1502/1", text, why);
    };
    ModbusEndpoint endpoint;
    std::string_view rest = text;
    if (rest.starts_with("rtu:"))
        endpoint.serial = true;
    else if (!rest.starts_with("tcp:"))
        return wrong("begins with neither tcp: nor rtu:");
    rest.remove_prefix(4);
    auto const slash = rest.rfind('/');
    auto const colon = rest.rfind(':', slash);
    if (slash == std::string_view::npos || colon == std::string_view::npos || colon == 0) return wrong("a part is missing");
    // Unit 0 is a broadcast on a serial line and stands for "this device" on TCP.
    auto const unit = whole(rest.substr(slash + 1), endpoint.serial ? 1 : 0, endpoint.serial ? 247 : 255);
    if (!unit) return wrong("the unit is a number from 1 to 247");
    auto const number = whole(rest.substr(colon + 1, slash - colon - 1), 1, endpoint.serial ? 4'000'000 : 65'535);
    if (!number) return wrong(endpoint.serial ? "the baud rate is no number" : "the port is a number from 1 to 65535");
    rest = rest.substr(0, colon);
    if (!endpoint.serial && rest.size() > 2 && rest.front() == '[' && rest.back() == ']') rest = rest.substr(1, rest.size() - 2);
    endpoint.place = rest;
    endpoint.number = *number;
    endpoint.unit = static_cast<std::uint8_t>(*unit);
    return endpoint;
}

std::string ModbusEndpoint::text() const {
    bool const brackets = !serial && place.find(':') != std::string::npos;
    return fmt::format("{}:{}{}{}:{}/{}", serial ? "rtu" : "tcp", brackets ? "[" : "", place, brackets ? "]" : "", number, unit);
}

struct ModbusClient::Parts {
    struct Free {
        void operator()(modbus_t* old) const {
            modbus_close(old);
            modbus_free(old);
        }
    };
    std::unique_ptr<modbus_t, Free> context;
    std::string name;
    bool serial = false;
    std::uint8_t unit = 1;
    bool connected = true;
};

Result<ModbusClient> ModbusClient::open(ModbusEndpoint const& endpoint, std::chrono::milliseconds patience) {
    if (!endpoint.serial) {
        if (auto const host = check_host(endpoint); !host) return host.error();
    }
    auto parts = std::make_unique<Parts>();
    parts->name = endpoint.text();
    parts->serial = endpoint.serial;
    parts->unit = endpoint.unit;
    modbus_t* const made = endpoint.serial ? modbus_new_rtu(endpoint.place.c_str(), static_cast<int>(endpoint.number), 'N', 8, 1)
                                           : modbus_new_tcp_pi(endpoint.place.c_str(), std::to_string(endpoint.number).c_str());
    if (made == nullptr) return input_error("{}: {}", parts->name, modbus_strerror(errno));
    parts->context.reset(made);
    auto const seconds = static_cast<std::uint32_t>(patience.count() / 1'000);
    auto const microseconds = static_cast<std::uint32_t>(patience.count() % 1'000 * 1'000);
    if (modbus_set_slave(made, endpoint.unit) != 0 || modbus_set_response_timeout(made, seconds, microseconds) != 0)
        return input_error("{}: {}", parts->name, modbus_strerror(errno));
    if (modbus_connect(made) != 0) return infrastructure_error("cannot reach the meter at {}: {}", parts->name, modbus_strerror(errno));
    return ModbusClient{std::move(parts)};
}

ModbusClient::ModbusClient(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
ModbusClient::~ModbusClient() = default;
ModbusClient::ModbusClient(ModbusClient&&) noexcept = default;
ModbusClient& ModbusClient::operator=(ModbusClient&&) noexcept = default;

Result<std::vector<std::uint16_t>> ModbusClient::read(std::uint16_t first, std::uint16_t count) {
    std::vector<std::uint16_t> words(count, 0);
    int const got = modbus_read_registers(parts_->context.get(), first, count, words.data());
    if (got != count)
        return infrastructure_error("{}: reading {} registers from {} failed: {}", parts_->name, count, first, modbus_strerror(errno));
    return words;
}

Result<void> ModbusClient::write(std::uint16_t first, std::span<std::uint16_t const> words) {
    int const done = modbus_write_registers(parts_->context.get(), first, static_cast<int>(words.size()), words.data());
    if (done != static_cast<int>(words.size())) {
        return infrastructure_error("{}: writing {} registers from {} failed: {}", parts_->name, words.size(), first,
                                    modbus_strerror(errno));
    }
    return {};
}

Result<Bytes> ModbusClient::request(ByteView pdu) {
    modbus_t* const context = parts_->context.get();
    auto const lost = [&](std::string_view what) {
        auto error = infrastructure_error("{}: {}", parts_->name, what);
        modbus_close(context);
        parts_->connected = false;
        return error;
    };
    if (!parts_->connected) {
        if (modbus_connect(context) != 0) return lost(fmt::format("cannot be reached: {}", modbus_strerror(errno)));
        parts_->connected = true;
    }
    Bytes raw{parts_->unit};
    raw.insert(raw.end(), pdu.begin(), pdu.end());
    modbus_flush(context);  // what came too late for the request before is not the reply to this one
    if (modbus_send_raw_request(context, raw.data(), static_cast<int>(raw.size())) < 0)
        return lost(fmt::format("sending failed: {}", modbus_strerror(errno)));
    Bytes reply(MODBUS_TCP_MAX_ADU_LENGTH);
    int const got = modbus_receive_confirmation(context, reply.data());
    if (got < 0) return lost(fmt::format("no good reply to function {}: {}", pdu.empty() ? 0 : pdu[0], modbus_strerror(errno)));
    std::ptrdiff_t const head = parts_->serial ? 1 : 7;
    std::ptrdiff_t const tail = parts_->serial ? 2 : 0;
    if (got < head + tail + 2 || reply[static_cast<std::size_t>(head - 1)] != parts_->unit || pdu.empty() ||
        (reply[static_cast<std::size_t>(head)] & 0x7FU) != pdu[0])
        return lost("the reply is not one to this request");
    return Bytes{reply.begin() + head, reply.begin() + got - tail};
}

}  // namespace mb
