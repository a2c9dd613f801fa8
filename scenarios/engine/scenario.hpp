// SPDX-License-Identifier: GPL-3.0-or-later
/// A scenario as plain structs: what stands at the terminals, what happens when, and what must be read then. The language
/// (language.hpp) makes them from YAML; a program may as well write them down itself. Everything is resolved: SI units, whole
/// stimuli, durations in ticks.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/base/time.hpp"
#include "core/base/unit.hpp"
#include "core/catalogue/event.hpp"
#include "core/catalogue/symbol.hpp"
#include "core/comm/modbus/comm_fault.hpp"
#include "core/signal/fault_board.hpp"
#include "core/signal/stimulus.hpp"
#include "scenarios/engine/installation.hpp"

namespace mb {

/// Where something stands in a scenario file; line and column count from 1, 0 means no place.
struct Place {
    std::string file;
    int line = 0;
    int column = 0;

    std::string text() const;  ///< "file:12:5"
};

/// How far a reading may be from its value: `absolute` plus `relative` times the value.
struct Tolerance {
    double absolute = 0.0;
    double relative = 0.0;

    double of(double value) const;
};

/// A reading, an energy, a count or a setting near a value, or between two limits.
struct QuantityCheck {
    SymbolId symbol{};
    std::optional<double> value;  ///< SI; with `tolerance`
    Tolerance tolerance;
    std::optional<double> min;  ///< without `value`
    std::optional<double> max;
};

/// A voltage event with its residual voltage and its duration.
struct EventCheck {
    EventKind kind = EventKind::dip;
    std::optional<int> number;        ///< 1 is the first of its kind in the run; without it: the latest
    std::optional<double> residual;   ///< extreme of the worst channel in percent of its reference
    double residual_tolerance = 0.0;  ///< [percent of the reference]
    std::optional<Duration> duration_min;
    std::optional<Duration> duration_max;
    std::optional<ChannelMask> channels;  ///< exactly these were concerned
};

/// So many events, of one kind or of all.
struct EventCountCheck {
    int count = 0;
    std::optional<EventKind> kind;
};

/// What becomes of one request for a register that is sent once.
struct ReplyCheck {
    enum class Outcome : std::uint8_t {
        good,       ///< its registers
        none,       ///< nothing comes in time
        wrong,      ///< something that a client must throw away
        exception,  ///< a refusal
    };
    SymbolId symbol{};
    Outcome outcome = Outcome::good;
    std::optional<std::uint8_t> exception;  ///< its code; without it any
    modbus::Microseconds within{0};         ///< after the request; what comes later does not count
};

/// The error of the energy that the meter's pulses tell, since the source last changed: (their power - the power at the terminals) / that.
struct PulseCheck {
    double error_percent = 0.0;
    double tolerance = 0.0;           ///< [percentage points]
    std::optional<double> weight_wh;  ///< of a pulse; without it the meter's setting own.pulse_weight
};

struct Check {
    Place place;
    std::variant<QuantityCheck, EventCheck, EventCountCheck, ReplyCheck, PulseCheck> what;
};

/// Steps take no time of their own; only Wait lets time pass. A dip therefore runs on during the steps after it. What the language writes
/// as one step may be several here: a ramp whose angles go far, a fault that begins within a wait (timeline.hpp).
struct Apply {
    Stimulus stimulus;
};
struct Wait {
    Duration duration{};
};
struct Expect {
    std::vector<Check> checks;
};

/// A setting or a command, to be written to its register.
struct RegisterWrite {
    Place place;
    SymbolId symbol{};
    double value = 0.0;  ///< in the symbol's unit
};
struct Write {
    std::vector<RegisterWrite> writes;  ///< one after the other
};

/// The communication faults from here on, in the place of those before; none: the path is undisturbed.
struct CommFaults {
    std::vector<modbus::CommFaultRule> rules;
};

struct Step {
    Place place;
    std::variant<Apply, Wait, Expect, Write, CommFaults> what;
};

/// The meter's nominal values, against which it judges voltage events, and the network they are of.
struct RatedValues {
    double voltage = 230.0;  ///< L-N [V]; of a network without neutral its voltage over √3
    double current = 100.0;  ///< [A]
    int frequency_hz = 50;   ///< 50 or 60
    Network network = Network::wye;

    bool operator==(RatedValues const&) const = default;
};

/// A fault of the scenario; where it has no name of its own it is called after its kind.
struct NamedFault {
    Place place;
    std::string name;
    Fault fault;
};

struct Scenario {
    std::string file;
    std::string name;
    std::string description;
    std::vector<std::string> tags;
    RatedValues rated;
    Installation installation;            ///< the meter is told of it before time zero
    std::vector<RegisterWrite> settings;  ///< written after that, before time zero
    Stimulus start;                       ///< applied at time zero
    std::vector<Step> timeline;           ///< a final expectation is its last step
    std::vector<NamedFault> faults;       ///< all that are configured at any time
    /// What becomes of them, in order of time; the stimuli of the timeline hold it already.
    std::vector<FaultTransition> fault_log;

    Duration length() const;  ///< sum of the waits
    std::size_t check_count() const;
};

}  // namespace mb
