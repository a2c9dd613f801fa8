// SPDX-License-Identifier: GPL-3.0-or-later
/// What stands at the meter's terminals: a synthesized stimulus, or a recording until a stimulus is applied.
#pragma once

#include <optional>
#include <span>

#include "core/signal/frame.hpp"
#include "core/signal/stimulus.hpp"
#include "sim/playback.hpp"
#include "sim/synth.hpp"

namespace mb {

class Grid {
public:
    explicit Grid(Stimulus const& stimulus);
    explicit Grid(Playback playback);

    /// From the next frame on the terminals follow `stimulus`; a recording ends here.
    void apply(Stimulus const& stimulus);
    void render(std::span<Frame> out);
    /// False once a recording that does not loop has ended (zeros follow).
    bool alive() const;
    bool plays_recording() const { return playback_.has_value(); }

private:
    Synth synth_;
    std::optional<Playback> playback_;
};

}  // namespace mb
