// SPDX-License-Identifier: GPL-3.0-or-later
/// From closed form to frames: every sample computed in double from the time of its number, then rounded to the frame's float.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <limits>
#include <span>
#include <vector>

#include "core/signal/frame.hpp"
#include "tests/accuracy/content.hpp"

namespace mb::accuracy {

/// What the terminals carry until a moment; samples at or after `until` belong to the next act.
struct Act {
    double until = std::numeric_limits<double>::infinity();  ///< [s]
    Terminals terminals;
};

struct Source {
    double frequency = 50.0;  ///< [Hz]
    std::vector<Act> acts;    ///< at least one; the last one stays for ever
    /// Turns of the fundamental's angle at a time [s]; none: frequency·t + kStartTurn.
    std::function<double(double t)> turns;
    double noise = 0.0;  ///< rms of white noise on the phase voltages and currents, of their channel's rms

    static constexpr double kStartTurn = 0.05;
    double turns_at(double t) const { return turns ? turns(t) : frequency * t + kStartTurn; }
};

Source steady(double frequency, Terminals terminals);

class Sampler {
public:
    explicit Sampler(Source source);
    void render(std::span<Frame> out);

private:
    using Eight = std::array<double, kChannels>;
    struct Harmonic {
        Eight sine{};
        Eight cosine{};
    };
    struct Tone {
        double ratio;
        Harmonic part;
    };
    /// An act as the loop wants it.
    struct Plan {
        double until;
        Eight dc{};
        std::vector<Harmonic> orders;  // [0] is order 1
        std::vector<Tone> tones;
    };
    static Plan plan_of(Act const& act);
    double uniform();

    Source source_;
    std::vector<Plan> plans_;
    Eight noise_{};
    std::size_t act_ = 0;
    std::int64_t frame_ = 0;
    std::uint64_t random_ = 1;
};

}  // namespace mb::accuracy
