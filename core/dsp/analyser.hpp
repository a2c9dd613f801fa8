// SPDX-License-Identifier: GPL-3.0-or-later
/// From frames to results: follows the fundamental, cuts 10/12-cycle windows that touch each other (IEC 61000-4-30, 4.4) and gives
/// Urms(1/2) of six voltages, each by its own zero crossings (5.4.1).
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <vector>

#include "core/dsp/cycle.hpp"
#include "core/dsp/fundamental.hpp"
#include "core/dsp/store.hpp"
#include "core/dsp/window.hpp"
#include "core/signal/frame.hpp"

namespace mb::dsp {

inline constexpr std::size_t kVoltages = 6;  ///< V1 V2 V3 U12 U23 U31

/// Urms(1/2): the rms of the cycle that ends at `end`.
struct HalfCycleRms {
    std::size_t voltage = 0;  ///< 0…5, in the order above
    double begin = 0.0;       ///< [samples]
    double end = 0.0;         ///< [samples]
    double rms = 0.0;         ///< [V]
};

class Analyser {
public:
    /// nominal_frequency: 50 (ten cycles a window) or 60 (twelve) · nominal_voltage: L-N [V]; a fundamental under 2 % of it is none.
    Analyser(int nominal_frequency, double nominal_voltage);

    /// frames.size() is a multiple of kDecimation. What came of it is in half_cycles() and windows() until the next call.
    void feed(Block frames);

    std::span<HalfCycleRms const> half_cycles() const { return half_cycles_; }
    std::span<WindowResult const> windows() const { return windows_; }

private:
    void tick(Frame const* frames);
    void on_crossing(std::size_t voltage, Crossing const& crossing);
    void on_reference(Crossing const& crossing);
    WindowResult measure(double begin, double end, bool measured) const;

    int cycles_;
    SampleStore store_;
    FundamentalFilter filter_;
    Period period_;
    std::array<CrossingTracker, kVoltages> trackers_;
    int ticks_ = 0;  // until the filter has settled

    std::optional<double> window_begin_;
    int cycles_done_ = 0;
    bool window_measured_ = true;

    std::vector<HalfCycleRms> half_cycles_;
    std::vector<WindowResult> windows_;
};

}  // namespace mb::dsp
