// SPDX-License-Identifier: GPL-3.0-or-later
/// How the world's time follows the real one: `speed` times as fast, and later where this machine cannot keep up; never back.
#pragma once

#include "hil/virtual_rig/session.hpp"

namespace mb::virtual_rig {

class Pace {
public:
    explicit Pace(double speed) : speed_(speed) {}

    /// The world's time [s] that it should be at a real time.
    double world(Microseconds wall) const { return (seconds(wall) - lost_) * speed_; }
    /// The real time at which the world's should be so.
    Microseconds wall(double world) const { return std::chrono::ceil<Microseconds>(std::chrono::duration<double>(world / speed_ + lost_)); }
    /// The world has come to `world` only: what is missing is given up, so that it goes on from there at its speed.
    void give_up(double world, Microseconds wall) { lost_ += (this->world(wall) - world) / speed_; }
    /// Real time that was given up [s].
    double lost() const { return lost_; }

private:
    static double seconds(Microseconds t) { return std::chrono::duration<double>(t).count(); }

    double speed_;
    double lost_ = 0.0;
};

}  // namespace mb::virtual_rig
