// SPDX-License-Identifier: GPL-3.0-or-later
/// The command line of meterbench-desk. No Qt.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace mb::desk {

struct TcpPlace {
    std::string address = "127.0.0.1";
    std::uint16_t port = 0;  ///< 0 takes a free one
};

struct Options {
    std::string source;      ///< a recording; empty for the synthesizer
    std::optional<TcpPlace> modbus;
    std::string screenshot;  ///< PNG to write, then quit; empty for the window
    int width = 1600;
    int height = 950;
    bool dark = false;
    double nominal_voltage = 230.0;  ///< reference of dips and swells, L-N [V]
    double nominal_current = 100.0;  ///< [A]
    std::optional<int> frequency;    ///< 50 or 60; none: the recording's own, else 50
};

/// The program ends here: with a help text (status 0, to stdout) or a sentence (status 2, to stderr).
struct Leave {
    int status = 0;
    std::string text;
};

std::variant<Options, Leave> parse_options(std::vector<std::string> const& arguments);

}  // namespace mb::desk
