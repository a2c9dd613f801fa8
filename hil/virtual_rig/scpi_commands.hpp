// SPDX-License-Identifier: GPL-3.0-or-later
/// The command table of the source.
#pragma once

#include <span>
#include <utility>

#include "hil/virtual_rig/scpi_instrument.hpp"

namespace mb::virtual_rig {

/// One command on its way.
struct ScpiCall {
    ScpiInstrument& instrument;
    ScpiSuffixes suffixes;
    std::vector<std::string> const& arguments;
    double now;
    ScpiAnswer& answer;

    SourceModel& source() const { return instrument.source(); }
    /// The phases that the suffix names, as [first, last).
    std::pair<std::size_t, std::size_t> phases() const {
        auto const phase = static_cast<std::size_t>(suffixes[0]);
        return phase == 0 ? std::pair{std::size_t{0}, kPhases} : std::pair{phase - 1, phase};
    }
};

enum class ScpiSuffixRule : std::uint8_t { none, phase, phase_and_order };  ///< phase: 0 (all) … 3; order: 2 … 50

struct ScpiCommand {
    std::string_view pattern;
    ScpiSuffixRule suffix = ScpiSuffixRule::none;
    std::size_t arguments = 0;                        ///< of the command; a query takes none
    ScpiError (*command)(ScpiCall const&) = nullptr;  ///< null: there is only the query
    ScpiError (*query)(ScpiCall const&) = nullptr;    ///< null: there is none
    /// Where the setting is a number: one per phase with a suffix; command and query are then made from it.
    double& (*setting)(SourceSettings&, std::size_t phase) = nullptr;
};

std::span<ScpiCommand const> scpi_commands();

}  // namespace mb::virtual_rig
