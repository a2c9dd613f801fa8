// SPDX-License-Identifier: GPL-3.0-or-later
#include "firmware-bridge/firmware_target.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "core/comm/modbus/rtu.hpp"
#include "firmware-bridge/rtu_reply.hpp"
#include "scenarios/engine/pulses.hpp"

namespace mb::bridge {

Result<std::unique_ptr<Target>> FirmwareTarget::start(FirmwareSpec const& firmware, BridgeOptions const& options, Config const& config,
                                                      Network network) {
    auto bridge = start_bridge(firmware, options);
    if (!bridge) return bridge.error();
    if (auto const created = (*bridge)->create(config); !created) return created.error();
    return std::unique_ptr<Target>{std::make_unique<FirmwareTarget>(*std::move(bridge), network)};
}

Capabilities FirmwareTarget::capabilities() const {
    Capabilities c;
    Identity const& identity = bridge_->identity();
    c.name = fmt::format("firmware {}{}{}", identity.name, identity.version.empty() ? "" : " ", identity.version);
    if (identity.has(Call::pulses)) c.pulse_resolution_s = 1.0 / kSampleRate;
    c.lacks = {Ability::sensors};  // nothing tells a firmware what was plugged in
    return c;
}

Error FirmwareTarget::fail(std::string const& why) {
    if (!failed_) failed_ = infrastructure_error("{}: {}", capabilities().name, why);
    return *failed_;
}

Result<void> FirmwareTarget::apply(Stimulus const& stimulus) {
    if (failed_) return *failed_;
    return world_.apply(stimulus);
}

Result<void> FirmwareTarget::pass(Samples time) {
    std::array<Frame, Bridge::kMostFrames> frames;
    for (auto left = static_cast<std::size_t>(time.count()); left > 0;) {
        auto const piece = std::span{frames}.first(std::min(left, frames.size()));
        world_.render(piece);
        if (auto const fed = bridge_->feed(piece); !fed) {
            failed_ = fed.error();
            return fed;
        }
        left -= piece.size();
    }
    return {};
}

Result<void> FirmwareTarget::advance(Duration duration) {
    if (failed_) return *failed_;
    owed_ += duration;
    auto const whole = std::chrono::floor<Samples>(owed_);
    owed_ -= whole;
    Samples const early = std::min(ahead_, whole);
    ahead_ -= early;
    return pass(whole - early);
}

Result<Bytes> FirmwareTarget::pulses() {
    auto const given = bridge_->pulses();
    if (!given) {
        failed_ = given.error();
        return *failed_;
    }
    constexpr double kFractions = 4'294'967'296.0;  // of a frame
    std::vector<mb::Pulse> led;
    for (Pulse const& pulse : *given)
        if (pulse.output == 0)
            led.push_back({(static_cast<double>(pulse.sample) + static_cast<double>(pulse.fraction) / kFractions) / kSampleRate});
    return pulse_bytes(led);
}

Result<Bytes> FirmwareTarget::exchange(Port port, ByteView request) {
    if (failed_) return *failed_;
    if (port == Port::pulses) return pulses();
    if (request.empty()) return input_error("a Modbus request has at least a function code");
    auto const unit = static_cast<std::uint8_t>(bridge_->identity().modbus_unit);
    RtuReply reply{unit, request[0]};
    Bytes arriving = modbus::rtu_bytes({unit, Bytes(request.begin(), request.end())});
    for (Samples waited{};; waited += kStep) {
        auto const sent = bridge_->exchange(0, arriving);
        if (!sent) {
            failed_ = sent.error();
            return *failed_;
        }
        if (auto const answer = reply.push(*sent)) {
            if (!*answer) return fail(answer->error().sentence);
            return *answer;
        }
        if (waited >= kLatest)
            return fail(fmt::format("no reply to Modbus function {} within {} s of its time; {}", request[0],
                                    kLatest / Samples{kSampleRate}, reply.so_far()));
        if (auto const passed = pass(kStep); !passed) return passed.error();
        ahead_ += kStep;
        arriving.clear();
    }
}

}  // namespace mb::bridge
