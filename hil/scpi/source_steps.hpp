// SPDX-License-Identifier: GPL-3.0-or-later
/// Set-points as conversations in a source's dialect. Pure: nothing is sent here.
#pragma once

#include <optional>

#include "hil/scpi/dialect.hpp"
#include "hil/scpi/set_point.hpp"
#include "hil/scpi/step.hpp"

namespace mb::hil {

class SourceSteps {
public:
    /// Both must outlive it.
    SourceSteps(Dialect const& dialect, Bench const& bench) : dialect_(dialect), bench_(bench) {}

    Steps arm() const;         ///< output off and read back, limits and slew set and read back
    Steps output_on() const;   ///< output on and read back
    Steps output_off() const;  ///< output off and read back
    Steps still_on() const;    ///< that it is, and that its queue of errors is empty
    Steps cut() const;         ///< the commands of output_off alone: for when answers cannot be trusted

    /// From what stands to `to`: what differs, or all where nothing is known. Frequency, harmonics, angles, voltages within the slew, then
    /// currents; each read back, then settled, no errors, and what the source measures.
    Steps change(std::optional<SetPoint> const& from, SetPoint const& to) const;
    /// Refused: what the dialect cannot say of this event (a single phase where its events take all).
    Result<Steps> event(SetPoint const& at, EventPoint const& event) const;
    /// To be sent before anything else after an event, when it is over.
    Steps after_event(SetPoint const& at, EventPoint const& event) const;

private:
    void send(Steps& to, Action action, PlaceholderValues const& values = {}) const;
    /// Asks for a number back; nothing where the dialect has no query.
    void read(Steps& to, Action action, PlaceholderValues const& values, std::string what, Unit unit, double expected,
              double tolerance) const;
    void word(Steps& to, Action action, Step::Kind kind, std::string what, std::string const& wanted, Milliseconds patience) const;
    void settled(Steps& to, std::string what, double volts) const;
    void errors(Steps& to, std::string what) const;
    void limit(Steps& to, Action action, Placeholder p, double value, std::string what, Unit unit) const;

    void harmonics(Steps& to, SetPoint const& point) const;
    void voltages(Steps& to, std::optional<SetPoint> const& from, SetPoint const& point) const;
    void voltage(Steps& to, std::size_t phase, SetPoint const& point, double volts, bool read_back) const;
    void currents(Steps& to, std::optional<SetPoint> const& from, SetPoint const& point) const;
    void measured(Steps& to, SetPoint const& point) const;

    /// Its harmonics have amplitudes of their own, and follow the fundamental only when told.
    bool harmonics_in_volts() const;
    double told_angle(SetPoint const& point, double leading) const;

    Dialect const& dialect_;
    Bench const& bench_;
};

}  // namespace mb::hil
