// SPDX-License-Identifier: GPL-3.0-or-later
/// The form of SCPI messages (SCPI-1999, volume 1; IEEE 488.2): headers with short and long forms and numeric suffixes, units separated by
/// semicolons. Text in, pieces out.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mb::virtual_rig {

/// One command or query of a message.
struct ScpiUnit {
    std::string header;  ///< as sent, without a leading colon and without the question mark: "sour:volt1"
    bool query = false;
    std::vector<std::string> arguments;  ///< trimmed, in order; none where nothing follows the header
};

/// The units of a line without its end; empty ones are left out.
std::vector<ScpiUnit> scpi_units(std::string_view line);

/// The header's numeric suffixes in order, 0 where one is left out.
using ScpiSuffixes = std::array<int, 2>;

/// Whether `header` is the command `pattern`, "SOURce:VOLTage#:HARMonic#": upper case is the short form, '#' a place for a suffix. Each
/// word is written in its short or its long form, in any case. A suffix is at most 999.
std::optional<ScpiSuffixes> scpi_match(std::string_view pattern, std::string_view header);

/// "SOUR:VOLT:HARM" of the pattern above.
std::string scpi_short(std::string_view pattern);

/// A finite decimal number (NRf), nothing behind it.
std::optional<double> scpi_number(std::string_view text);

}  // namespace mb::virtual_rig
