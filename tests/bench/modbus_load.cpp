// SPDX-License-Identifier: GPL-3.0-or-later
/// mb_modbus_load: many Modbus TCP clients at once, and hostile ones beside a good one. It knows no meter: any server will do, so that
/// servers can be compared. Loopback only; it ends by itself. Exit status 1 where a good client was not served.
///
///   mb_modbus_load --port P [--clients 32] [--rate 50] [--seconds 10] [--first A] [--count N]    rate 0: as fast as replies come
///   mb_modbus_load --port P --hostile N                                                         N hostile sequences beside one good client
#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <random>
#include <thread>
#include <vector>

#include "core/comm/modbus/client_pdu.hpp"
#include "core/comm/modbus/mbap.hpp"

namespace {

using namespace mb;
using Clock = std::chrono::steady_clock;
using namespace std::chrono_literals;

struct Options {
    std::uint16_t port = 0;
    int clients = 32;
    double rate = 50.0;
    double seconds = 10.0;
    std::uint16_t first = 42'384;  // the overcurrent slots: 184 registers
    std::uint16_t count = 125;
    int hostile = 0;
    unsigned seed = 1;
};

class Socket {
public:
    /// `from`: 127.x.y.z, so that a server that counts by address sees many.
    Socket(std::uint16_t port, std::uint32_t from) : handle_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        int const on = 1;
        ::setsockopt(handle_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        sockaddr_in own{};
        own.sin_family = AF_INET;
        own.sin_addr.s_addr = htonl(from);
        ::bind(handle_, reinterpret_cast<sockaddr const*>(&own), sizeof own);
        sockaddr_in to{};
        to.sin_family = AF_INET;
        to.sin_port = htons(port);
        to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        connected_ = ::connect(handle_, reinterpret_cast<sockaddr const*>(&to), sizeof to) == 0;
    }
    ~Socket() {
        if (handle_ >= 0) ::close(handle_);
    }
    Socket(Socket&& other) noexcept : handle_(std::exchange(other.handle_, -1)), connected_(other.connected_) {}
    Socket& operator=(Socket&&) = delete;

    bool connected() const { return connected_; }
    int handle() const { return handle_; }
    bool send(ByteView bytes) const {
        return ::send(handle_, bytes.data(), bytes.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(bytes.size());
    }
    bool readable(std::chrono::milliseconds most) const {
        pollfd p{handle_, POLLIN, 0};
        return ::poll(&p, 1, static_cast<int>(most.count())) > 0;
    }
    ssize_t receive(std::uint8_t* into, std::size_t size) const { return ::recv(handle_, into, size, MSG_DONTWAIT); }
    /// Closes with RST instead of FIN.
    void reset() {
        linger const now{1, 0};
        ::setsockopt(handle_, SOL_SOCKET, SO_LINGER, &now, sizeof now);
        ::close(std::exchange(handle_, -1));
    }

private:
    int handle_;
    bool connected_ = false;
};

/// One client: a request, its whole reply, the next when it is due.
struct Client {
    Socket socket;
    modbus::MbapParser parser;
    std::uint16_t transaction = 0;
    Clock::time_point due;
    Clock::time_point sent;
    bool waiting = false;
};

struct Outcome {
    std::vector<double> milliseconds;
    std::uint64_t errors = 0;
    std::uint64_t late = 0;  ///< requests that went out over 5 ms after they were due: this client's fault
};

void print(Outcome& o, double seconds) {
    std::ranges::sort(o.milliseconds);
    auto const at = [&](double share) {
        if (o.milliseconds.empty()) return 0.0;
        return o.milliseconds[static_cast<std::size_t>(share * static_cast<double>(o.milliseconds.size() - 1))];
    };
    fmt::print("{} replies in {:.1f} s: {:.0f} a second; {} errors; {} sent late; ms: median {:.3f}, 99 % {:.3f}, longest {:.3f}\n",
               o.milliseconds.size(), seconds, static_cast<double>(o.milliseconds.size()) / seconds, o.errors, o.late, at(0.5), at(0.99),
               at(1.0));
}

bool take_replies(Client& c, Options const& options, Outcome& outcome) {
    std::uint8_t buffer[4'096];
    auto const got = c.socket.receive(buffer, sizeof buffer);
    if (got <= 0) return false;
    c.parser.push({buffer, static_cast<std::size_t>(got)});
    while (auto const reply = c.parser.next()) {
        auto const words = modbus::parse_read_reply(reply->pdu);
        if (reply->transaction != c.transaction || !words || words->size() != options.count) ++outcome.errors;
        outcome.milliseconds.push_back(std::chrono::duration<double, std::milli>(Clock::now() - c.sent).count());
        c.waiting = false;
    }
    return !c.parser.broken();
}

int load(Options const& options) {
    std::vector<Client> clients;
    auto const start = Clock::now();
    auto const step = options.rate > 0.0 ? std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(1.0 / options.rate))
                                         : Clock::duration{0};
    for (int i = 0; i < options.clients; ++i) {
        clients.push_back({Socket{options.port, INADDR_LOOPBACK}, {}, 0, start + step * i / options.clients, {}});
        if (!clients.back().socket.connected()) return fmt::print("client {} cannot connect\n", i), 1;
    }
    auto const pdu = modbus::read_request(options.first, options.count);
    auto const end = start + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(options.seconds));
    Outcome outcome;
    std::vector<pollfd> ready(clients.size());
    while (Clock::now() < end) {
        auto next = end;
        for (std::size_t i = 0; i < clients.size(); ++i) {
            Client& c = clients[i];
            ready[i] = {c.socket.handle(), POLLIN, 0};
            if (c.waiting) continue;
            auto const now = Clock::now();
            if (now < c.due) {
                next = std::min(next, c.due);
                continue;
            }
            if (step.count() > 0 && now - c.due > 5ms) ++outcome.late;
            c.due = step.count() > 0 ? c.due + step : now;
            c.sent = now;
            c.waiting = c.socket.send(modbus::tcp_bytes({++c.transaction, 1, pdu}));
            if (!c.waiting) ++outcome.errors;
        }
        auto const left = std::max(Clock::duration{0}, next - Clock::now());
        timespec const wait{left.count() / 1'000'000'000, left.count() % 1'000'000'000};
        if (::ppoll(ready.data(), ready.size(), &wait, nullptr) <= 0) continue;
        for (std::size_t i = 0; i < clients.size(); ++i) {
            if (ready[i].revents == 0) continue;
            if (!take_replies(clients[i], options, outcome)) return fmt::print("client {} lost its connection\n", i), 1;
        }
    }
    print(outcome, std::chrono::duration<double>(Clock::now() - start).count());
    return outcome.errors == 0 && !outcome.milliseconds.empty() ? 0 : 1;
}

/// One conversation of somebody who means no good, from an address of its own.
void misbehave(Options const& options, std::mt19937& random, std::uint32_t from) {
    Socket socket{options.port, from};
    if (!socket.connected()) return;
    auto const pick = [&](unsigned most) { return static_cast<unsigned>(random()) % (most + 1); };
    auto frame = modbus::tcp_bytes({static_cast<std::uint16_t>(random()), static_cast<std::uint8_t>(pick(255)),
                                    modbus::read_request(static_cast<std::uint16_t>(random()), static_cast<std::uint16_t>(pick(300)))});
    switch (pick(9)) {
        case 0:  // half a frame, then silence, then gone
            frame.resize(1 + pick(10));
            break;
        case 1:  // a wrong protocol or length
            frame[2 + pick(3)] = static_cast<std::uint8_t>(random());
            break;
        case 2:  // noise
            for (auto& byte : frame) byte = static_cast<std::uint8_t>(random());
            break;
        case 3:  // many at once
            for (int i = 0; i < 5; ++i) frame.insert(frame.end(), frame.begin(), frame.begin() + 12);
            break;
        case 4:  // any function, any rest
            frame[7] = static_cast<std::uint8_t>(random());
            break;
        case 5:  // announces more than it sends
            frame[5] = 254;
            break;
        case 6:  // byte by byte
            for (auto const byte : frame)
                if (!socket.send({&byte, 1})) break;
            frame.clear();
            break;
        case 7:  // a write
            frame[7] = 6;
            break;
        case 8:  // nothing
            frame.clear();
            break;
        default:
            break;
    }
    if (!frame.empty()) (void)socket.send(frame);
    std::uint8_t reply[600];
    if (pick(3) == 0 && socket.readable(1ms)) (void)socket.receive(reply, sizeof reply);
    if (pick(1) == 0) socket.reset();
}

int hostile(Options const& options) {
    std::atomic<bool> ended{false};
    Outcome good;
    std::thread client{[&] {
        Socket const socket{options.port, INADDR_LOOPBACK};
        modbus::MbapParser parser;
        for (std::uint16_t n = 1; !ended; ++n) {
            auto const sent = Clock::now();
            bool answered = socket.send(modbus::tcp_bytes({n, 1, modbus::read_request(options.first, options.count)}));
            for (bool whole = false; answered && !whole;) {
                std::uint8_t buffer[600];
                auto const got = socket.readable(5s) ? socket.receive(buffer, sizeof buffer) : ssize_t{0};
                answered = got > 0;
                if (answered) parser.push({buffer, static_cast<std::size_t>(got)});
                auto const reply = parser.next();
                whole = reply && reply->transaction == n;
            }
            if (!answered) {
                ++good.errors;
                return;
            }
            good.milliseconds.push_back(std::chrono::duration<double, std::milli>(Clock::now() - sent).count());
            std::this_thread::sleep_for(5ms);
        }
    }};
    auto const start = Clock::now();
    std::mt19937 random{options.seed};
    for (int n = 0; n < options.hostile; ++n)
        misbehave(options, random, (127U << 24) + (1U << 16) + static_cast<unsigned>(n / 16 % 60'000));
    ended = true;
    client.join();
    double const seconds = std::chrono::duration<double>(Clock::now() - start).count();
    fmt::print("{} hostile sequences, {:.0f} a second; beside them ", options.hostile, options.hostile / seconds);
    print(good, seconds);
    return good.errors == 0 && !good.milliseconds.empty() ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
    Options options;
    CLI::App app{"Many Modbus TCP clients on loopback"};
    app.add_option("--port", options.port)->required();
    app.add_option("--clients", options.clients)->check(CLI::Range(1, 1'000));
    app.add_option("--rate", options.rate, "requests a second of each client; 0: as fast as replies come")->check(CLI::Range(0.0, 1e5));
    app.add_option("--seconds", options.seconds)->check(CLI::Range(0.1, 3'600.0));
    app.add_option("--first", options.first);
    app.add_option("--count", options.count)->check(CLI::Range(1, 125));
    app.add_option("--hostile", options.hostile, "hostile sequences beside one good client")->check(CLI::Range(0, 10'000'000));
    app.add_option("--seed", options.seed);
    CLI11_PARSE(app, argc, argv);
    return options.hostile > 0 ? hostile(options) : load(options);
}
