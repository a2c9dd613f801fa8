// SPDX-License-Identifier: GPL-3.0-or-later
/// The meter at the rig's terminals: a meter with hidden errors and a supply that can be switched off. It lives in the time of its own
/// clock, in which it takes its samples.
///
/// Without supply it is dead: no reply, no pulses. When the supply comes back it starts (kStart), with the settings and the calendar that
/// it had (its clock has a battery); energies, events and averages begin anew.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "core/base/bytes.hpp"
#include "core/base/time.hpp"
#include "core/catalogue/register_map.hpp"
#include "core/meter/meter.hpp"
#include "hil/virtual_rig/rig_truth.hpp"
#include "sim/builtin/meter_device.hpp"

namespace mb::virtual_rig {

inline constexpr Duration kStart = std::chrono::milliseconds{500};  ///< from supply to the first sample

class MeterUnderTest {
public:
    MeterUnderTest(RigTruth const& truth, MeterSettings settings, RegisterMap map, EpochMilliseconds calendar);

    void set_supply(bool on);
    /// A block that stands at the terminals in the next 10 ms of its clock; is changed by the meter's errors.
    void feed(std::span<Frame> block);
    /// When the pulses of the latest block began, by its clock.
    std::vector<Instant> const& pulses() const { return pulses_; }
    /// On a serial line; nullopt: silence.
    std::optional<Bytes> answer(std::uint8_t unit, ByteView request);
    bool runs() const { return device_ != nullptr; }
    /// Null while it does not run.
    std::shared_ptr<Snapshot const> snapshot() { return device_ ? device_->snapshot() : nullptr; }

private:
    void start();

    MeterSettings settings_;
    RegisterMap map_;
    EpochMilliseconds calendar_;  // at Instant{}
    Frame gains_;
    Instant now_{};  // of its clock since the rig was started
    bool supply_ = false;
    Instant supplied_{};  // since then
    Instant started_{};
    std::unique_ptr<MeterDevice> device_;
    std::vector<Instant> pulses_;
};

}  // namespace mb::virtual_rig
