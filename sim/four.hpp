// SPDX-License-Identifier: GPL-3.0-or-later
/// Four doubles side by side, one for each current input, as two vectors of two: what every processor of the architecture has. A vector of
/// four would be taken to pieces where it is compared (measured: about twice the time of the whole stage).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace mb::sensor {

using Pair = double __attribute__((vector_size(16)));
using PairMask = std::int64_t __attribute__((vector_size(16)));
using Values = std::array<double, 4>;  ///< what is set input by input

struct Four {
    Pair low{};
    Pair high{};

    double operator[](std::size_t input) const { return input < 2 ? low[input] : high[input - 2]; }
};
struct FourMask {
    PairMask low{};
    PairMask high{};
};

inline Four four(Values const& v) { return {Pair{v[0], v[1]}, Pair{v[2], v[3]}}; }
inline Values values(Four x) { return {x.low[0], x.low[1], x.high[0], x.high[1]}; }

inline Four operator+(Four a, Four b) { return {a.low + b.low, a.high + b.high}; }
inline Four operator-(Four a, Four b) { return {a.low - b.low, a.high - b.high}; }
inline Four operator*(Four a, Four b) { return {a.low * b.low, a.high * b.high}; }
inline FourMask operator!=(Four a, Four b) { return {a.low != b.low, a.high != b.high}; }

inline Pair lesser(Pair a, Pair b) { return a < b ? a : b; }
inline Pair greater(Pair a, Pair b) { return a > b ? a : b; }
/// x, no further from zero than `limit`.
inline Four clipped(Four x, Four limit) {
    return {greater(lesser(x.low, limit.low), -limit.low), greater(lesser(x.high, limit.high), -limit.high)};
}
inline Four choose(FourMask where, Four yes, Four no) { return {where.low ? yes.low : no.low, where.high ? yes.high : no.high}; }

}  // namespace mb::sensor
