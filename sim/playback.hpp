// SPDX-License-Identifier: GPL-3.0-or-later
/// Plays a recording at the meter's 9600 Hz through an anti-alias filter, once or as a seamless loop of its whole cycles.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/base/result.hpp"
#include "core/signal/frame.hpp"
#include "sim/waveform_file.hpp"

namespace mb {

/// Which recorded channel feeds which lane: index into WaveformFile::channels, or -1 for silence.
using ChannelMap = std::array<int, kChannels>;

/// Finds channels by name, phase field and unit (I1, IA, Ia, V1, VA, U1 …). `forced` holds the user's own choices, lane name
/// ("V1", "Vn", "I2") to channel name or 1-based number. Refused: a forced name that is not there (the sentence lists those that
/// are), a recording in which no voltage is found.
Result<ChannelMap> map_channels(WaveformFile const& file, std::map<std::string, std::string> const& forced);

struct PlaybackOptions {
    bool loop = false;  ///< repeat the whole cycles for ever
    /// Recorded phase voltages are against neutral (then the neutral-to-earth lane is added to them) or against earth.
    bool voltages_to_neutral = true;
};

class Playback {
public:
    /// Refused: sampling rates outside 800 Hz..100 kHz, less than one whole cycle for a loop.
    static Result<Playback> open(WaveformFile const& file, ChannelMap const& map, PlaybackOptions const& options);

    void render(std::span<Frame> out);
    /// Frames until it ends at 9600 Hz; nullopt for a loop.
    std::optional<std::int64_t> frames_left() const;

private:
    Playback() = default;
    std::vector<Frame> source_;  // at the file's own rate
    double step_ = 1.0;          // source samples per output frame
    double position_ = 0.0;
    double period_ = 0.0;        // of the loop in source samples, 0 for none
    std::vector<float> kernel_;  // polyphase windowed sinc
};

}  // namespace mb
