// SPDX-License-Identifier: GPL-3.0-or-later
/// The source behind SCPI: the command table, the queue of errors and the status byte, shared by all links. The dialect is "generic" of
/// docs/virtual-rig.md.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.hpp"
#include "hil/virtual_rig/scpi_syntax.hpp"
#include "hil/virtual_rig/source_model.hpp"

namespace mb::virtual_rig {

/// Errors of SCPI-1999, volume 2, 21.8, as far as this instrument has them.
enum class ScpiError : int {
    none = 0,
    invalid_character = -101,
    data_type = -104,
    parameter_not_allowed = -108,
    missing_parameter = -109,
    undefined_header = -113,
    suffix_out_of_range = -114,
    execution = -200,
    trigger_ignored = -211,
    out_of_range = -222,
    system = -310,
    queue_overflow = -350,
    input_overrun = -363,
};
/// "-222,\"Data out of range\"".
std::string text(ScpiError error);

struct ScpiCommand;

/// A command as a user names it, for those that are to be spoilt: "SOUR:VOLT2".
struct ScpiName {
    ScpiCommand const* command = nullptr;
    ScpiSuffixes suffixes{};
    bool query = false;

    bool operator==(ScpiName const&) const = default;
};
/// Refused where there is no such command.
Result<ScpiName> scpi_name(std::string_view header);

/// How a unit of a message ended.
struct ScpiAnswer {
    bool wait = false;       ///< *OPC? and *WAI: the rest comes when the source has settled
    std::string reply = {};  ///< of a query
    bool silent = false;     ///< a query that gives none
};

class ScpiInstrument {
public:
    explicit ScpiInstrument(SourceModel& source) : source_(source) {}

    /// Carries one unit out, as if nothing were pending. `path`: of the unit before it in the same message ("SOUR:CURR:"), to which a
    /// header may be relative; becomes that of this one. now: [s].
    ScpiAnswer carry_out(ScpiUnit const& unit, std::string& path, double now);
    void report(ScpiError error);
    bool settled(double now) const { return source_.settled(now); }

    /// Commands that are left undone without a word, and such that are refused with -200.
    void spoil(std::vector<ScpiName> ignored, std::vector<ScpiName> refused);

    /// For the table's rows.
    SourceModel& source() { return source_; }
    std::string next_error();
    void clear();
    void reset();
    unsigned take_event_status(double now);
    void note_completion() { completion_asked_ = true; }

private:
    static constexpr std::size_t kMostErrors = 16;

    SourceModel& source_;
    std::deque<ScpiError> errors_;
    unsigned event_status_ = 0x80;  // power on
    bool completion_asked_ = false;
    std::vector<ScpiName> ignored_;
    std::vector<ScpiName> refused_;
};

}  // namespace mb::virtual_rig
