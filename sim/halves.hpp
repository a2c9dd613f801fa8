// SPDX-License-Identifier: GPL-3.0-or-later
/// Eight lanes as two vectors of four, for loops that are compiled for every processor: where its vectors are 16 bytes wide, GCC 12 takes
/// arithmetic on one of 32 bytes through memory, element by element. The values are the same bits either way: no lane depends on
/// another.
#pragma once

#include <cstring>

#include "core/signal/frame.hpp"

namespace mb {

using Four = float __attribute__((vector_size(16)));

struct Halves {
    Four volts{};    ///< Va Vb Vc Vn
    Four amperes{};  ///< I1 I2 I3 I4

    static Halves all(float x) { return {Four{x, x, x, x}, Four{x, x, x, x}}; }
    void to(Frame& frame) const {
        std::memcpy(&frame.lanes, &volts, sizeof volts);
        std::memcpy(reinterpret_cast<char*>(&frame.lanes) + sizeof volts, &amperes, sizeof amperes);
    }
    // No conditional expression picks the half: GCC 12 under its sanitizers gets an element of a conditional vector wrong.
    void set(std::size_t lane, float value) {
        if (lane < 4)
            volts[lane] = value;
        else
            amperes[lane - 4] = value;
    }
    float operator[](std::size_t lane) const { return lane < 4 ? volts[lane] : amperes[lane - 4]; }

    friend Halves operator+(Halves const& a, Halves const& b) { return {a.volts + b.volts, a.amperes + b.amperes}; }
    friend Halves operator-(Halves const& a, Halves const& b) { return {a.volts - b.volts, a.amperes - b.amperes}; }
    friend Halves operator*(Halves const& a, Halves const& b) { return {a.volts * b.volts, a.amperes * b.amperes}; }
    friend Halves operator*(Halves const& a, float x) {
        Four const every{x, x, x, x};
        return {a.volts * every, a.amperes * every};
    }
    friend Halves operator+(Halves const& a, float x) {
        Four const every{x, x, x, x};
        return {a.volts + every, a.amperes + every};
    }
};
static_assert(sizeof(Halves) == sizeof(Frame));

/// Vn in all four places.
inline Four neutral(Halves const& h) { return __builtin_shufflevector(h.volts, h.volts, 3, 3, 3, 3); }

}  // namespace mb
