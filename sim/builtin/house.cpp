// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/builtin/house.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <condition_variable>
#include <stop_token>
#include <utility>

#include "sim/builtin/put_terminals.hpp"

namespace mb {
namespace {

using Wall = std::chrono::steady_clock;  // pacing is the edge: nothing below this file knows real time

constexpr Duration kBlock = Samples{static_cast<std::int64_t>(kBlockFrames)};

/// What the terminals have to do; the source too, unless a recording goes on.
struct Put {
    TerminalPlan plan;
    bool source = true;
};
using Order = std::variant<Command, Put>;

}  // namespace

struct House::Parts {
    Parts(Grid g, HouseOptions const& options)
        : grid(std::move(g)), meter(options.meter), speed(options.speed), network(options.network), recording(grid.plays_recording()) {
        if (options.clock) meter.carry_out(SetClock{*options.clock});
        published = meter.snapshot();
    }

    void run(std::stop_token stop) {
        auto const start = Wall::now();
        auto const wall_block = std::chrono::duration<double>(seconds(kBlock) / speed);
        std::uint64_t blocks = 0;
        std::array<Frame, kBlockFrames> block;
        while (!stop.stop_requested()) {
            grid.render(block);
            terminals.distort(block);
            meter.feed(block);
            publish(block);
            ++blocks;
            auto const due = start + std::chrono::duration_cast<Wall::duration>(wall_block * static_cast<double>(blocks));
            if (Wall::now() > due + std::chrono::duration_cast<Wall::duration>(wall_block)) late.fetch_add(1, std::memory_order_relaxed);
            wait_until(due, stop);
        }
        std::lock_guard const lock(inbox_mutex);
        ended = true;
        done.notify_all();
    }

    /// Orders that come in are carried out at once: who posted them waits for it.
    void wait_until(Wall::time_point due, std::stop_token const& stop) {
        std::unique_lock lock(inbox_mutex);
        for (;;) {
            bool const some = wake.wait_until(lock, stop, due, [this] { return !inbox.empty(); });
            if (!some) break;  // time is up, or the end has come
            carry_out_orders(lock);
        }
        if (traffic.exchange(false, std::memory_order_relaxed)) meter.note_traffic();
    }

    void carry_out_orders(std::unique_lock<std::mutex>& lock) {
        std::swap(inbox, taken);
        lock.unlock();
        for (Order& order : taken) {
            if (auto const* command = std::get_if<Command>(&order))
                meter.carry_out(*command);
            else
                put(std::get<Put>(order));
        }
        auto state = meter.snapshot();
        {
            std::lock_guard const guard(published_mutex);
            published = std::move(state);
        }
        lock.lock();
        orders_done += taken.size();
        taken.clear();
        done.notify_all();
    }

    void put(Put& order) {
        if (order.source) put_source(grid, order.plan);
        tell_plugs(meter, terminals.plugs(), order.plan.plugs);
        terminals.apply(std::move(order.plan));
    }

    /// In the caller's thread: refused or posted.
    Result<void> post(Stimulus const& stimulus, SourceKind kind) {
        std::lock_guard const lock(inbox_mutex);
        if (kind == SourceKind::recording && !recording)
            return input_error("no recording is being played; put the faults into the stimulus");
        auto plan = plan_terminals(stimulus, network, kind, standing ? &*standing : nullptr);
        if (!plan) return plan.error();
        if (kind == SourceKind::synthesized) {
            standing = stimulus;
            recording = false;
        }
        inbox.emplace_back(Put{*std::move(plan), kind == SourceKind::synthesized});
        ++orders_posted;
        wake.notify_one();
        return {};
    }

    /// Returns once all of them are carried out.
    void post(std::span<Command const> commands) {
        std::unique_lock lock(inbox_mutex);
        inbox.insert(inbox.end(), commands.begin(), commands.end());
        auto const mine = orders_posted += commands.size();
        wake.notify_one();
        done.wait(lock, [this, mine] { return orders_done >= mine || ended; });
    }

    void publish(std::array<Frame, kBlockFrames> const& block) {
        auto state = meter.snapshot();
        std::lock_guard const lock(published_mutex);
        published = std::move(state);
        for (Frame const& f : block) scope[scope_count++ % kScopeFrames] = f;
    }

    Grid grid;
    Terminals terminals;
    Meter meter;
    double speed;
    Network network;

    std::mutex inbox_mutex;
    bool recording;                    // once all that was posted is done
    std::optional<Stimulus> standing;  // the same
    std::vector<Order> inbox;
    std::vector<Order> taken;
    std::uint64_t orders_posted = 0;
    std::uint64_t orders_done = 0;
    bool ended = false;  // the thread takes no more orders
    std::condition_variable_any wake;
    std::condition_variable done;
    std::atomic<bool> traffic{false};
    std::atomic<std::uint64_t> late{0};

    mutable std::mutex published_mutex;
    std::shared_ptr<Snapshot const> published;
    std::array<Frame, kScopeFrames> scope{};
    std::uint64_t scope_count = 0;

    std::jthread thread;  // last: stops first
};

House::House(Grid grid, HouseOptions const& options) : parts_(std::make_unique<Parts>(std::move(grid), options)) {
    parts_->thread = std::jthread([parts = parts_.get()](std::stop_token stop) { parts->run(std::move(stop)); });
}

House::~House() = default;

std::shared_ptr<Snapshot const> House::snapshot() {
    std::lock_guard const lock(parts_->published_mutex);
    return parts_->published;
}

void House::carry_out(std::span<Command const> commands) { parts_->post(commands); }

void House::note_traffic() { parts_->traffic.store(true, std::memory_order_relaxed); }

Result<void> House::apply(Stimulus const& stimulus) { return parts_->post(stimulus, SourceKind::synthesized); }
Result<void> House::disturb_recording(Stimulus const& stimulus) { return parts_->post(stimulus, SourceKind::recording); }

void House::copy_waveform(Waveform& out) const {
    std::lock_guard const lock(parts_->published_mutex);
    std::uint64_t const n = parts_->scope_count;
    std::size_t const kept = std::min<std::size_t>(n, kScopeFrames);
    out.frames.resize(kept);
    for (std::size_t k = 0; k < kept; ++k) out.frames[k] = parts_->scope[(n - kept + k) % kScopeFrames];
    out.end = Instant{Samples{static_cast<std::int64_t>(n)}};
}

std::uint64_t House::late_blocks() const { return parts_->late.load(std::memory_order_relaxed); }

Instant House::now() const {
    std::lock_guard const lock(parts_->published_mutex);
    return parts_->published->time;
}

}  // namespace mb
