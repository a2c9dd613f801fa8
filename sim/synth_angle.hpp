// SPDX-License-Identifier: GPL-3.0-or-later
/// The angle wt of a synthesizer, frame by frame: exact at a constant frequency and on a ramp of it.
#pragma once

#include <cstdint>

namespace mb {

/// A fraction of a turn; 2^64 is one turn, so that arithmetic wraps as angles do.
using Turn = std::uint64_t;
/// Of a number of turns of any size and sign.
Turn turn_of(double turns);

/// On a linear ramp from f0 to f1 in N frames the angle of frame n is 2π(f0·n + (f1 - f0)·n²/2N)/9600: a second-order recurrence with 64
/// bits behind those of the angle, whose rounding stays below 1e-15 turns for a ramp of hours.
class Angle {
public:
    explicit Angle(double frequency_hz) { hold(frequency_hz); }

    /// From this frame on the frequency stays.
    void hold(double frequency_hz);
    /// Linear from the present frequency; `frames` >= 1, after which it stays.
    void ramp(double frequency_hz, std::int64_t frames);
    void jump(double turns) { angle_ += Wide{turn_of(turns)} << 64; }

    Turn now() const { return static_cast<Turn>(angle_ >> 64); }
    /// From this frame to the next; where the frequency is constant also from then on.
    Turn step() const { return static_cast<Turn>(step_ >> 64); }
    bool ramping() const { return left_ > 0; }

    void next() {
        angle_ += step_;
        if (left_ > 0) bend();
    }
    /// `frames` frames at the constant frequency.
    void skip(std::uint64_t frames) { angle_ += step_ * frames; }

private:
    __extension__ using Wide = unsigned __int128;
    __extension__ using Signed = __int128;

    void bend();

    Wide angle_ = 0;
    Wide step_ = 0;
    Signed growth_ = 0;  // of the step from frame to frame
    Wide goal_ = 0;      // the step at the end of the ramp
    std::int64_t left_ = 0;
};

}  // namespace mb
