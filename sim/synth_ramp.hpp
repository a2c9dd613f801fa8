// SPDX-License-Identifier: GPL-3.0-or-later
/// Straight lines from what stands at the terminals to a new stimulus: one counter, and values that follow it.
#pragma once

#include <cstdint>

#include "sim/halves.hpp"

namespace mb {

/// `left` frames of `total` are still to come; left 0: none is under way. At the first frame all stands as before, after the last one the
/// goal is reached.
struct Ramp {
    std::int64_t left = 0;
    std::int64_t total = 1;

    bool running() const { return left > 0; }
    /// What remains of the difference to the goal, 1 … 0, `ahead` frames from now. A function of the frame alone, so that it does not
    /// matter in which pieces a signal is rendered.
    double weight(std::int64_t ahead = 0) const {
        return ahead < left ? static_cast<double>(left - ahead) / static_cast<double>(total) : 0.0;
    }
};

/// A value of eight lanes on its way.
class Ramped {
public:
    Halves at(float weight) const { return goal_ + departure_ * weight; }
    /// From what stands at `weight` to `to`; at once where `ramp` is false.
    void move(Halves const& to, float weight, bool ramp) {
        departure_ = ramp ? at(weight) - to : Halves{};
        goal_ = to;
        departs_ = any(departure_);
        silent_ = !departs_ && !any(goal_);
    }
    void arrive() { move(goal_, 0.0F, false); }
    /// Neither now nor on the way anything but zero.
    bool silent() const { return silent_; }
    /// Still not the goal: at() changes with the weight.
    bool departs() const { return departs_; }

private:
    static bool any(Halves const& x) {
        for (std::size_t c = 0; c < kChannels; ++c)
            if (x[c] != 0.0F) return true;
        return false;
    }

    Halves goal_;
    Halves departure_;  // what stood at the begin of the ramp, less the goal
    bool departs_ = false;
    bool silent_ = true;
};

/// The most frames that are made at once where more than the table is at work.
inline constexpr std::size_t kSynthPiece = 32;
/// The ramp's weights of the frames of a piece.
using Weights = float const*;

}  // namespace mb
