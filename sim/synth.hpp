// SPDX-License-Identifier: GPL-3.0-or-later
/// Synthesizer: a stimulus as samples. All that repeats with the cycle comes from one 8-lane table (synth_wave.hpp); lines with a time of
/// their own, noise, flicker and events are added where they are at work. Of each lane, frame by frame:
///
///     table(wt) + interharmonics + noise → lead of an event → gain of events, flicker and inrush → dc of an inrush
///
/// The lanes are voltages to earth; leads and gains are of the voltage to neutral. What leads is the part that comes from the table.
#pragma once

#include <array>
#include <complex>
#include <cstdint>
#include <span>

#include "core/signal/frame.hpp"
#include "core/signal/spectra.hpp"
#include "core/signal/stimulus.hpp"
#include "sim/halves.hpp"
#include "sim/noise.hpp"
#include "sim/synth_angle.hpp"
#include "sim/synth_events.hpp"
#include "sim/synth_flicker.hpp"
#include "sim/synth_ramp.hpp"
#include "sim/synth_tones.hpp"
#include "sim/synth_wave.hpp"

namespace mb {

class Synth {
public:
    /// `stimulus` as check() accepts it; so also in apply().
    explicit Synth(Stimulus const& stimulus);

    /// Takes over at the next frame, where nothing but a stated jump breaks the wave: the angle wt runs on, and with a ramp all begins
    /// where it stands, also in the middle of another ramp. Only lanes whose spectrum changed are computed anew. Running events go on; the
    /// levels of those that share a phase are multiplied, their leads added. A noise stream begins anew where the seed changes; it runs
    /// while any channel has noise.
    void apply(Stimulus const& stimulus);
    /// In pieces of any size: the same bits. Does not allocate.
    void render(std::span<Frame> out);

private:
    void move_waves(Stimulus const& stimulus, bool ramp);
    std::int64_t frames_until(double point_on_wave_deg) const;
    std::complex<double> fundamental(std::size_t lane, std::int64_t ahead) const;
    Halves crests() const;
    bool plain() const;
    void render_plain(std::span<Frame> out);
    void render_piece(std::span<Frame> out);
    void pass(std::size_t frames);

    Angle angle_;
    Ramp ramp_;
    Spectra spectra_;                                     // the goal
    std::array<std::complex<double>, kChannels> from_{};  // fundamentals that stood at the begin of the ramp
    double va_deg_ = 0.0;                                 // Va's phase in the goal, which it has without a voltage too
    WaveTable wave_;                                      // the goal's cycle
    WaveTable departure_;                                 // what stood at the begin of the ramp, less that
    bool departs_ = false;
    Tones tones_;
    std::uint64_t seed_;
    LaneNoise noise_;
    Ramped noise_rms_;
    Flicker flicker_;
    VoltageEvents voltage_events_;
    CurrentEvents current_events_;
};

}  // namespace mb
