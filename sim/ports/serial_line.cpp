// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/ports/serial_line.hpp"

#include <fcntl.h>
#include <libserialport.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cstdlib>
#include <cstring>
#include <optional>
#include <string_view>
#include <utility>

#include "sim/ports/descriptor.hpp"

namespace mb {
namespace {

struct Rate {
    unsigned baud;
    speed_t code;
};
constexpr std::array kRates{Rate{1'200, B1200},   Rate{2'400, B2400},   Rate{4'800, B4800},   Rate{9'600, B9600},
                            Rate{19'200, B19200}, Rate{38'400, B38400}, Rate{57'600, B57600}, Rate{115'200, B115200}};

std::string_view error_text() { return std::strerror(errno); }

struct ClosePort {
    void operator()(sp_port* port) const {
        sp_close(port);
        sp_free_port(port);
    }
};
using PortPointer = std::unique_ptr<sp_port, ClosePort>;

Result<void> set_terminal(int handle, SerialSettings const& settings, std::string const& name) {
    termios raw{};
    if (::tcgetattr(handle, &raw) != 0) return infrastructure_error("{}: no serial line: {}", name, error_text());
    ::cfmakeraw(&raw);
    raw.c_cflag |= CLOCAL | CREAD;
    raw.c_cflag &= ~static_cast<tcflag_t>(CSTOPB | PARENB | PARODD | CRTSCTS);
    if (settings.stop_bits == 2) raw.c_cflag |= CSTOPB;
    if (settings.parity != Parity::none) raw.c_cflag |= PARENB;
    if (settings.parity == Parity::odd) raw.c_cflag |= PARODD;
    auto const rate = std::ranges::find(kRates, settings.baud, &Rate::baud);
    ::cfsetispeed(&raw, rate->code);
    ::cfsetospeed(&raw, rate->code);
    if (::tcsetattr(handle, TCSANOW, &raw) != 0)
        return infrastructure_error("{}: does not take {}: {}", name, text(settings), error_text());
    return {};
}

/// A new pseudo-terminal: our end, and the other kept open, so that nobody sees a hang-up while clients come and go.
struct Pair {
    Descriptor ours;
    Descriptor other;
    std::string name;
};
Result<Pair> make_pair_of_terminals(SerialSettings const& settings) {
    Descriptor ours{::posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)};
    if (ours.get() < 0 || ::grantpt(ours.get()) != 0 || ::unlockpt(ours.get()) != 0)
        return infrastructure_error("cannot make a pseudo-terminal: {}", error_text());
    std::array<char, 128> name{};
    if (::ptsname_r(ours.get(), name.data(), name.size()) != 0)
        return infrastructure_error("cannot make a pseudo-terminal: {}", error_text());
    Descriptor other{::open(name.data(), O_RDWR | O_NOCTTY | O_CLOEXEC)};
    if (other.get() < 0) return infrastructure_error("{}: {}", name.data(), error_text());
    if (auto const set = set_terminal(other.get(), settings, name.data()); !set) return set.error();
    return Pair{std::move(ours), std::move(other), name.data()};
}

Result<PortPointer> open_port(sp_port* found, SerialAddress const& address) {
    PortPointer port{found};
    auto const wrong = [&](std::string_view what) {
        char* const why = sp_last_error_message();
        auto error = infrastructure_error("{}: {}: {}", address.device, what, why == nullptr ? "" : why);
        sp_free_error_message(why);
        return error;
    };
    if (sp_open(found, SP_MODE_READ_WRITE) != SP_OK) return wrong("cannot open it");
    constexpr std::array kParities{SP_PARITY_NONE, SP_PARITY_ODD, SP_PARITY_EVEN};
    auto const& s = address.settings;
    bool const set = sp_set_baudrate(found, static_cast<int>(s.baud)) == SP_OK && sp_set_bits(found, 8) == SP_OK &&
                     sp_set_parity(found, kParities[static_cast<std::size_t>(s.parity)]) == SP_OK &&
                     sp_set_stopbits(found, s.stop_bits) == SP_OK && sp_set_flowcontrol(found, SP_FLOWCONTROL_NONE) == SP_OK;
    if (!set) return wrong(fmt::format("does not take {}", text(s)));
    return port;
}

}  // namespace

std::string character_text(SerialSettings const& s) {
    constexpr std::string_view kLetters = "NOE";
    return fmt::format("8{}{}", kLetters[static_cast<std::size_t>(s.parity)], s.stop_bits);
}
std::string text(SerialSettings const& s) { return fmt::format("{} {}", s.baud, character_text(s)); }

Result<SerialAddress> parse_serial_address(std::string const& text) {
    SerialAddress address;
    std::string_view rest = text;
    auto const next = [&rest] {
        auto const colon = rest.find(':');
        auto const part = rest.substr(0, colon);
        rest.remove_prefix(colon == std::string_view::npos ? rest.size() : colon + 1);
        return part;
    };
    address.device = next();
    auto const wrong = [&](std::string_view why) {
        return input_error("{}: {}; a serial line is DEVICE[:BAUD[:8N1]], for example /dev/ttyUSB0:38400:8N1", text, why);
    };
    if (address.device.empty()) return wrong("no device");
    if (!rest.empty()) {
        auto const part = next();
        auto const [stop, error] = std::from_chars(part.data(), part.data() + part.size(), address.settings.baud);
        if (error != std::errc{} || stop != part.data() + part.size() ||
            std::ranges::find(kRates, address.settings.baud, &Rate::baud) == kRates.end())
            return wrong("the baud rate is 1200, 2400, 4800, 9600, 19200, 38400, 57600 or 115200");
    }
    if (!rest.empty()) {
        auto const part = next();
        auto const parity = part.size() == 3 ? std::string_view{"NOE"}.find(part[1]) : std::string_view::npos;
        if (parity == std::string_view::npos || part[0] != '8' || (part[2] != '1' && part[2] != '2'))
            return wrong("the character is 8N1, 8O1, 8E1, 8N2, 8O2 or 8E2");
        address.settings.parity = static_cast<Parity>(parity);
        address.settings.stop_bits = part[2] - '0';
    }
    if (!rest.empty()) return wrong("too many parts");
    return address;
}

struct SerialLine::Parts {
    std::string name;
    PortPointer port;
    Pair pair;         // of "pty"
    Descriptor plain;  // of another terminal
    int handle = -1;
};

Result<SerialLine> SerialLine::open(SerialAddress const& address) {
    auto parts = std::make_unique<Parts>();
    parts->name = address.device;
    if (address.device == "pty") {
        auto made = make_pair_of_terminals(address.settings);
        if (!made) return made.error();
        parts->pair = *std::move(made);
        parts->name = parts->pair.name;
        parts->handle = parts->pair.ours.get();
        return SerialLine{std::move(parts)};
    }
    sp_port* found = nullptr;
    if (sp_get_port_by_name(address.device.c_str(), &found) == SP_OK) {
        auto port = open_port(found, address);
        if (!port) return port.error();
        parts->port = *std::move(port);
        if (sp_get_port_handle(parts->port.get(), &parts->handle) != SP_OK) return infrastructure_error("{}: no handle", parts->name);
        return SerialLine{std::move(parts)};
    }
    // A pseudo-terminal, or nothing that could be a line.
    parts->plain = Descriptor{::open(address.device.c_str(), O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)};
    parts->handle = parts->plain.get();
    if (parts->handle < 0) return infrastructure_error("{}: cannot open it: {}", parts->name, error_text());
    if (auto const set = set_terminal(parts->handle, address.settings, parts->name); !set) return set.error();
    return SerialLine{std::move(parts)};
}

SerialLine::SerialLine(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
SerialLine::~SerialLine() = default;
SerialLine::SerialLine(SerialLine&&) noexcept = default;
SerialLine& SerialLine::operator=(SerialLine&&) noexcept = default;

std::string const& SerialLine::name() const { return parts_->name; }
int SerialLine::handle() const { return parts_->handle; }

Result<Bytes> SerialLine::read() {
    Bytes bytes(256);
    auto const got = ::read(parts_->handle, bytes.data(), bytes.size());
    if (got < 0 && errno != EAGAIN && errno != EINTR) return infrastructure_error("{}: the line is gone: {}", parts_->name, error_text());
    if (got == 0) return infrastructure_error("{}: the line is gone", parts_->name);
    bytes.resize(static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
    return bytes;
}

Result<void> SerialLine::write(ByteView bytes) {
    while (!bytes.empty()) {
        pollfd ready{parts_->handle, POLLOUT, 0};
        if (::poll(&ready, 1, 1'000) == 0) return infrastructure_error("{}: the line takes no bytes", parts_->name);
        auto const put = ::write(parts_->handle, bytes.data(), bytes.size());
        if (put < 0 && errno != EAGAIN && errno != EINTR)
            return infrastructure_error("{}: the line is gone: {}", parts_->name, error_text());
        bytes = bytes.subspan(static_cast<std::size_t>(std::max<ssize_t>(put, 0)));
    }
    return {};
}

}  // namespace mb
