// SPDX-License-Identifier: GPL-3.0-or-later
/// A recording as both programs open it: file, channels, playback and the meter's nominal values in one step.
#pragma once

#include <string>
#include <vector>

#include "core/base/result.hpp"
#include "sim/builtin/nominal_choice.hpp"
#include "sim/playback.hpp"
#include "sim/recording_facts.hpp"

namespace mb {

/// What the options of a command line say of a recording; the refusals name them as --channel, --rate, --against.
struct RecordingOptions {
    std::string path;
    std::vector<std::string> channels;  ///< the user's own choices: "V1=U1"
    double rate = 0.0;                  ///< [Hz] of a table without times; 0: not given
    std::string against = "neutral";    ///< what the phase voltages were measured against: "neutral" or "earth"
};

struct Recording {
    std::string name;  ///< of the file
    double sampling_rate = 0.0;
    std::string channels;  ///< which recorded channel feeds which input: "V1=Ua V2=none …"
    RecordingFacts facts;
    Playback playback;
    Nominal nominal;                       ///< what the user says, else judged from the recording
    std::vector<std::string> diagnostics;  ///< what was tolerated in the file
};

/// `loop`: the whole cycles repeat for ever. Refused: what open_waveform(), map_channels() and Playback::open() refuse, a choice of a
/// channel that is not INPUT=CHANNEL.
Result<Recording> open_recording(RecordingOptions const& options, NominalChoice const& nominal, bool loop);

}  // namespace mb
