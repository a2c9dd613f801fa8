// SPDX-License-Identifier: GPL-3.0-or-later
/// The command line of meterbench-desk. No Qt.
#pragma once

#include <array>
#include <string>
#include <variant>
#include <vector>

#include "sim/builtin/open_recording.hpp"
#include "sim/ports/port_set.hpp"

namespace mb::desk {

/// What --show takes: MainWindow::bring_up() knows the same.
inline constexpr std::array kViews{"registers", "traffic", "faults", "communication"};

struct Options {
    RecordingOptions recording;     ///< without a path: the synthesizer
    Ports ports;                    ///< none where none is named
    std::vector<std::string> show;  ///< docks and tabs to bring to the front: kViews
    std::string map = "a200";       ///< a shipped register map or a CSV file
    std::string screenshot;         ///< PNG to write, then quit; empty for the window
    int width = 1600;
    int height = 950;
    bool dark = false;
    NominalChoice nominal;
};

/// The program ends here: with a help text (status 0, to stdout) or a sentence (status 2, to stderr).
struct Leave {
    int status = 0;
    std::string text;
};

std::variant<Options, Leave> parse_options(std::vector<std::string> const& arguments);

}  // namespace mb::desk
