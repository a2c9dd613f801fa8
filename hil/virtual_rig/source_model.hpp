// SPDX-License-Identifier: GPL-3.0-or-later
/// A programmable three-phase source of voltages and currents: what is set, what it makes of it, what it reads of that. No time of its own:
/// it is told.
///
/// A change of voltage ramps: the phase that has furthest to go moves at the slew rate, the others and the currents arrive with it, in
/// straight lines (Stimulus::ramp). Without a change of voltage all is at once. Output off opens a relay: at once; output on ramps from 0.
#pragma once

#include <array>
#include <complex>
#include <cstdint>
#include <optional>
#include <vector>

#include "core/base/random.hpp"
#include "core/signal/stimulus.hpp"
#include "hil/virtual_rig/rig_truth.hpp"

namespace mb::virtual_rig {

inline constexpr std::size_t kPhases = 3;
inline constexpr double kMostVolts = 300.0;
inline constexpr double kMostAmperes = 20.0;
inline constexpr double kLeastHertz = 40.0;
inline constexpr double kMostHertz = 70.0;
inline constexpr double kSettling = 0.05;  ///< after a change or a ramp the source is not settled for so long [s]

struct SourceHarmonic {
    int order = 2;         ///< 2 … 50
    double percent = 0.0;  ///< of the fundamental
    double degrees = 0.0;  ///< as Harmonic::phase_deg

    bool operator==(SourceHarmonic const&) const = default;
};

/// One output, voltage or current.
struct SourceChannel {
    double rms = 0.0;      ///< of the fundamental [V] or [A]
    double degrees = 0.0;  ///< against the time axis that all channels share
    std::vector<SourceHarmonic> harmonics = {};

    double total() const;  ///< rms with the harmonics
    bool operator==(SourceChannel const&) const = default;
};

/// A change of the voltages' level for a time, as its trigger starts it.
struct SourceTransient {
    double phases = 7.0;    ///< mask: 1 phase 1, 2 phase 2, 4 phase 3
    double percent = 40.0;  ///< that remains, 0 … 200
    double duration = 0.2;  ///< [s]
    double degrees = 0.0;   ///< of phase 1's voltage, where it begins

    bool operator==(SourceTransient const&) const = default;
};

/// All that can be set. The default is the state after *RST.
struct SourceSettings {
    bool output = false;
    double frequency_hz = 50.0;
    std::array<SourceChannel, kPhases> voltage{{{0.0, 0.0}, {0.0, -120.0}, {0.0, 120.0}}};
    std::array<SourceChannel, kPhases> current{{{0.0, 0.0}, {0.0, -120.0}, {0.0, 120.0}}};
    double slew = 200.0;                ///< [V/s]
    double voltage_limit = kMostVolts;  ///< of rms with harmonics
    double current_limit = kMostAmperes;
    double frequency_limit = kMostHertz;
    SourceTransient transient;

    bool operator==(SourceSettings const&) const = default;
};

/// All within the source's ranges and the limits that were set.
bool possible(SourceSettings const& settings);

/// What MEAS tells.
struct SourceReadings {
    std::array<double, kPhases> voltage{};  ///< [V], to 1 mV
    std::array<double, kPhases> current{};  ///< [A], to 0.1 mA
    std::array<double, kPhases> power{};    ///< [W], to 10 mW
    double frequency_hz = 0.0;              ///< to 0.1 mHz
};

class SourceModel {
public:
    SourceModel(RigTruth const& truth, std::uint64_t seed) : truth_(truth), noise_(seed, "source reads") {}

    SourceSettings const& settings() const { return set_; }
    /// False: out of range or above a limit; nothing changed then.
    bool change(SourceSettings const& next);
    /// False: ignored, because the output is off, a transient waits to begin, or it would go beyond the limit of voltage.
    bool trigger();

    /// What the outputs do from `now` on [s], where that changed since the latest call.
    std::optional<Stimulus> take(double now);
    bool settled(double now) const { return !changed_ && now >= settled_at_; }
    /// From its trigger to its end; up to a cycle longer, because it begins at an angle.
    bool transient_runs(double now) const { return triggered_ || now < transient_end_; }
    /// With the reading's noise and errors.
    SourceReadings read(double now);

private:
    using Level = std::array<std::complex<double>, 2 * kPhases>;  // fundamentals of V1 V2 V3 I1 I2 I3, as they are made

    Level goal() const;
    Level level(double now) const;

    RigTruth truth_;
    Random noise_;
    SourceSettings set_;
    bool changed_ = true;
    bool triggered_ = false;
    Level from_{};
    Level to_{};
    double begin_ = 0.0;   // of the latest ramp [s]
    double length_ = 0.0;  // [s]
    double settled_at_ = 0.0;
    double transient_end_ = -1.0;
    SourceTransient running_;
};

}  // namespace mb::virtual_rig
