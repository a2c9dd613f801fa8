// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/ports/modbus_client.hpp"

#include <modbus.h>
#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <optional>
#include <utility>

#include "core/comm/modbus/framing.hpp"

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

namespace {

constexpr std::string_view kWithUnit = "a meter is tcp:HOST:PORT/UNIT or rtu:DEVICE:BAUD[:8N1]/UNIT, for example tcp:127.0.0.1:1502/1";
constexpr std::string_view kWithoutUnit = "a link is tcp:HOST:PORT or rtu:DEVICE:BAUD[:8N1], for example tcp:127.0.0.1:1502";

/// Takes what stands behind the last colon; nullopt where there is none or nothing before it.
std::optional<std::string_view> last_part(std::string_view& rest) {
    auto const colon = rest.rfind(':');
    if (colon == std::string_view::npos || colon == 0) return std::nullopt;
    auto const part = rest.substr(colon + 1);
    rest = rest.substr(0, colon);
    return part;
}

/// link: without the unit. text and form: for the sentence.
Result<ModbusEndpoint> link_of(std::string_view link, std::string_view text, std::string_view form) {
    auto const wrong = [&](std::string_view why) { return input_error("'{}': {}; {}", text, why, form); };
    ModbusEndpoint endpoint;
    if (link.starts_with("rtu:"))
        endpoint.serial = true;
    else if (!link.starts_with("tcp:"))
        return wrong("begins with neither tcp: nor rtu:");
    std::string_view rest = link.substr(4);
    auto part = last_part(rest);
    if (!part) return wrong("a part is missing");
    if (endpoint.serial) {
        std::string line = fmt::format("line:{}", *part);
        if (part->size() == 3 && part->front() == '8') {  // a character; no rate begins so and is so short
            part = last_part(rest);
            if (!part) return wrong("a part is missing");
            line = fmt::format("line:{}{}", *part, line.substr(4));
        }
        auto const parsed = parse_serial_address(line);
        if (part->empty() || !parsed)
            return wrong("the line is BAUD or BAUD:8N1, with 1200 to 115200 bit/s, parity N, O or E and 1 or 2 stop bits");
        endpoint.line = parsed->settings;
        endpoint.number = parsed->settings.baud;
    } else {
        auto const port = whole(*part, 1, 65'535);
        if (!port) return wrong("the port is a number from 1 to 65535");
        endpoint.number = *port;
        if (rest.size() > 2 && rest.front() == '[' && rest.back() == ']') rest = rest.substr(1, rest.size() - 2);
    }
    endpoint.place = rest;
    return endpoint;
}

}  // namespace

Result<ModbusEndpoint> ModbusEndpoint::parse(std::string const& text) {
    auto const slash = text.rfind('/');
    auto const begins = text.starts_with("rtu:") || text.starts_with("tcp:");
    if (begins && (slash == std::string::npos || text.rfind(':', slash) < 4))
        return input_error("'{}': a part is missing; {}", text, kWithUnit);
    auto endpoint = link_of(std::string_view{text}.substr(0, slash), text, kWithUnit);
    if (!endpoint) return endpoint;
    // Unit 0 is a broadcast on a serial line and stands for "this device" on TCP.
    auto const unit = whole(std::string_view{text}.substr(slash + 1), endpoint->serial ? 1 : 0, endpoint->serial ? 247 : 255);
    if (!unit) return input_error("'{}': the unit is a number from 1 to 247; {}", text, kWithUnit);
    endpoint->unit = static_cast<std::uint8_t>(*unit);
    return endpoint;
}

Result<ModbusEndpoint> ModbusEndpoint::parse_link(std::string const& text) { return link_of(text, text, kWithoutUnit); }

std::string ModbusEndpoint::link_text() const {
    bool const brackets = !serial && place.find(':') != std::string::npos;
    auto link = fmt::format("{}:{}{}{}:{}", serial ? "rtu" : "tcp", brackets ? "[" : "", place, brackets ? "]" : "", number);
    if (serial && (line.parity != Parity::none || line.stop_bits != 1)) link += ":" + character_text(line);
    return link;
}

std::string ModbusEndpoint::text() const { return fmt::format("{}/{}", link_text(), unit); }

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
    std::chrono::milliseconds patience{};
    bool closed = false;  // by the peer, or by us because it cannot be followed any more
    std::uint16_t transaction = 0;
    modbus::MbapParser stream;

    Result<void> connect() {
        if (modbus_connect(context.get()) != 0)
            return infrastructure_error("cannot reach the meter at {}: {}", name, modbus_strerror(errno));
        closed = false;
        stream = {};
        return {};
    }
    Reply gone(bool nonsense, std::string_view why) {
        closed = true;
        modbus_close(context.get());
        return {std::nullopt, nonsense, fmt::format("{}: {}", name, why)};
    }
};

Result<ModbusClient> ModbusClient::open(ModbusEndpoint const& endpoint, std::chrono::milliseconds patience) {
    if (!endpoint.serial) {
        if (auto const known = check_host(endpoint); !known) return known.error();
    }
    auto parts = std::make_unique<Parts>();
    parts->name = endpoint.text();
    parts->serial = endpoint.serial;
    parts->unit = endpoint.unit;
    parts->patience = patience;
    constexpr std::array kParities{'N', 'O', 'E'};
    auto* const made = endpoint.serial
                           ? modbus_new_rtu(endpoint.place.c_str(), static_cast<int>(endpoint.number),
                                            kParities[static_cast<std::size_t>(endpoint.line.parity)], 8, endpoint.line.stop_bits)
                           : modbus_new_tcp_pi(endpoint.place.c_str(), std::to_string(endpoint.number).c_str());
    if (made == nullptr) return input_error("{}: {}", parts->name, modbus_strerror(errno));
    parts->context.reset(made);
    auto const seconds = static_cast<std::uint32_t>(patience.count() / 1'000);
    auto const microseconds = static_cast<std::uint32_t>(patience.count() % 1'000 * 1'000);
    if (modbus_set_slave(made, endpoint.unit) != 0 || modbus_set_response_timeout(made, seconds, microseconds) != 0)
        return input_error("{}: {}", parts->name, modbus_strerror(errno));
    if (auto const connected = parts->connect(); !connected) return connected.error();
    return ModbusClient{std::move(parts)};
}

ModbusClient::ModbusClient(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
ModbusClient::~ModbusClient() = default;
ModbusClient::ModbusClient(ModbusClient&&) noexcept = default;
ModbusClient& ModbusClient::operator=(ModbusClient&&) noexcept = default;

Result<std::vector<std::uint16_t>> ModbusClient::read(std::uint16_t first, std::uint16_t count, int function) {
    std::vector<std::uint16_t> words(count, 0);
    auto const ask = function == 4 ? modbus_read_input_registers : modbus_read_registers;
    int const got = ask(parts_->context.get(), first, count, words.data());
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

Result<ModbusClient::Reply> ModbusClient::exchange(std::uint8_t unit, ByteView pdu) {
    Parts& p = *parts_;
    if (p.closed)
        if (auto const again = p.connect(); !again) return again.error();
    using Clock = std::chrono::steady_clock;
    constexpr std::chrono::milliseconds kSilence{50};  // ends an RTU frame: drivers hand over in pieces up to 16 ms apart
    int const handle = modbus_get_socket(p.context.get());
    if (p.serial) modbus_flush(p.context.get());
    auto const request =
        modbus::framed(p.serial ? modbus::Framing::rtu : modbus::Framing::tcp, {++p.transaction, unit, {pdu.begin(), pdu.end()}});
    if (::write(handle, request.data(), request.size()) != static_cast<ssize_t>(request.size()))
        return p.gone(false, "the request cannot be sent");

    Bytes frame;  // of a serial line
    auto const end = Clock::now() + p.patience;
    for (;;) {
        auto const left = std::chrono::ceil<std::chrono::milliseconds>(end - Clock::now());
        auto const wait = frame.empty() ? left : kSilence;
        pollfd ready{handle, POLLIN, 0};
        if (wait.count() <= 0 || ::poll(&ready, 1, static_cast<int>(wait.count())) == 0) {
            if (p.stream.mid_frame()) return p.gone(true, "half a frame came, and then nothing more");
            if (frame.empty()) return Reply{};
            return Reply{std::nullopt, true,
                         fmt::format("{}: {} bytes came that are no RTU frame with a right checksum", p.name, frame.size())};
        }
        std::array<std::uint8_t, 512> bytes{};
        auto const got = ::read(handle, bytes.data(), bytes.size());
        if (got < 0 && (errno == EAGAIN || errno == EINTR)) continue;
        if (got <= 0) return p.gone(false, "the connection was closed");
        ByteView const came{bytes.data(), static_cast<std::size_t>(got)};
        if (p.serial) {
            frame.insert(frame.end(), came.begin(), came.end());
            if (auto whole = modbus::rtu_frame(frame)) {
                if (whole->unit == unit) return Reply{std::move(whole->pdu), false, {}};
                frame.clear();  // late, from one that was asked before
            }
            if (frame.size() > modbus::kLongestRtu)
                return Reply{std::nullopt, true, fmt::format("{}: noise instead of an RTU frame", p.name)};
            continue;
        }
        p.stream.push(came);
        while (auto reply = p.stream.next())
            if (reply->transaction == p.transaction && reply->unit == unit) return Reply{std::move(reply->pdu), false, {}};
        if (p.stream.broken()) return p.gone(true, "what came is no Modbus TCP frame");
    }
}

Result<Bytes> ModbusClient::request(ByteView pdu) {
    auto const lost = [this](std::string_view what) { return infrastructure_error("{}: {}", parts_->name, what); };
    auto reply = exchange(parts_->unit, pdu);
    if (!reply) return reply.error();
    if (!reply->pdu) return reply->why.empty() ? lost("no reply in time") : infrastructure_error("{}", reply->why);
    if (reply->pdu->empty() || pdu.empty() || ((*reply->pdu)[0] & 0x7FU) != pdu[0]) return lost("the reply is not one to this request");
    return *std::move(reply->pdu);
}

}  // namespace mb
