// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/builtin/builtin_target.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <utility>

#include "sim/builtin/meter_device.hpp"
#include "sim/builtin/put_terminals.hpp"
#include "sim/world.hpp"

namespace mb {

struct BuiltinTarget::Parts : MeterDevice {
    Parts(MeterSettings const& settings, RegisterMap registers, Network at) : MeterDevice(settings, std::move(registers)), world(at) {}

    World world;
    Duration owed{};  // asked for and not yet a whole frame
    std::array<Frame, kBlockFrames> block;
    std::size_t waiting = 0;  // frames at the front of the block that are rendered and not yet fed: fewer than a chunk between calls

    void feed_whole_chunks() {
        std::size_t const whole = waiting / kChunkFrames * kChunkFrames;
        meter.feed(Block{block}.first(whole));
        std::copy(block.begin() + static_cast<std::ptrdiff_t>(whole), block.begin() + static_cast<std::ptrdiff_t>(waiting), block.begin());
        waiting -= whole;
    }
};

BuiltinTarget::BuiltinTarget(MeterSettings const& settings, RegisterMap map, Network network)
    : parts_(std::make_unique<Parts>(settings, std::move(map), network)) {}
BuiltinTarget::~BuiltinTarget() = default;

Capabilities BuiltinTarget::capabilities() const {
    Capabilities c;
    c.name = "built-in " + parts_->meter.snapshot()->identity->model;
    return c;
}

Result<void> BuiltinTarget::apply(Stimulus const& stimulus) {
    Parts& p = *parts_;
    InputPlugs const before = p.world.plugs();
    if (auto applied = p.world.apply(stimulus); !applied) return applied;
    tell_plugs(p.meter, before, p.world.plugs());
    return {};
}

Result<void> BuiltinTarget::advance(Duration duration) {
    Parts& p = *parts_;
    p.owed += duration;
    auto const whole = std::chrono::floor<Samples>(p.owed);
    p.owed -= whole;
    for (auto left = static_cast<std::size_t>(whole.count()); left > 0;) {
        std::size_t const n = std::min(left, kBlockFrames - p.waiting);
        p.world.render(std::span{p.block}.subspan(p.waiting, n));
        p.waiting += n;
        left -= n;
        if (left > 0 || p.waiting == kBlockFrames) p.feed_whole_chunks();
    }
    p.feed_whole_chunks();
    return {};
}

Result<Bytes> BuiltinTarget::exchange(Port, ByteView request) { return parts_->answer(request); }

}  // namespace mb
