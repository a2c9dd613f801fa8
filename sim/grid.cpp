// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/grid.hpp"

#include <utility>

namespace mb {

Grid::Grid(Stimulus const& stimulus) : synth_(stimulus) {}
Grid::Grid(Playback playback) : synth_(Stimulus{}), playback_(std::move(playback)) {}

void Grid::apply(Stimulus const& stimulus) {
    playback_.reset();
    synth_.apply(stimulus);
}

void Grid::render(std::span<Frame> out) {
    if (playback_)
        playback_->render(out);
    else
        synth_.render(out);
}

bool Grid::alive() const { return !playback_ || !playback_->frames_left() || *playback_->frames_left() > 0; }

}  // namespace mb
