// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/synth_tones.hpp"

#include <cmath>
#include <numbers>

namespace mb {

/// The tone that this lane held, else one that began with this stimulus (index `fresh` on), else a new one.
Tones::Tone& Tones::find(std::size_t lane, double frequency_hz, std::size_t fresh) {
    for (std::size_t n = 0; n < tones_.size(); ++n) {
        bool const held = (tones_[n].holders >> lane & 1U) != 0;
        if (tones_[n].frequency_hz == frequency_hz && (held || n >= fresh)) return tones_[n];
    }
    tones_.push_back({.frequency_hz = frequency_hz, .rotor = Rotor{frequency_hz}});
    return tones_.back();
}

void Tones::move(std::array<ChannelSignal, kChannels> const& channels, float weight, bool ramp) {
    for (Tone& tone : tones_) {
        tone.new_holders = 0;
        tone.goal_sine = tone.goal_cosine = Halves{};
    }
    std::size_t const fresh = tones_.size();
    for (std::size_t lane = 0; lane < kChannels; ++lane)
        for (Interharmonic const& line : channels[lane].interharmonics) {
            Tone& tone = find(lane, line.frequency_hz, fresh);
            double const angle = std::remainder(line.phase_deg, 360.0) * std::numbers::pi / 180.0;
            double const peak = std::numbers::sqrt2 * line.rms;
            tone.new_holders |= 1U << lane;
            tone.goal_sine.set(lane, tone.goal_sine[lane] + static_cast<float>(peak * std::cos(angle)));
            tone.goal_cosine.set(lane, tone.goal_cosine[lane] + static_cast<float>(peak * std::sin(angle)));
        }
    for (Tone& tone : tones_) {
        tone.holders = tone.new_holders;
        tone.sine.move(tone.goal_sine, weight, ramp);
        tone.cosine.move(tone.goal_cosine, weight, ramp);
    }
    if (!ramp) arrive();
}

void Tones::arrive() {
    for (Tone& tone : tones_) {
        tone.sine.arrive();
        tone.cosine.arrive();
    }
    std::erase_if(tones_, [](Tone const& tone) { return tone.holders == 0; });
}

void Tones::add(std::span<Halves> frames, Weights weights) {
    for (Tone& tone : tones_) {
        Rotor rotor = tone.rotor;
        bool const departs = tone.sine.departs() || tone.cosine.departs();
        Halves sine = tone.sine.at(0.0F);
        Halves cosine = tone.cosine.at(0.0F);
        for (std::size_t k = 0; k < frames.size(); ++k, rotor.next()) {
            if (departs) {
                sine = tone.sine.at(weights[k]);
                cosine = tone.cosine.at(weights[k]);
            }
            frames[k] = frames[k] + (sine * static_cast<float>(rotor.sine()) + cosine * static_cast<float>(rotor.cosine()));
        }
        tone.rotor = rotor;
    }
}

}  // namespace mb
