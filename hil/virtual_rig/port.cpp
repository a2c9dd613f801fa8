// SPDX-License-Identifier: GPL-3.0-or-later
#include "hil/virtual_rig/port.hpp"

#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <system_error>
#include <utility>

namespace mb::virtual_rig {
namespace {

constexpr std::size_t kMostOutput = 65'536;  // what nobody reads beyond it is lost, as on a line
constexpr std::size_t kMostClients = 8;      // of the TCP port

bool again() { return errno == EAGAIN || errno == EINTR; }
double wall_seconds(Moment now) { return std::chrono::duration<double>(now.wall).count(); }

}  // namespace

/// A terminal or a client.
struct Port::Link {
    std::optional<SerialLine> terminal;
    Descriptor socket;
    std::unique_ptr<Session> session;
    Bytes output;
    bool gone = false;

    int handle() const { return terminal ? terminal->handle() : socket.get(); }

    /// What is there; empty where nothing is, or where the other end is gone.
    Bytes read() {
        if (terminal) {
            auto bytes = terminal->read();
            if (!bytes) return {};  // our own end keeps a terminal open: it is never gone
            return *std::move(bytes);
        }
        Bytes bytes(1'024);
        auto const got = ::recv(socket.get(), bytes.data(), bytes.size(), 0);
        gone = got == 0 || (got < 0 && !again());
        bytes.resize(static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
        return bytes;
    }

    void write() {
        if (output.empty()) return;
        auto const put =
            terminal ? ::write(handle(), output.data(), output.size()) : ::send(handle(), output.data(), output.size(), MSG_NOSIGNAL);
        if (put < 0 && !again()) gone = !terminal;
        if (put > 0) output.erase(output.begin(), output.begin() + put);
    }
};

Port::Port(std::filesystem::path link, LineTrouble trouble, std::uint64_t seed, std::string_view name, MakeSession make)
    : link_(std::move(link)),
      trouble_(std::move(trouble)),
      name_(name),
      in_(trouble_, seed, name_ + " in"),
      out_(trouble_, seed, name_ + " out"),
      make_(std::move(make)) {}

Port::~Port() { unplug(); }

Result<std::unique_ptr<Port>> Port::open(std::filesystem::path link, LineTrouble const& trouble, std::uint64_t seed, std::string_view name,
                                         MakeSession make) {
    std::unique_ptr<Port> port{new Port{std::move(link), trouble, seed, name, std::move(make)}};
    if (auto const plugged = port->plug(); !plugged) return plugged.error();
    return port;
}

Result<void> Port::plug() {
    auto line = SerialLine::open({"pty", {}});
    if (!line) return line.error();
    std::error_code failure;
    auto const there = std::filesystem::symlink_status(link_, failure);
    if (std::filesystem::exists(there) && !std::filesystem::is_symlink(there))
        return input_error("{}: is in the way of the rig's port; remove it or choose another folder", link_.string());
    if (std::filesystem::exists(there)) std::filesystem::remove(link_, failure);  // of a rig that was killed
    std::filesystem::create_symlink(line->name(), link_, failure);
    if (failure) return infrastructure_error("{}: cannot make the link: {}", link_.string(), failure.message());
    auto link = std::make_unique<Link>();
    link->terminal = *std::move(line);
    link->session = make_();
    links_.insert(links_.begin(), std::move(link));
    plugged_ = true;
    return {};
}

void Port::unplug() {
    if (!plugged_) return;
    plugged_ = false;
    std::error_code failure;
    if (std::filesystem::read_symlink(link_, failure) == links_.front()->terminal->name()) std::filesystem::remove(link_, failure);
    links_.clear();
}

Result<std::uint16_t> Port::listen() {
    Descriptor socket{::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)};
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* const plain = reinterpret_cast<sockaddr*>(&address);
    if (socket.get() < 0 || ::bind(socket.get(), plain, size) != 0 || ::listen(socket.get(), kMostClients) != 0 ||
        ::getsockname(socket.get(), plain, &size) != 0)
        return infrastructure_error("{}: no TCP port: {}", name_, std::strerror(errno));
    listener_ = std::move(socket);
    return ntohs(address.sin_port);
}

void Port::accept() {
    for (;;) {
        Descriptor client{::accept4(listener_.get(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC)};
        if (client.get() < 0) return;
        if (!plugged_ || links_.size() > kMostClients) continue;  // closed at once
        auto link = std::make_unique<Link>();
        link->socket = std::move(client);
        link->session = make_();
        links_.push_back(std::move(link));
    }
}

void Port::want(std::vector<pollfd>& wanted) const {
    if (listener_.get() >= 0) wanted.push_back({listener_.get(), POLLIN, 0});
    for (auto const& link : links_) {
        short events = 0;
        if (link->session->takes_more()) events |= POLLIN;
        if (events != 0) wanted.push_back({link->handle(), events, 0});
    }
}

void Port::serve(Moment now) {
    auto const holds = [&](TroubleTime const& time) { return time.holds(wall_seconds(now)); };
    bool const out = std::ranges::any_of(trouble_.unplugged, holds);
    if (out) unplug();
    // Where it cannot be plugged in now (somebody took the name), it is tried again the next time.
    if (!out && !plugged_) static_cast<void>(plug());
    if (listener_.get() >= 0) accept();
    bool const stalled = std::ranges::any_of(trouble_.stalls, holds);
    for (auto const& link : links_) {
        while (link->session->takes_more()) {
            Bytes bytes = link->read();
            if (bytes.empty()) break;
            if (Bytes const left = in_.spoil(std::move(bytes)); !left.empty()) link->session->receive(left, now);
        }
        Bytes const fresh = out_.spoil(link->session->proceed(now));
        if (link->output.size() + fresh.size() <= kMostOutput) link->output.insert(link->output.end(), fresh.begin(), fresh.end());
        if (!stalled) link->write();
    }
    std::erase_if(links_, [](auto const& link) { return link->gone; });
}

std::optional<Microseconds> Port::deadline() const {
    std::optional<Microseconds> first;
    for (auto const& link : links_)
        if (auto const at = link->session->deadline(); at && (!first || *at < *first)) first = at;
    return first;
}

}  // namespace mb::virtual_rig
