// SPDX-License-Identifier: GPL-3.0-or-later
/// The rig controller as verbs: supply, relays, inputs, outputs, pulses, its clock (docs/rig-protocol.md).
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "hil/controller/clock_fit.hpp"
#include "hil/controller/rig_port.hpp"

namespace mb::hil {

struct RigIdentity {
    std::string name;
    std::uint8_t relays = 0;
    std::uint8_t inputs = 0;
    std::uint8_t outputs = 0;
    std::uint8_t pulse_channels = 0;
    std::uint32_t ticks_per_second = 0;  ///< > 0
};

struct RigState {
    bool supply = false;
    std::uint8_t inputs = 0;
    bool interlock_closed = false;
    std::vector<std::uint8_t> relays;  ///< state of each
};

struct RigPulses {
    std::uint64_t first = 0;           ///< number of the first one
    std::vector<std::uint64_t> ticks;  ///< when each came, in the rig's clock, ascending
};

class RigController {
public:
    /// `port` must outlive the controller.
    explicit RigController(RigPort& port) : port_(port) {}

    /// To be called first; refuses another version of the protocol and a clock without ticks.
    Result<RigIdentity> hello();
    RigIdentity const& identity() const { return identity_; }

    /// Ticks since power-up; refuses a clock that went back. Each call is a point of fit().
    Result<std::uint64_t> clock();
    ClockFit const& fit() const { return fit_; }

    Result<void> watchdog(std::uint16_t milliseconds);
    Result<void> supply(bool on);
    Result<void> relay(std::uint8_t relay, std::uint8_t state);
    Result<void> inputs(std::uint8_t closed);
    Result<std::uint8_t> outputs();
    /// Those from number `from` on, as many as one reply holds.
    Result<RigPulses> pulses(std::uint8_t channel, std::uint64_t from);
    Result<RigState> state();
    Result<void> safe();

    /// When something was last asked with success.
    std::chrono::steady_clock::time_point last_contact() const { return last_contact_; }

private:
    Result<Bytes> ask(RigMessage type, ByteView payload);
    /// Of requests whose reply is empty.
    Result<void> command(RigMessage type, ByteView payload);
    Error malformed(RigMessage type) const;

    RigPort& port_;
    RigIdentity identity_;
    ClockFit fit_;
    std::uint64_t last_ticks_ = 0;
    std::chrono::steady_clock::time_point const begin_ = std::chrono::steady_clock::now();
    std::chrono::steady_clock::time_point last_contact_ = begin_;
};

}  // namespace mb::hil
