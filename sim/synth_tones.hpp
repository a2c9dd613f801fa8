// SPDX-License-Identifier: GPL-3.0-or-later
/// Interharmonics: lines with a time of their own.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/signal/stimulus.hpp"
#include "sim/synth_ramp.hpp"
#include "sim/synth_rotor.hpp"

namespace mb {

/// A rotor serves all lanes that began to hold its frequency at the same frame.
class Tones {
public:
    /// A line is the same as before where its channel held that frequency before: its angle runs on. `weight` of the ramp under way;
    /// `ramp`: whether a new one begins.
    void move(std::array<ChannelSignal, kChannels> const& channels, float weight, bool ramp);
    /// The ramp is over: lines that have faded out are forgotten.
    void arrive();
    bool silent() const { return tones_.empty(); }

    /// Adds them to the lanes, and passes as many frames.
    void add(std::span<Halves> frames, Weights weights);

private:
    struct Tone {
        double frequency_hz = 0.0;
        unsigned holders = 0;  // bit n: lane n's stimulus holds it
        unsigned new_holders = 0;
        Rotor rotor;
        Ramped sine{};
        Ramped cosine{};
        Halves goal_sine{};  // gathered while a stimulus is read
        Halves goal_cosine{};
    };
    Tone& find(std::size_t lane, double frequency_hz, std::size_t fresh);

    std::vector<Tone> tones_;
};

}  // namespace mb
