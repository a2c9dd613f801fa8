// SPDX-License-Identifier: GPL-3.0-or-later
/// What an AC source wants to hear: its commands as data (resources/dialects/NAME.yaml, or any file). A command is a text with
/// placeholders; an action that a dialect has no text for is one that its source cannot do. docs/rig.md is the reference.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.hpp"

namespace mb::hil {

enum class Action : std::uint8_t {
    prepare,  ///< once, when the link is open, with the output off
    output_on,
    output_off,
    output_state,  ///< query with the words of on and off
    limit_voltage,
    limit_current,
    limit_frequency,
    slew,
    frequency,
    voltage,  ///< of one phase
    voltage_angle,
    current,
    current_angle,
    harmonics_clear,
    voltage_harmonic,
    current_harmonic,
    apply,    ///< makes what was set before it take effect, where the source does not at once
    settled,  ///< query: whether the output stands
    errors,   ///< query of the error queue
    measure_voltage,
    measure_current,
    measure_frequency,
    measure_power,
    dip,           ///< prepares a voltage event
    dip_position,  ///< … and where on the wave of phase 1 it begins
    dip_start,
    dip_state,  ///< query: whether it is over
    dip_end,    ///< what is to be sent when it is over
};
inline constexpr std::size_t kActions = 28;

enum class Placeholder : std::uint8_t {
    phase,  ///< 1 2 3
    volts,
    amps,
    hertz,
    degrees,
    order,    ///< of a harmonic
    percent,  ///< of a harmonic: of its fundamental; of an event: what remains of the voltage
    slew,     ///< [V/s]
    mask,     ///< of an event: bit 0 is phase 1
    seconds,
    milliseconds,
    event_volts,  ///< of an event: what this phase has while it lasts
};
inline constexpr std::size_t kPlaceholders = 12;
using PlaceholderValues = std::array<std::optional<double>, kPlaceholders>;

/// "SOUR:VOLT{phase} {volts:2}": texts and placeholders in turn; the digit is the number of decimals.
struct CommandText {
    struct Piece {
        std::string text;  ///< before the placeholder
        std::optional<Placeholder> placeholder;
        int decimals = 0;
    };
    std::vector<Piece> pieces;

    bool has(Placeholder p) const;
    /// Placeholders without a value stay empty; the parser lets a text have only those that its action fills.
    std::string filled(PlaceholderValues const& values) const;
};

struct ActionText {
    std::vector<CommandText> set;
    std::vector<CommandText> query;  ///< the last one asks, those before it select
    std::string answer;     ///< of queries for a word: of the state on, of settled, of a good error queue, of an event that is over
    std::string off;        ///< of output_state: the word of off
    int highest_order = 0;  ///< of harmonics

    /// Some text names the phase: the action is done phase by phase.
    bool by_phase() const;
};

struct Dialect {
    std::string file;
    std::string name;
    std::string label;
    std::vector<std::string> unverified;  ///< what no public document that we have read shows; for people
    std::string identify = "*IDN?";
    std::string terminator = "\n";
    bool angles_lag = false;       ///< its angles count positive where a phase lags
    bool angles_relative = false;  ///< phase 1 has none; those of the others count from it
    double lowest_angle = -180.0;  ///< angles are told from here on, 360 of them
    std::array<std::optional<ActionText>, kActions> actions;

    ActionText const* find(Action a) const {
        auto const& got = actions[static_cast<std::size_t>(a)];
        return got ? &*got : nullptr;
    }
    /// One of ours (leading, degrees) as this source counts.
    double angle(double leading_deg) const;
};

Result<Dialect> parse_dialect(std::string_view text, std::string const& file);
/// A shipped name ("generic") or a file.
Result<Dialect> open_dialect(std::string const& name_or_file);

struct DialectText {
    std::string_view file;
    std::string_view text;
};
/// Of the shipped one with this name; nullopt: there is none.
std::optional<DialectText> builtin_dialect(std::string_view name);
std::span<std::string_view const> builtin_dialect_names();

}  // namespace mb::hil
