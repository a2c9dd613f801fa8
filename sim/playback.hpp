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
#include "sim/channel_scale.hpp"
#include "sim/sinc_kernel.hpp"
#include "sim/waveform_file.hpp"

namespace mb {

/// Which recorded channel feeds which lane: index into WaveformFile::channels, or -1 for silence.
using ChannelMap = std::array<int, kChannels>;

/// Finds channels by name, phase field and unit (I1, IA, Ia, V1, VA, U1 …). `forced` holds the user's own choices, lane name
/// ("V1", "Vn", "I2") to channel name, 1-based number or "none". Refused: a forced name that is not there (the sentence lists those
/// that are), a recording in which no voltage is found.
Result<ChannelMap> map_channels(WaveformFile const& file, std::map<std::string, std::string> const& forced);

/// The same without the last refusal: a recording of currents alone has a map, too.
Result<ChannelMap> propose_channels(WaveformFile const& file, std::map<std::string, std::string> const& forced);
/// The lane of an input's name: "V1", "Va", "U1", "VN", "I4", "In" …; -1 where it is none.
int lane_named(std::string const& name);

struct PlaybackOptions {
    bool loop = false;  ///< repeat the whole cycles for ever
    /// Recorded phase voltages are against neutral (then the neutral-to-earth lane is added to them) or against earth.
    bool voltages_to_neutral = true;
    LaneScale scale = kUnscaled;
};

class Playback {
public:
    /// Refused: sampling rates outside 800 Hz..100 kHz, less than one whole cycle for a loop.
    static Result<Playback> open(WaveformFile const& file, ChannelMap const& map, PlaybackOptions const& options);

    void render(std::span<Frame> out);
    /// Frames until it ends at 9600 Hz; nullopt for a loop.
    std::optional<std::int64_t> frames_left() const;
    /// Length of the loop in samples of the file (it may end between two of them), 0 for none.
    double loop_samples() const { return loop_; }

private:
    Playback(double rate, std::vector<Frame> const& samples, double loop);

    SincKernel kernel_;
    bool exact_ = false;         // every frame falls on a sample of the file: they are played as they are
    std::vector<Frame> source_;  // at the file's own rate, with half a kernel more at both ends
    double step_ = 1.0;          // source samples per output frame
    double position_ = 0.0;      // of the next frame in source samples
    double loop_ = 0.0;          // length in source samples, 0 for none
    std::int64_t frames_ = 0;    // in all, where there is no loop
    std::int64_t played_ = 0;
    std::vector<float> weights_;
};

}  // namespace mb
