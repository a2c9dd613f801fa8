// SPDX-License-Identifier: GPL-3.0-or-later
#include "hil/virtual_rig/virtual_rig.hpp"

#include <poll.h>
#include <sys/eventfd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <thread>
#include <utility>

#include "hil/virtual_rig/modbus_session.hpp"
#include "hil/virtual_rig/pace.hpp"
#include "hil/virtual_rig/port.hpp"
#include "hil/virtual_rig/rig_folder.hpp"
#include "hil/virtual_rig/scpi_session.hpp"

namespace mb::virtual_rig {
namespace {

using Clock = std::chrono::steady_clock;  // the edge: nothing else here knows real time

constexpr Microseconds kRound{1'000};        // ports are looked after at least so often while the world catches up
constexpr Microseconds kIdle{10'000};        // and otherwise
constexpr Microseconds kTooLate{1'000'000};  // behind by more: given up; by less: caught up with

}  // namespace

struct VirtualRig::Parts {
    Parts(VirtualRigSettings const& settings, RegisterMap map)
        : world(settings.world, std::move(map)),
          instrument(world.source),
          interlock(settings.misbehaviour.interlock),
          batch(settings.speed * std::chrono::duration<double>(kRound).count()),
          pace(settings.speed) {
        instrument.spoil(settings.misbehaviour.ignored_commands, settings.misbehaviour.refused_commands);
        world.controller.spoil(settings.misbehaviour.ignored_requests, settings.misbehaviour.refused_requests);
    }

    Result<void> open_ports(VirtualRigSettings const& settings) {
        std::array<MakeSession, kPortNames.size()> const make{
            [this] { return std::make_unique<ScpiSession>(instrument); },
            [this] { return std::make_unique<ControllerSession>(world.controller, world.controller_rate()); },
            [this] { return std::make_unique<ModbusSession>(world.meter); }};
        auto const& meter = settings.world.meter.settings;
        RigFacts const facts{settings.map, static_cast<unsigned>(meter.get(SettingId::modbus_address)), meter.get(SettingId::pulse_weight)};
        std::array<std::string, kPortNames.size()> const what{"SCPI, dialect generic", "rig controller, docs/rig-protocol.md",
                                                              fmt::format("Modbus RTU, unit {}, 38400 8N1", facts.unit)};
        for (std::size_t n = 0; n < kPortNames.size(); ++n) {
            auto const link = folder->path() / kPortNames[n];
            auto port = Port::open(link, settings.misbehaviour.lines[n], settings.world.seed, kPortNames[n], make[n]);
            if (!port) return port.error();
            std::string line = fmt::format("{:<8}{}  ({})", fmt::format("{}:", kPortNames[n]), link.string(), what[n]);
            if (settings.tcp && kPortNames[n] != kPortNames.back()) {
                auto const number = (*port)->listen();
                if (!number) return number.error();
                line += fmt::format("  and 127.0.0.1:{}", *number);
            }
            where.push_back(std::move(line));
            ports.push_back(*std::move(port));
        }
        where.push_back(fmt::format("bench:  {}", (folder->path() / "rig.yaml").string()));
        return folder->describe(facts);
    }

    void run() {
        auto const start = Clock::now();
        auto const wall = [start] { return std::chrono::duration_cast<Microseconds>(Clock::now() - start); };
        while (!stopping) {
            auto now = wall();
            world.controller.watch(now);
            world.controller.set_interlock(std::ranges::none_of(
                interlock, [&](TroubleTime const& time) { return time.holds(std::chrono::duration<double>(now).count()); }));
            bool const caught_up = advance(now, wall);
            now = wall();
            // What is asked now is asked of the world at this time, which its latest steps have made already.
            told = std::max(told, std::min(pace.world(now), world.time()));
            for (auto const& port : ports) port->serve({told, now});
            refused = world.refused();
            if (caught_up) wait(wall);
        }
    }

    /// The world to where it should be, for a round at most; false: it is not there.
    template <class Wall>
    bool advance(Microseconds now, Wall wall) {
        double const goal = pace.world(now) + batch;
        auto const end = now + kRound;
        while (world.time() < goal) {
            world.step();
            if (wall() < end) continue;
            now = wall();
            if (now > pace.wall(world.time()) + kTooLate) pace.give_up(world.time(), now);
            lost = pace.lost();
            return world.time() >= pace.world(now);
        }
        return true;
    }

    template <class Wall>
    void wait(Wall wall) {
        wanted.clear();
        wanted.push_back({stop_event.get(), POLLIN, 0});
        for (auto const& port : ports) port->want(wanted);
        auto const now = wall();
        auto until = std::min(now + kIdle, std::max(pace.wall(world.time() - batch), now));
        for (auto const& port : ports)
            if (auto const at = port->deadline()) until = std::min(until, std::max(*at, now));
        auto const left = std::chrono::duration_cast<std::chrono::nanoseconds>(until - now);
        timespec const time{0, left.count()};
        ::ppoll(wanted.data(), wanted.size(), &time, nullptr);
    }

    World world;
    ScpiInstrument instrument;
    std::vector<TroubleTime> interlock;
    double batch;  // by which the world is made ahead [s]
    Pace pace;
    double told = 0.0;
    std::unique_ptr<RigFolder> folder;
    std::vector<std::unique_ptr<Port>> ports;  // before the folder is left
    std::vector<std::string> where;
    std::vector<pollfd> wanted;
    Descriptor stop_event;
    std::atomic<bool> stopping{false};
    std::atomic<double> lost{0.0};
    std::atomic<std::uint64_t> refused{0};
    std::thread thread;
};

Result<std::unique_ptr<VirtualRig>> VirtualRig::open(VirtualRigSettings const& settings, RegisterMap map) try {
    auto folder = RigFolder::open(settings.folder);
    if (!folder) return folder.error();
    auto parts = std::make_unique<Parts>(settings, std::move(map));
    parts->folder = *std::move(folder);
    if (auto const opened = parts->open_ports(settings); !opened) return opened.error();
    parts->stop_event = Descriptor{::eventfd(0, EFD_CLOEXEC)};
    if (parts->stop_event.get() < 0) return infrastructure_error("{}: no file descriptor is left", settings.folder.string());
    parts->thread = std::thread{[p = parts.get()] { p->run(); }};
    return std::unique_ptr<VirtualRig>{new VirtualRig{std::move(parts)}};
} catch (std::exception const& failure) {  // no thread or memory left
    return infrastructure_error("{}: {}", settings.folder.string(), failure.what());
}

VirtualRig::VirtualRig(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

VirtualRig::~VirtualRig() {
    parts_->stopping = true;
    ::eventfd_write(parts_->stop_event.get(), 1);
    parts_->thread.join();
}

std::vector<std::string> const& VirtualRig::where() const { return parts_->where; }
double VirtualRig::lost() const { return parts_->lost; }
std::uint64_t VirtualRig::refused() const { return parts_->refused; }

}  // namespace mb::virtual_rig
