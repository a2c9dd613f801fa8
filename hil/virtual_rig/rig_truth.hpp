// SPDX-License-Identifier: GPL-3.0-or-later
/// What a virtual rig hides: the errors of the meter under test, of the source and of the controller's clock. A bench that tests the meter
/// has to find the meter's; tests compare what it found with these.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/result.hpp"

namespace mb::virtual_rig {

/// Errors as the field tells them; 0 everywhere: an ideal rig. Gains: positive where too much is read or made.
struct RigTruth {
    std::array<double, 3> voltage_gain_percent{};   ///< of the meter's inputs V1 V2 V3, against Vn
    std::array<double, 4> current_gain_percent{};   ///< I1 … I4
    std::array<double, 4> current_phase_minutes{};  ///< of arc at the fundamental; positive: the current that the meter sees leads
    /// The meter's clock; positive: fast. It counts that much more time, so more energy, and reads that much less frequency.
    double meter_clock_ppm = 0.0;

    std::array<double, 3> source_voltage_percent{};       ///< what it makes against what was set
    std::array<double, 3> source_current_percent{};       ///< the same
    std::array<double, 3> source_current_degrees{};       ///< angle of the currents that it makes against the set one
    double source_frequency_millihertz = 0.0;             ///< the same of the frequency
    std::array<double, 3> source_read_voltage_percent{};  ///< what MEAS tells against what it makes
    std::array<double, 3> source_read_current_percent{};

    double controller_clock_ppm = 0.0;  ///< positive: fast

    bool operator==(RigTruth const&) const = default;
};

/// Largest magnitudes, from which each error is drawn evenly.
struct ErrorLimits {
    double gain_percent = 0.3;
    double phase_minutes = 10.0;
    double clock_ppm = 40.0;
    bool source = true;  ///< the source has errors within its data sheet (docs/virtual-rig.md)
    double controller_ppm = 20.0;
};

/// "default", "none", or "gain=0.3%,phase=10min,clock=40ppm,source=off,controller=20ppm": what is not named stays as in "default". The
/// sentence of a refusal begins with the text.
Result<ErrorLimits> parse_error_limits(std::string_view text);

/// The same seed gives the same errors.
RigTruth draw_truth(ErrorLimits const& limits, std::uint64_t seed);

/// The truth as JSON, and back: keys that are missing are 0; unknown ones and values that no meter could have are refused. `where` begins
/// the sentence.
std::string truth_json(RigTruth const& truth);
Result<RigTruth> truth_from_json(std::string_view json, std::string_view where);

}  // namespace mb::virtual_rig
