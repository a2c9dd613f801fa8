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
#include <thread>

#include "core/comm/modbus/mbap.hpp"

namespace mb {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;
using tcp = asio::ip::tcp;

constexpr int kSocketBuffer = 65'536;   // what a client that takes no replies can hold of the kernel's memory, each way
constexpr std::size_t kReadSize = 512;  // bounds the replies of one read: 42 requests, 11 kB

/// One client: read, answer, write, read again. Lives as long as an operation of it is under way.
class Connection : public std::enable_shared_from_this<Connection> {
public:
    Connection(tcp::socket socket, modbus::Server const& server, ModbusTcpLimits const& limits, std::atomic<std::size_t>& count)
        : socket_(std::move(socket)), deadline_(socket_.get_executor()), session_(server), limits_(limits), count_(count) {
        ++count_;
    }
    ~Connection() { --count_; }
    Connection(Connection const&) = delete;
    Connection& operator=(Connection const&) = delete;

    void start() {
        error_code ignored;
        socket_.set_option(tcp::no_delay{true}, ignored);
        socket_.set_option(tcp::socket::send_buffer_size{kSocketBuffer}, ignored);
        socket_.set_option(tcp::socket::receive_buffer_size{kSocketBuffer}, ignored);
        set_deadline(limits_.idle);
        read();
    }

private:
    void set_deadline(std::chrono::milliseconds after) {
        deadline_.expires_after(after);
        deadline_.async_wait([self = weak_from_this()](error_code error) {
            auto const alive = self.lock();
            // A wait that ended just before the deadline was moved still arrives without an error.
            if (alive && !error && alive->deadline_.expiry() <= asio::steady_timer::clock_type::now()) alive->close();
        });
    }

    void close() {
        error_code ignored;
        deadline_.cancel();
        socket_.shutdown(tcp::socket::shutdown_both, ignored);
        socket_.close(ignored);
    }

    void read() {
        socket_.async_read_some(asio::buffer(in_), [self = shared_from_this()](error_code error, std::size_t count) {
            error ? self->close() : self->received(count);
        });
    }

    void received(std::size_t count) {
        bool const was_mid_frame = session_.mid_frame();
        auto const frames = session_.frames();
        out_.clear();
        bool const good = session_.receive(ByteView{in_.data(), count}, out_);
        if (!good) last_reply_ = true;
        if (!out_.empty()) {
            write();
        } else if (!good) {
            close();
        } else {
            // A frame's time runs from its first byte; further pieces do not prolong it. Frames for other units end without a reply.
            bool const another = !was_mid_frame || session_.frames() != frames;
            if (session_.mid_frame() && another) set_deadline(limits_.partial_frame);
            if (!session_.mid_frame()) set_deadline(limits_.idle);
            read();
        }
    }

    void write() {
        set_deadline(limits_.idle);
        asio::async_write(socket_, asio::buffer(out_), [self = shared_from_this()](error_code error, std::size_t) {
            if (error || self->last_reply_) return self->close();
            self->set_deadline(self->session_.mid_frame() ? self->limits_.partial_frame : self->limits_.idle);
            self->read();
        });
    }

    tcp::socket socket_;
    asio::steady_timer deadline_;
    modbus::TcpSession session_;
    ModbusTcpLimits const& limits_;
    std::atomic<std::size_t>& count_;
    std::array<std::uint8_t, kReadSize> in_{};
    Bytes out_;
    bool last_reply_ = false;  // the stream broke behind it
};

}  // namespace

struct ModbusTcpServer::Parts {
    Parts(modbus::Server const& engine, ModbusTcpLimits const& bounds) : server(engine), limits(bounds) {}

    modbus::Server const& server;
    ModbusTcpLimits limits;
    std::atomic<std::size_t> count{0};
    asio::io_context io{1};
    tcp::acceptor acceptor{io};
    asio::steady_timer pause{io};
    tcp::endpoint local;
    std::thread thread;

    void accept() {
        acceptor.async_accept([this](error_code error, tcp::socket socket) {
            if (error == asio::error::operation_aborted) return;
            if (error) return accept_later();
            if (count < limits.clients) {
                std::make_shared<Connection>(std::move(socket), server, limits, count)->start();
            }  // else the socket closes here
            accept();
        });
    }

    /// Out of file descriptors, say: trying again at once would only burn the processor.
    void accept_later() {
        pause.expires_after(std::chrono::milliseconds{100});
        pause.async_wait([this](error_code error) {
            if (!error) accept();
        });
    }
};

Result<std::unique_ptr<ModbusTcpServer>> ModbusTcpServer::open(std::string const& address, std::uint16_t port, modbus::Server const& server,
                                                               ModbusTcpLimits const& limits) try {
    error_code error;
    auto const ip = asio::ip::make_address(address, error);
    if (error) return input_error("'{}' is no numeric IP address; 127.0.0.1 is this machine only, 0.0.0.0 every network", address);
    auto parts = std::make_unique<Parts>(server, limits);
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

std::string ModbusTcpServer::endpoint() const {
    auto const text = parts_->local.address().to_string();
    return fmt::format(fmt::runtime(parts_->local.address().is_v6() ? "[{}]:{}" : "{}:{}"), text, port());
}

std::size_t ModbusTcpServer::clients() const { return parts_->count; }

}  // namespace mb
