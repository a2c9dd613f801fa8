// SPDX-License-Identifier: GPL-3.0-or-later
/// What a recording holds and how the meter would take it, for the terminal.
#pragma once

#include <string>

#include "sim/builtin/open_recording.hpp"

namespace mb::cli {

/// Facts, a table of the channels with the inputs they feed ("-": none), and a line for each diagnostic.
std::string preview_text(RecordingPreview const& preview);

}  // namespace mb::cli
