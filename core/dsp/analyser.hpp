// SPDX-License-Identifier: GPL-3.0-or-later
/// From frames to results: follows the fundamental, cuts 10/12-cycle windows that touch each other (IEC 61000-4-30, 4.4), gives
/// Urms(1/2) of six voltages, each by its own zero crossings (5.4.1), the same of the currents by those of V1, and fast rms values.
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <vector>

#include "core/dsp/cycle.hpp"
#include "core/dsp/fundamental.hpp"
#include "core/dsp/routing.hpp"
#include "core/dsp/spectrum.hpp"
#include "core/dsp/store.hpp"
#include "core/dsp/window.hpp"
#include "core/signal/frame.hpp"

namespace mb::dsp {

inline constexpr double kLiveRatio = 0.02;  ///< of the nominal voltage: a smaller fundamental is none
inline constexpr double kLowest = 44.99;    ///< [Hz]; 45 and 65, and what a window's measurement may be off
inline constexpr double kHighest = 65.01;   ///< [Hz]
inline constexpr double kLeast = 0.5;  ///< of the strongest line that the fundamental has, even where it lasts for a part of the window

inline constexpr std::size_t kVoltages = 6;                      ///< V1 V2 V3 U12 U23 U31
inline constexpr std::size_t kHalfCycled = kVoltages + kPowers;  ///< and I1 I2 I3 I4 and the two derived currents

/// Urms(1/2): the rms of the cycle that ends at `end`.
struct HalfCycleRms {
    std::size_t channel = 0;  ///< 0…11, in the order above
    double begin = 0.0;       ///< [samples]
    double end = 0.0;         ///< [samples]
    double rms = 0.0;         ///< [V] or [A]; NaN where samples were not finite
};

/// Rms over 1 … 10 cycles.
struct FastRms {
    double begin = 0.0;  ///< [samples]
    double end = 0.0;    ///< [samples]
    std::array<double, kMeasured> rms{};
};

/// A rising zero crossing of the reference channel.
struct ReferenceCrossing {
    double at = 0.0;        ///< [samples]
    bool measured = false;  ///< false: the channel is dead, the crossing is where the common period puts it
};

struct AnalyserSettings {
    int nominal_frequency = 50;      ///< 50 (ten cycles a window) or 60 (twelve)
    double nominal_voltage = 230.0;  ///< L-N [V]; a fundamental under 2 % of it is none
    /// Largest magnitudes that the inputs take; what goes beyond is clipped, and its channel has no value.
    double full_scale_voltage = std::numeric_limits<float>::max();
    double full_scale_current = std::numeric_limits<float>::max();
    Vectors vectors = Vectors::automatic;
};

/// What may change while it runs.
struct AnalyserOptions {
    bool remove_dc = false;  ///< from rms and P of the windows
    int fast_cycles = 1;     ///< of the fast rms, 1 … 10
};

class Analyser {
public:
    explicit Analyser(AnalyserSettings const& settings);
    Analyser(int nominal_frequency, double nominal_voltage) : Analyser(AnalyserSettings{nominal_frequency, nominal_voltage}) {}

    void set(AnalyserOptions const& options) { options_ = options; }
    /// Other nominal values, another wiring: from the next frame on. The windows under way are dropped; positions count on. The kind of
    /// vectors stays.
    void rewire(AnalyserSettings const& settings, Routing const& routing);
    Routing const& routing() const { return routing_; }
    AnalyserSettings const& settings() const { return settings_; }
    /// A new window begins with the first cycle at or after this position; the running one completes and overlaps it (IEC
    /// 61000-4-30, 4.5.2: the 10-minute tick). One restart at a time, at positions that are still to come.
    void restart_at(double position) { restart_ = position; }

    /// frames.size() is a multiple of kDecimation, at most kMostFrames. What came of it stands below until the next call.
    void feed(Block frames);
    static constexpr std::size_t kMostFrames = 960;

    std::span<HalfCycleRms const> half_cycles() const { return half_cycles_; }
    std::span<WindowResult const> windows() const { return windows_; }
    std::span<FastRms const> fast() const { return fast_; }
    std::span<ReferenceCrossing const> crossings() const { return crossings_; }

private:
    /// A window that is not complete yet.
    struct Running {
        double begin = 0.0;
        double middle = 0.0;
        int cycles = 0;
        bool measured = true;  // all its crossings so far
        bool steady = true;    // all its cycles so far
    };

    void tick(Frame const* frames);
    void on_crossing(std::size_t voltage, Crossing const& crossing);
    void on_reference(Crossing const& crossing);
    void measure(Running const& run, double end);
    void judge(WindowResult& w, Running const& run) const;
    bool any_live() const;

    AnalyserSettings settings_;
    AnalyserOptions options_;
    Routing routing_;
    std::array<std::uint32_t, kMeasured> lanes_of_{};  // input lanes that a channel is made of, as bits
    int cycles_;
    SampleStore store_;
    SpectrumAnalyser spectrum_;
    FundamentalFilter filter_;
    Period period_;
    std::array<CrossingTracker, kVoltages> trackers_;
    int ticks_ = 0;  // until the filter has settled

    std::array<Running, 2> running_{};  // the second one only after a restart
    std::size_t running_count_ = 0;
    std::optional<double> restart_;
    double covered_ = 0.0;  // end of the latest window
    std::optional<double> fast_begin_;
    int fast_done_ = 0;

    std::vector<HalfCycleRms> half_cycles_;
    std::vector<WindowResult> windows_;
    std::vector<FastRms> fast_;
    std::vector<ReferenceCrossing> crossings_;
};

}  // namespace mb::dsp
