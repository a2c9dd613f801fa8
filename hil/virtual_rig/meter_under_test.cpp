// SPDX-License-Identifier: GPL-3.0-or-later
#include "hil/virtual_rig/meter_under_test.hpp"

#include <cmath>
#include <utility>

namespace mb::virtual_rig {
namespace {

/// By which the frames are multiplied. Vn is the reference of all voltages and has no gain of its own.
Frame gains_of(RigTruth const& truth) {
    Frame gains;
    for (std::size_t lane = 0; lane < kChannels; ++lane) gains.lanes[lane] = 1.0F;
    for (std::size_t p = 0; p < 3; ++p) gains.lanes[p] = static_cast<float>(1.0 + truth.voltage_gain_percent[p] * 0.01);
    for (std::size_t i = 0; i < 4; ++i)
        gains.lanes[index(Channel::i1) + i] = static_cast<float>(1.0 + truth.current_gain_percent[i] * 0.01);
    return gains;
}

}  // namespace

MeterUnderTest::MeterUnderTest(RigTruth const& truth, MeterSettings settings, RegisterMap map, EpochMilliseconds calendar)
    : settings_(std::move(settings)), map_(std::move(map)), calendar_(calendar), gains_(gains_of(truth)) {}

void MeterUnderTest::set_supply(bool on) {
    if (on == supply_) return;
    supply_ = on;
    supplied_ = now_;
    if (on || !device_) return;
    auto const state = device_->snapshot();
    settings_.settings = state->settings;
    if (state->power_on) calendar_ = *state->power_on - std::chrono::round<std::chrono::milliseconds>(started_.time_since_epoch()).count();
    device_.reset();
}

void MeterUnderTest::start() {
    modbus::ServerSettings serving;
    serving.unit = static_cast<std::uint8_t>(std::lround(settings_.settings.get(SettingId::modbus_address)));
    device_ = std::make_unique<MeterDevice>(settings_, map_, serving);
    device_->side = {modbus::LinkKind::rtu, "virtual rig"};
    started_ = now_;
    device_->meter.carry_out(SetClock{calendar_ + std::chrono::round<std::chrono::milliseconds>(now_.time_since_epoch()).count()});
}

void MeterUnderTest::feed(std::span<Frame> block) {
    pulses_.clear();
    if (supply_ && !device_ && now_ >= supplied_ + kStart) start();
    now_ += Samples{static_cast<std::int64_t>(block.size())};
    if (!device_) return;
    for (Frame& frame : block) {
        float const neutral = frame.lanes[index(Channel::vn)];
        Lanes const reference{neutral, neutral, neutral, 0.0F, 0.0F, 0.0F, 0.0F, 0.0F};
        frame.lanes = (frame.lanes - reference) * gains_.lanes + reference;
    }
    device_->meter.feed(block);
    for (Instant const at : device_->meter.pulses()) pulses_.push_back(started_ + at.time_since_epoch());
}

std::optional<Bytes> MeterUnderTest::answer(std::uint8_t unit, ByteView request) {
    if (!device_) return std::nullopt;
    return device_->server.answer_serial(device_->side, unit, request);
}

}  // namespace mb::virtual_rig
