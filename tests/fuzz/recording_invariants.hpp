// SPDX-License-Identifier: GPL-3.0-or-later
/// What holds of every recording that a reader gives back, whatever bytes it was given.
#pragma once

#include <cmath>
#include <cstdlib>
#include <string>

#include "core/base/result.hpp"
#include "sim/playback.hpp"

namespace mb::fuzz {

inline void require(bool true_always) {
    if (!true_always) std::abort();
}

/// What is printed stays on one line and moves no cursor, whatever the file holds.
inline void must_be_one_line(std::string const& text) {
    for (char const c : text) require(static_cast<unsigned char>(c) >= ' ' && c != '\x7F');
}

/// Sentences on one line, channels of equal lengths, finite samples. True: it was read.
inline bool check_recording(Result<WaveformFile> const& file) {
    if (!file) {
        must_be_one_line(file.error().sentence);
        return false;
    }
    for (auto const& sentence : file->diagnostics) must_be_one_line(sentence);
    for (auto const& channel : file->channels) {
        must_be_one_line(channel.name);
        must_be_one_line(channel.phase);
        must_be_one_line(channel.unit);
        require(channel.samples.size() == file->channels[0].samples.size());
        for (double const sample : channel.samples) require(std::isfinite(sample));
    }
    return true;
}

/// Whatever was read is played as finite frames or refused with a sentence.
inline void play(WaveformFile const& file) {
    auto const map = map_channels(file, {{"I4", "1"}});
    if (!map) return must_be_one_line(map.error().sentence);
    for (bool const loop : {false, true}) {
        auto playback = Playback::open(file, *map, {loop, true});
        if (!playback) {
            must_be_one_line(playback.error().sentence);
            continue;
        }
        Frame frames[192];
        playback->render(frames);
        for (Frame const& frame : frames)
            for (std::size_t lane = 0; lane < kChannels; ++lane) require(std::isfinite(frame.lanes[lane]));
    }
}

}  // namespace mb::fuzz
