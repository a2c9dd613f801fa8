// SPDX-License-Identifier: GPL-3.0-or-later
#include <utility>  // before Asio 1.74, which uses std::exchange without it
// clang-format off
#include <boost/asio.hpp>
// clang-format on

#include "sim/ports/modbus_tcp_server.hpp"

#include <array>
#include <atomic>
#include <exception>
#include <memory>
#include <optional>
#include <thread>
#include <type_traits>

#include "core/comm/modbus/session.hpp"
#include "sim/ports/tls.hpp"
#include "sim/ports/wall_clock.hpp"

namespace mb {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;
using tcp = asio::ip::tcp;

constexpr int kSocketBuffer = 65'536;   // what a client that takes no replies can hold of the kernel's memory, each way
constexpr std::size_t kReadSize = 512;  // bounds the replies of one read: 42 requests, 11 kB

/// "127.0.0.1:1502", "[::1]:1502".
std::string text(tcp::endpoint const& at) {
    auto const address = at.address().to_string();
    return at.address().is_v6() ? fmt::format("[{}]:{}", address, at.port()) : fmt::format("{}:{}", address, at.port());
}

using TlsStream = asio::ssl::stream<tcp::socket>;

/// What all connections of a port share.
struct PortFacts {
    modbus::Server& server;
    ModbusTcpLimits const& limits;
    modbus::RoleTable const& roles;
    std::atomic<std::size_t>& count;
    Gatekeeper& gate;
};

/// One client: read, answer, write, read again. Lives as long as an operation of it is under way. Stream is a socket or TLS on one.
template <class Stream>
class Connection : public std::enable_shared_from_this<Connection<Stream>> {
public:
    Connection(Stream stream, modbus::Side side, std::string link, PortFacts const& facts)
        : stream_(std::move(stream)),
          deadline_(stream_.get_executor()),
          pause_(stream_.get_executor()),
          address_(side.name),
          link_(std::move(link)),
          side_(std::move(side)),
          facts_(facts) {
        ++facts_.count;
    }
    ~Connection() { --facts_.count; }
    Connection(Connection const&) = delete;
    Connection& operator=(Connection const&) = delete;

    void start() {
        error_code ignored;
        socket().set_option(tcp::no_delay{true}, ignored);
        socket().set_option(tcp::socket::send_buffer_size{kSocketBuffer}, ignored);
        socket().set_option(tcp::socket::receive_buffer_size{kSocketBuffer}, ignored);
        if constexpr (std::is_same_v<Stream, TlsStream>) {
            set_deadline(facts_.limits.handshake);
            stream_.async_handshake(asio::ssl::stream_base::server,
                                    [self = this->shared_from_this()](error_code error) { error ? self->close() : self->identified(); });
        } else {
            converse();
        }
    }

private:
    tcp::socket& socket() {
        if constexpr (std::is_same_v<Stream, TlsStream>)
            return stream_.next_layer();
        else
            return stream_;
    }

    /// The certificate is good: it tells who asks, and what for.
    void identified() {
        if constexpr (std::is_same_v<Stream, TlsStream>) {
            std::unique_ptr<X509, decltype(&X509_free)> const certificate{SSL_get_peer_certificate(stream_.native_handle()), &X509_free};
            auto const role = certificate ? role_of(certificate.get()) : Result<std::string>{input_error("no certificate")};
            if (!role) return offended();
            side_.name = subject_of(certificate.get());
            side_.right = facts_.roles.right_of(*role);
        }
        converse();
    }

    void converse() {
        session_.emplace(modbus::Exchange{facts_.server, side_, link_, wall_clock});
        set_deadline(facts_.limits.idle);
        read();
    }

    void set_deadline(std::chrono::milliseconds after) {
        deadline_.expires_after(after);
        deadline_.async_wait([self = this->weak_from_this()](error_code error) {
            auto const alive = self.lock();
            // A wait that ended just before the deadline was moved still arrives without an error.
            if (alive && !error && alive->deadline_.expiry() <= asio::steady_timer::clock_type::now()) alive->late();
        });
    }

    /// Quiet for too long is no offence; half a frame or half a handshake is.
    void late() { !session_ || session_->mid_frame() ? offended() : close(); }

    void offended() {
        facts_.gate.offence(address_, Gatekeeper::Time::clock::now());
        close();
    }

    void close() {
        error_code ignored;
        deadline_.cancel();
        pause_.cancel();
        socket().shutdown(tcp::socket::shutdown_both, ignored);
        socket().close(ignored);
    }

    void read() {
        stream_.async_read_some(asio::buffer(in_), [self = this->shared_from_this()](error_code error, std::size_t count) {
            error ? self->close() : self->received(count);
        });
    }

    void received(std::size_t count) {
        bool const was_mid_frame = session_->mid_frame();
        auto const frames = session_->frames();
        out_ = {};
        sent_ = 0;
        bool const good = session_->receive(ByteView{in_.data(), count}, out_);
        if (!good) {
            out_.close = true;
            facts_.gate.offence(address_, Gatekeeper::Time::clock::now());
        }
        if (!out_.empty()) {
            send();
        } else {
            // A frame's time runs from its first byte; further pieces do not prolong it. Frames for other units end without a reply.
            bool const another = !was_mid_frame || session_->frames() != frames;
            if (session_->mid_frame() && another) set_deadline(facts_.limits.partial_frame);
            if (!session_->mid_frame()) set_deadline(facts_.limits.idle);
            read();
        }
    }

    /// The next piece, after its pause; behind the last one, the next request.
    void send() {
        if (sent_ == out_.pieces.size()) {
            if (out_.close) return close();
            set_deadline(session_->mid_frame() ? facts_.limits.partial_frame : facts_.limits.idle);
            return read();
        }
        auto const after = out_.pieces[sent_].after;
        set_deadline(facts_.limits.idle + std::chrono::ceil<std::chrono::milliseconds>(after));
        if (after == modbus::Microseconds{0}) return write();
        pause_.expires_after(after);
        pause_.async_wait([self = this->shared_from_this()](error_code error) {
            if (!error) self->write();
        });
    }

    void write() {
        asio::async_write(stream_, asio::buffer(out_.pieces[sent_].bytes),
                          [self = this->shared_from_this()](error_code error, std::size_t) {
                              if (error) return self->close();
                              ++self->sent_;
                              self->send();
                          });
    }

    Stream stream_;
    asio::steady_timer deadline_;
    asio::steady_timer pause_;  // before a piece of a reply
    std::string address_;
    std::string link_;
    modbus::Side side_;
    std::optional<modbus::Session> session_;
    PortFacts facts_;
    std::array<std::uint8_t, kReadSize> in_{};
    modbus::Outgoing out_;
    std::size_t sent_ = 0;  // pieces of it
};

}  // namespace

struct ModbusTcpServer::Parts {
    Parts(modbus::Server& engine, modbus::LinkKind link, ModbusTcpLimits const& bounds)
        : server(engine), kind(link), limits(bounds), gate(bounds.gate) {}

    modbus::Server& server;
    modbus::LinkKind kind;
    ModbusTcpLimits limits;
    std::optional<asio::ssl::context> context;  // with TLS
    modbus::RoleTable roles;
    std::atomic<std::size_t> count{0};
    Gatekeeper gate;  // of the thread
    std::atomic<std::size_t> bans{0};
    asio::io_context io{1};
    tcp::acceptor acceptor{io};
    asio::steady_timer pause{io};
    tcp::endpoint local;
    std::thread thread;

    void accept() {
        acceptor.async_accept([this](error_code error, tcp::socket socket) {
            if (error == asio::error::operation_aborted) return;
            if (error) return accept_later();
            converse(std::move(socket));  // or close it
            accept();
        });
    }

    void converse(tcp::socket socket) {
        error_code gone;
        auto const peer = socket.remote_endpoint(gone);
        modbus::Side side{kind, gone ? "" : peer.address().to_string()};
        bool const admitted = !gone && gate.admits(side.name, Gatekeeper::Time::clock::now());
        bans = gate.bans();
        if (!admitted || count >= limits.clients) return;
        PortFacts const facts{server, limits, roles, count, gate};
        auto link = fmt::format("{} {}", name(kind), text(peer));
        if (context)
            std::make_shared<Connection<TlsStream>>(TlsStream{std::move(socket), *context}, std::move(side), std::move(link), facts)
                ->start();
        else
            std::make_shared<Connection<tcp::socket>>(std::move(socket), std::move(side), std::move(link), facts)->start();
    }

    /// Out of file descriptors, say: trying again at once would only burn the processor.
    void accept_later() {
        pause.expires_after(std::chrono::milliseconds{100});
        pause.async_wait([this](error_code error) {
            if (!error) accept();
        });
    }
};

Result<std::unique_ptr<ModbusTcpServer>> ModbusTcpServer::open(std::string const& address, std::uint16_t port, modbus::Server& server,
                                                               TcpFraming framing, ModbusTcpLimits const& limits) {
    auto const kind = framing == TcpFraming::rtu ? modbus::LinkKind::rtu_tcp : modbus::LinkKind::tcp;
    return listen(address, std::make_unique<Parts>(server, kind, limits), port);
}

Result<std::unique_ptr<ModbusTcpServer>> ModbusTcpServer::open_tls(std::string const& address, std::uint16_t port, modbus::Server& server,
                                                                   TlsSettings const& tls, ModbusTcpLimits const& limits) {
    auto parts = std::make_unique<Parts>(server, modbus::LinkKind::tls, limits);
    parts->context.emplace(asio::ssl::context::tls_server);
    if (auto const good = set_up(*parts->context, tls); !good) return good.error();
    parts->roles = tls.roles;
    return listen(address, std::move(parts), port);
}

Result<std::unique_ptr<ModbusTcpServer>> ModbusTcpServer::listen(std::string const& address, std::unique_ptr<Parts> parts,
                                                                 std::uint16_t port) try {
    error_code error;
    auto const ip = asio::ip::make_address(address, error);
    if (error) return input_error("'{}' is no numeric IP address; 127.0.0.1 is this machine only, 0.0.0.0 every network", address);
    tcp::endpoint const wanted{ip, port};
    auto& acceptor = parts->acceptor;
    acceptor.open(wanted.protocol(), error);
    if (!error) acceptor.set_option(tcp::acceptor::reuse_address{true}, error);
    if (!error) acceptor.bind(wanted, error);
    if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
    if (!error) parts->local = acceptor.local_endpoint(error);
    if (error == asio::error::address_in_use)
        return infrastructure_error("port {} on {} is in use: stop the other program or choose another port", port, address);
    if (error == asio::error::access_denied)
        return infrastructure_error("port {} on {} is not allowed: ports below 1024 need rights, choose another one", port, address);
    if (error) return infrastructure_error("cannot listen on port {} of {}: {}", port, address, error.message());
    parts->accept();
    parts->thread = std::thread{[p = parts.get()] { p->io.run(); }};
    return std::unique_ptr<ModbusTcpServer>{new ModbusTcpServer{std::move(parts)}};
} catch (std::exception const& failure) {  // no file descriptor or no thread left
    return infrastructure_error("cannot listen on port {} of {}: {}", port, address, failure.what());
}

ModbusTcpServer::ModbusTcpServer(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

ModbusTcpServer::~ModbusTcpServer() {
    parts_->io.stop();
    parts_->thread.join();
}

std::uint16_t ModbusTcpServer::port() const { return parts_->local.port(); }

std::string ModbusTcpServer::endpoint() const { return text(parts_->local); }

std::size_t ModbusTcpServer::clients() const { return parts_->count; }
std::size_t ModbusTcpServer::bans() const { return parts_->bans; }

}  // namespace mb
