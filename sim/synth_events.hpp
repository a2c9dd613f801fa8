// SPDX-License-Identifier: GPL-3.0-or-later
/// The events of a synthesizer: those that wait for their angle and those that run. They know frames, not angles; the synthesizer
/// tells how many frames an angle is away.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/signal/stimulus.hpp"
#include "sim/halves.hpp"
#include "sim/synth_angle.hpp"

namespace mb {

/// Of each kind as many may run or wait at the same time; the next one ends the oldest.
inline constexpr std::size_t kMostEvents = 16;

/// "Until nothing changes any more."
inline constexpr std::int64_t kNoChange = INT64_MAX;

/// Frames of the voltages' leads.
using Leads = std::array<Turn, 3>;

class VoltageEvents {
public:
    VoltageEvents() { running_.reserve(kMostEvents + 1); }

    /// It begins `wait` frames from now.
    void start(VoltageEvent const& event, std::int64_t wait);
    /// Those that wait for an angle wait anew: until(degrees) → frames.
    template <class Until>
    void wait_again(Until const& until) {
        for (Running& r : running_)
            if (r.at <= 0 && r.event.point_on_wave_deg) r.at = -until(*r.event.point_on_wave_deg);
    }

    /// Frames, at least one, until one begins, ends or reaches the end of an edge.
    std::int64_t frames_until_change() const;
    /// Until then the gains are constant and no phase leads.
    bool flat() const;
    Four gain() const;  ///< of Va Vb Vc, 1 for Vn; where flat()

    /// Multiplies the gains and adds the leads of the frames from now on; leads(): whether there are any.
    void shape(std::span<Halves> gains, std::span<Leads> leads) const;
    bool leads() const;
    void pass(std::int64_t frames);

private:
    struct Running {
        VoltageEvent event;
        std::int64_t at = 0;      // frames since it began; below 0 it waits
        std::int64_t edge = 0;    // frames of an edge
        std::int64_t length = 0;  // frames from its begin to the begin of its last edge

        /// How much of it is at work, 0 … 1, at the frame `n` of it.
        double part(std::int64_t n) const;
    };
    std::vector<Running> running_;  // the oldest first
};

class CurrentEvents {
public:
    CurrentEvents() { running_.reserve(kMostEvents + 1); }

    void start(CurrentEvent const& event, std::int64_t wait);
    template <class Until>
    void wait_again(Until const& until) {
        for (Running& r : running_)
            if (!r.begun && r.event.point_on_wave_deg) r.wait = until(*r.event.point_on_wave_deg);
    }

    std::int64_t frames_until_change() const;
    bool flat() const;  ///< none is at work

    bool due() const;  ///< one begins at this frame
    /// `crests` of the currents' fundamentals now: those that begin at this frame keep them for their dc.
    void begin(Halves const& crests);
    /// Multiplies the gains of I1 … I4 and adds to the offsets of the frames from now on; pass() as many afterwards.
    void shape(std::span<Halves> gains, std::span<Halves> offsets);
    void pass(std::int64_t frames);

private:
    struct Running {
        CurrentEvent event;
        std::int64_t wait = 0;
        std::int64_t left = 0;  // frames still to come once begun
        double excess = 0.0;    // what the multiple is above 1, at this frame
        double excess_factor = 0.0;
        double dc = 0.0;  // in crests, at this frame
        double dc_factor = 0.0;
        bool begun = false;
        Halves inputs;  // 1 where it acts
        Halves crests;  // there
    };
    std::vector<Running> running_;
};

}  // namespace mb
