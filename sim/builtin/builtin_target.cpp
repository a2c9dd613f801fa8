// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/builtin/builtin_target.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <utility>
#include <vector>

#include "scenarios/engine/pulses.hpp"
#include "sim/builtin/meter_device.hpp"
#include "sim/builtin/put_terminals.hpp"
#include "sim/world.hpp"

namespace mb {

struct BuiltinTarget::Parts : MeterDevice {
    Parts(MeterSettings const& settings, RegisterMap registers, Network at) : MeterDevice(settings, std::move(registers)), world(at) {}

    World world;
    Duration owed{};  // asked for and not yet a whole frame
    std::array<Frame, kBlockFrames> block;
    bool counting = false;  // since somebody first asked for pulses
    std::vector<Pulse> pulses;
    std::size_t waiting = 0;  // frames at the front of the block that are rendered and not yet fed: fewer than a chunk between calls

    void feed_whole_chunks() {
        std::size_t const whole = waiting / kChunkFrames * kChunkFrames;
        meter.feed(Block{block}.first(whole));
        if (counting)
            for (Instant const at : meter.pulses()) pulses.push_back({seconds(at.time_since_epoch())});
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
    c.pulse_resolution_s = seconds(Duration{1});
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

Result<Bytes> BuiltinTarget::exchange(Port port, ByteView request) {
    if (port == Port::modbus) return parts_->answer(request);
    parts_->counting = true;
    return pulse_bytes(std::exchange(parts_->pulses, {}));
}

}  // namespace mb
