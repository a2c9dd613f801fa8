// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/builtin/builtin_target.hpp"

#include <array>
#include <utility>

#include "core/comm/modbus/server.hpp"

namespace mb {

struct BuiltinTarget::Parts : modbus::Device {
    Parts(MeterSettings const& settings, RegisterMap registers) : meter(settings), grid(Stimulus{}), map(std::move(registers)) {}

    std::shared_ptr<Snapshot const> snapshot() override { return meter.snapshot(); }
    void post(Command const& command) override { meter.carry_out(command); }
    void note_traffic() override { meter.note_traffic(); }

    Meter meter;
    Grid grid;
    RegisterMap map;
    Duration owed{};  // asked for and not yet a whole block
};

BuiltinTarget::BuiltinTarget(MeterSettings const& settings, RegisterMap map) : parts_(std::make_unique<Parts>(settings, std::move(map))) {}
BuiltinTarget::~BuiltinTarget() = default;

Capabilities BuiltinTarget::capabilities() const {
    Capabilities c;
    c.name = "built-in " + parts_->meter.snapshot()->identity->model;
    return c;
}

Result<void> BuiltinTarget::apply(Stimulus const& stimulus) {
    parts_->grid.apply(stimulus);
    return {};
}

Result<void> BuiltinTarget::advance(Duration duration) {
    constexpr Duration kBlock = Samples{static_cast<std::int64_t>(kBlockFrames)};
    std::array<Frame, kBlockFrames> block;
    for (parts_->owed += duration; parts_->owed >= kBlock; parts_->owed -= kBlock) {
        parts_->grid.render(block);
        parts_->meter.feed(block);
    }
    return {};
}

Result<Bytes> BuiltinTarget::exchange(Port, ByteView request) { return modbus::answer(parts_->map, *parts_, request); }

}  // namespace mb
