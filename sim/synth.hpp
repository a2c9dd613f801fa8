// SPDX-License-Identifier: GPL-3.0-or-later
/// Synthesizer: all eight channels at once from one cycle of the stimulus in an 8-lane table, read by cubic interpolation.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/signal/frame.hpp"
#include "core/signal/stimulus.hpp"

namespace mb {

class Synth {
public:
    explicit Synth(Stimulus const& stimulus);

    /// Voltage events that may run or wait at the same time; the next one ends the oldest.
    static constexpr std::size_t kMostEvents = 16;

    /// Takes over at the next frame; the angle wt runs on without a jump. The table is rebuilt only where the spectrum changed.
    /// Running events go on; the levels of those that share a phase are multiplied.
    void apply(Stimulus const& stimulus);
    void render(std::span<Frame> out);

private:
    struct Running {
        VoltageEvent event;
        std::int64_t wait = 0;  ///< frames until it begins
        std::int64_t left = 0;  ///< frames of it still to come once begun
    };
    void build_table();
    void start(VoltageEvent const& event);
    std::int64_t frames_until_begin(VoltageEvent const& event) const;
    std::size_t frames_until_change() const;
    Lanes gain_now() const;
    void let_pass(std::size_t frames);

    Stimulus stimulus_;
    std::vector<Lanes> table_;  // kTableSize points and three more for the interpolation
    std::uint64_t phase_ = 0;   // of wt: 2^64 is one turn
    std::uint64_t step_ = 0;
    std::vector<Running> running_;  // kMostEvents at most, the oldest first
};

}  // namespace mb
