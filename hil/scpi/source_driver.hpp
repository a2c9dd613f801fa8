// SPDX-License-Identifier: GPL-3.0-or-later
/// An AC source as a state machine. Nothing but its verbs moves it; what goes wrong on the way leads to `fault`, with the evidence, and the
/// command to switch the output off is sent before the error comes back.
///
///     off ── arm ──> armed ── energise ──> on ── set ──> ramp ──> on
///      ^               |                    |              |
///      └── zero ───────┴────────────────────┘      any: fault, out of which only arm leads
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "hil/scpi/source_steps.hpp"

namespace mb::hil {

enum class SourceState : std::uint8_t {
    off,    ///< nothing is known of the source
    armed,  ///< output off, limits and slew set and read back
    on,     ///< output on, at the latest set-point
    ramp,   ///< on the way to it
    fault,
};
std::string_view name(SourceState state);

class SourceDriver {
public:
    /// All must outlive the driver. `emergency` carries out what switches the output off in a fault: over the same link, opened again if
    /// need be, and not stopped by what stops `runner`.
    SourceDriver(Dialect const& dialect, Bench const& bench, StepRunner& runner, StepRunner& emergency)
        : bench_(bench), steps_(dialect, bench), runner_(runner), emergency_(emergency) {}

    SourceState state() const { return state_; }
    std::string const& evidence() const { return evidence_; }  ///< of the latest fault
    std::optional<SetPoint> const& at() const { return at_; }

    /// From off or fault.
    Result<void> arm();
    /// From armed: frequency and angles of `first`, no volt and no ampere, then the output on.
    Result<void> energise(SetPoint const& first);
    /// From on: within the slew, read back, settled. Refused without a fault: what is above the limits.
    Result<void> set(SetPoint const& point, std::optional<EventPoint> const& event = std::nullopt);
    /// From on: that its output still is, and that it has no errors. From others: nothing.
    Result<void> look();
    /// From any: down within the slew where the source is sound, then the output off, read back.
    Result<void> zero();
    /// From any: the output off at once, read back.
    Result<void> cut();

private:
    Result<void> fail(Error error);
    Result<void> expect(bool good, std::string_view verb) const;
    Result<void> finish_event();

    Bench const& bench_;
    SourceSteps steps_;
    StepRunner& runner_;
    StepRunner& emergency_;
    SourceState state_ = SourceState::off;
    std::optional<SetPoint> at_;
    std::optional<EventPoint> event_;  ///< begun, its end not yet seen
    std::string evidence_;
};

}  // namespace mb::hil
