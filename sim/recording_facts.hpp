// SPDX-License-Identifier: GPL-3.0-or-later
/// What a recording tells about the network it was taken from: enough to set a meter's nominal values and to loop whole cycles.
#pragma once

#include "sim/playback.hpp"
#include "sim/waveform_file.hpp"

namespace mb {

struct RecordingFacts {
    double seconds = 0.0;
    double frequency = 0.0;  ///< mean of the first live phase voltage [Hz], 0 where none was found
    int whole_cycles = 0;
    double loop_samples = 0.0;  ///< length of whole_cycles; a whole number only where it is so near that no meter sees the difference
    double voltage = 0.0;       ///< median one-cycle rms of the live phase voltages [V]: dips do not move it
    double current = 0.0;       ///< largest one-cycle rms of a phase current [A]
};

/// As the meter's inputs see it: `scale` is applied.
RecordingFacts recording_facts(WaveformFile const& file, ChannelMap const& map, LaneScale const& scale = kUnscaled);

/// The standard L-N voltage nearest to `volts` by ratio; where none is within 12 %, `volts` itself in three digits.
double standard_voltage(double volts);
/// The smallest standard rated current that is not below `amperes` (1 A at least).
double standard_current(double amperes);

}  // namespace mb
