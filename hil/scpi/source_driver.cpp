// SPDX-License-Identifier: GPL-3.0-or-later
#include "hil/scpi/source_driver.hpp"

#include <array>

namespace mb::hil {
namespace {

constexpr std::array<std::string_view, 5> kNames{"off", "armed", "on", "ramp", "fault"};

SetPoint without_volts_and_amps(SetPoint point) {
    for (PhasePoint& p : point.phases) p.volts = p.amps = 0.0;
    return point;
}

}  // namespace

std::string_view name(SourceState state) { return kNames[static_cast<std::size_t>(state)]; }

Result<void> SourceDriver::fail(Error error) {
    evidence_ = error.sentence;
    auto const off = cut();
    state_ = SourceState::fault;
    error.kind = ErrorKind::infrastructure;
    error.sentence += off ? "; the source's output is off, read back" : "; the output could not be seen off: " + off.error().sentence;
    return error;
}

Result<void> SourceDriver::expect(bool good, std::string_view verb) const {
    if (good) return {};
    return infrastructure_error("the source is {}{}{}, which does not allow to {}", hil::name(state_), evidence_.empty() ? "" : ": ",
                                evidence_, verb);
}

Result<void> SourceDriver::arm() {
    if (auto good = expect(state_ == SourceState::off || state_ == SourceState::fault, "arm it"); !good) return good;
    at_.reset();
    event_.reset();
    if (auto done = runner_.run(steps_.arm()); !done) return fail(done.error());
    evidence_.clear();
    state_ = SourceState::armed;
    return {};
}

Result<void> SourceDriver::energise(SetPoint const& first) {
    if (auto good = expect(state_ == SourceState::armed, "switch its output on"); !good) return good;
    if (auto const allowed = check(first, std::nullopt, bench_.limits); !allowed) return allowed;
    SetPoint const still = without_volts_and_amps(first);
    if (auto done = runner_.run(steps_.change(std::nullopt, still)); !done) return fail(done.error());
    if (auto done = runner_.run(steps_.output_on()); !done) return fail(done.error());
    at_ = still;
    state_ = SourceState::on;
    return {};
}

Result<void> SourceDriver::finish_event() {
    if (!event_) return {};
    if (auto done = runner_.run(steps_.after_event(*at_, *event_)); !done) return done;
    event_.reset();
    return {};
}

Result<void> SourceDriver::set(SetPoint const& point, std::optional<EventPoint> const& event) {
    if (auto good = expect(state_ == SourceState::on, "set it"); !good) return good;
    if (auto const allowed = check(point, event, bench_.limits); !allowed) return allowed;
    Steps begin;
    if (event) {
        auto steps = steps_.event(point, *event);
        if (!steps) return steps.error();
        begin = *std::move(steps);
    }
    state_ = SourceState::ramp;
    bool const moves = *at_ != point;
    if (moves || event)
        if (auto done = finish_event(); !done) return fail(done.error());
    if (auto done = runner_.run(steps_.change(at_, point)); !done) return fail(done.error());
    at_ = point;
    if (event) {
        if (auto done = runner_.run(begin); !done) return fail(done.error());
        event_ = event;
    }
    state_ = SourceState::on;
    return {};
}

Result<void> SourceDriver::look() {
    if (state_ != SourceState::on) return {};
    if (auto done = runner_.run(steps_.still_on()); !done) return fail(done.error());
    return {};
}

Result<void> SourceDriver::zero() {
    if (state_ == SourceState::on && at_) {
        SetPoint down = *at_;
        for (PhasePoint& p : down.phases) p.amps = 0.0;
        auto done = finish_event();
        if (done) done = runner_.run(steps_.change(at_, down));
        if (done) done = runner_.run(steps_.change(down, without_volts_and_amps(down)));
        if (!done) return fail(done.error());
    }
    return cut();
}

Result<void> SourceDriver::cut() {
    auto done = emergency_.run(steps_.output_off());
    // What could not be read back may still be heard: once more, blindly.
    if (!done) (void)emergency_.run(steps_.cut());
    at_.reset();
    event_.reset();
    state_ = done ? SourceState::off : SourceState::fault;
    if (!done && evidence_.empty()) evidence_ = done.error().sentence;
    return done;
}

}  // namespace mb::hil
