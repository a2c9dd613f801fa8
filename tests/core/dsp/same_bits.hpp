// SPDX-License-Identifier: GPL-3.0-or-later
/// Equality of results to the last bit, NaN included.
#pragma once

#include <algorithm>
#include <cstring>
#include <type_traits>
#include <vector>

#include "core/dsp/analyser.hpp"

namespace mb::test {

template <class T>
bool same_bits(T const& a, T const& b) {
    static_assert(std::is_trivially_copyable_v<T>);
    return std::memcmp(&a, &b, sizeof(T)) == 0;
}

/// Member by member: the bytes between them mean nothing.
inline bool same_bits(dsp::WindowResult const& a, dsp::WindowResult const& b) {
    return same_bits(a.begin, b.begin) && same_bits(a.end, b.end) && a.cycles == b.cycles && same_bits(a.frequency, b.frequency) &&
           a.flagged == b.flagged && same_bits(a.rms, b.rms) && same_bits(a.fundamental, b.fundamental) && same_bits(a.peak, b.peak) &&
           same_bits(a.harmonic, b.harmonic) && same_bits(a.interharmonic, b.interharmonic) && same_bits(a.active_power, b.active_power) &&
           same_bits(a.apparent_power, b.apparent_power) && same_bits(a.fundamental_power, b.fundamental_power) && a.flaw == b.flaw &&
           a.sync == b.sync;
}

inline bool same_bits(dsp::HalfCycleRms const& a, dsp::HalfCycleRms const& b) {
    return a.channel == b.channel && same_bits(a.begin, b.begin) && same_bits(a.end, b.end) && same_bits(a.rms, b.rms);
}

template <class T>
bool same_bits(std::vector<T> const& a, std::vector<T> const& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](T const& x, T const& y) { return same_bits(x, y); });
}

}  // namespace mb::test
