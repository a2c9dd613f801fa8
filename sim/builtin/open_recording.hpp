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

/// What the options of a command line say of a recording; the refusals name them as --channel, --rate, --against, --scale.
struct RecordingOptions {
    std::string path;
    std::vector<std::string> channels;    ///< the user's own choices: "V1=U1"
    double rate = 0.0;                    ///< [Hz] of a table without times; 0: not given
    std::string against = "neutral";      ///< what the phase voltages were measured against: "neutral" or "earth"
    std::vector<std::string> scale = {};  ///< factors of inputs: "V1=100", "I=0.5" (sim/channel_scale.hpp)
};

struct Recording {
    std::string name;  ///< of the file
    double sampling_rate = 0.0;
    std::string channels;  ///< which recorded channel feeds which input: "Va=Ua Vb=none Vc=Uc*100 …"
    RecordingFacts facts;
    Playback playback;
    Nominal nominal;                       ///< what the user says, else judged from the recording
    std::vector<std::string> diagnostics;  ///< what was tolerated in the file
};

/// `loop`: the whole cycles repeat for ever. Refused: what open_waveform(), map_channels() and Playback::open() refuse, a choice of a
/// channel that is not INPUT=CHANNEL, a factor that lane_scale() refuses.
Result<Recording> open_recording(RecordingOptions const& options, NominalChoice const& nominal, bool loop);

/// A channel of a recording as one input sees it; one that feeds several has as many rows.
struct PreviewRow {
    int number = 0;  ///< of the channel, counts from 1
    std::string name;
    std::string phase;
    std::string unit;  ///< as the file writes it
    double rms = 0.0;  ///< of all samples, times the factor, in `si_unit`
    double peak = 0.0;
    std::string si_unit;  ///< "V", "A"; what the file writes where it is neither
    int lane = -1;        ///< the input, -1 for none
    double scale = 1.0;   ///< the input's factor
};

struct RecordingPreview {
    std::string name;
    double sampling_rate = 0.0;
    std::size_t samples = 0;  ///< of each channel
    RecordingFacts facts;
    Nominal nominal;  ///< what the meter would be set to
    std::vector<PreviewRow> rows;
    std::vector<std::string> diagnostics;  ///< what was tolerated in the file, and what would be refused when it is played
};

/// What open_recording() would do, to look at before. Refused: what cannot be read, choices and factors that are wrong in themselves.
Result<RecordingPreview> preview_recording(RecordingOptions const& options, NominalChoice const& nominal);

}  // namespace mb
