// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/ports/modbus_rtu_server.hpp"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

#include "core/comm/modbus/exchange.hpp"
#include "sim/ports/wall_clock.hpp"

namespace mb {
namespace {

using Clock = std::chrono::steady_clock;
using modbus::Microseconds;

constexpr std::chrono::milliseconds kRetry{200};  // between attempts to open a lost line

Microseconds now() { return std::chrono::duration_cast<Microseconds>(Clock::now().time_since_epoch()); }

}  // namespace

struct ModbusRtuServer::Parts {
    Parts(SerialAddress where, SerialLine opened, modbus::Server& engine, modbus::LinkKind kind)
        : address(std::move(where)),
          line(std::move(opened)),
          name(line->name()),
          exchange(engine, {kind, name}, fmt::format("{} {}", modbus::name(kind), name), wall_clock),
          receiver(modbus::host_timing(address.settings.baud)),
          stop_event(::eventfd(0, EFD_CLOEXEC)) {}
    ~Parts() { ::close(stop_event); }
    Parts(Parts const&) = delete;
    Parts& operator=(Parts const&) = delete;

    void run() {
        while (!stopping) {
            if (!line && !reopen()) continue;
            int const ready = wait(receiver.deadline());
            if (stopping) return;
            auto frame = receiver.silence(now());
            if (frame) answer(*frame);
            if (ready > 0 && line) receive();
            exchange.note_nonsense(receiver.take_nonsense());
            std::lock_guard const guard(counts_mutex);
            counts = receiver.counts();
        }
    }

    /// Until bytes come, the deadline passes, or the end.
    int wait(std::optional<Microseconds> deadline) const {
        pollfd ready[] = {{line->handle(), POLLIN, 0}, {stop_event, POLLIN, 0}};
        timespec left{};
        if (deadline) {
            auto const rest = std::max(*deadline - now(), Microseconds{0});
            left = {rest.count() / 1'000'000, rest.count() % 1'000'000 * 1'000};
        }
        ::ppoll(ready, 2, deadline ? &left : nullptr, nullptr);
        return ready[0].revents != 0 ? 1 : 0;
    }

    void receive() {
        auto const bytes = line->read();
        if (!bytes) return lose();
        if (auto const frame = receiver.receive(*bytes, now())) answer(*frame);
    }

    void answer(modbus::RtuFrame const& request) {
        modbus::Outgoing out;
        exchange.answer({0, request.unit, request.pdu}, out);
        for (auto const& piece : out.pieces) {
            if (piece.after > Microseconds{0} && ended_within(piece.after)) return;
            if (line && !line->write(piece.bytes)) lose();
        }
    }

    /// Waits; true where the end comes first.
    bool ended_within(Microseconds time) const {
        pollfd end{stop_event, POLLIN, 0};
        timespec const left{time.count() / 1'000'000, time.count() % 1'000'000 * 1'000};
        ::ppoll(&end, 1, &left, nullptr);
        return stopping;
    }

    void lose() {
        line.reset();
        receiver = modbus::RtuReceiver{modbus::host_timing(address.settings.baud)};
        ++losses;
    }

    /// After a pause, which the end cuts short.
    bool reopen() {
        if (ended_within(kRetry)) return false;
        auto opened = SerialLine::open(address);
        if (opened) line = *std::move(opened);
        return line.has_value();
    }

    SerialAddress address;
    std::optional<SerialLine> line;
    std::string name;
    modbus::Exchange exchange;
    modbus::RtuReceiver receiver;
    int stop_event;
    std::atomic<bool> stopping{false};
    std::atomic<std::uint64_t> losses{0};
    std::mutex counts_mutex;
    modbus::RtuCounts counts;
    std::thread thread;
};

Result<std::unique_ptr<ModbusRtuServer>> ModbusRtuServer::open(SerialAddress const& address, modbus::Server& server,
                                                               modbus::LinkKind kind) try {
    auto line = SerialLine::open(address);
    if (!line) return line.error();
    auto parts = std::make_unique<Parts>(address, *std::move(line), server, kind);
    if (parts->stop_event < 0) return infrastructure_error("{}: no file descriptor is left", address.device);
    parts->thread = std::thread{[p = parts.get()] { p->run(); }};
    return std::unique_ptr<ModbusRtuServer>{new ModbusRtuServer{std::move(parts)}};
} catch (std::exception const& failure) {  // no thread left
    return infrastructure_error("{}: {}", address.device, failure.what());
}

ModbusRtuServer::ModbusRtuServer(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

ModbusRtuServer::~ModbusRtuServer() {
    parts_->stopping = true;
    ::eventfd_write(parts_->stop_event, 1);
    parts_->thread.join();
}

std::string ModbusRtuServer::endpoint() const { return fmt::format("{} {}", parts_->name, text(parts_->address.settings)); }

modbus::RtuCounts ModbusRtuServer::counts() const {
    std::lock_guard const guard(parts_->counts_mutex);
    return parts_->counts;
}

std::uint64_t ModbusRtuServer::losses() const { return parts_->losses; }

}  // namespace mb
