// SPDX-License-Identifier: GPL-3.0-or-later
/// How well a source makes what it is told to: the expanded uncertainties of a bench file. They widen what a check accepts.
#pragma once

#include "core/base/unit.hpp"

namespace mb {

/// Each >= 0. Percent are of the value; of powers and energies of the value, too.
struct SourceUncertainty {
    double voltage_percent = 0.0;
    double current_percent = 0.0;
    double power_percent = 0.0;  ///< also of energies and power factors
    double frequency_hz = 0.0;   ///< [Hz]
    double angle_deg = 0.0;      ///< [degree] of any two channels
    double share_points = 0.0;   ///< of what is told in percent (distortion, unbalance): percentage points
    double time_s = 0.0;         ///< [s] of how long an event lasts

    /// Of a quantity of this unit near `value`, in that unit; 0 where the source has no part in it.
    double of(Unit unit, double value) const;

    bool operator==(SourceUncertainty const&) const = default;
};

}  // namespace mb
