// SPDX-License-Identifier: GPL-3.0-or-later
/// What the source view's controls say, and the stimulus that follows from it. No Qt.
#pragma once

#include <array>
#include <cstdint>

#include "core/base/time.hpp"
#include "core/signal/stimulus.hpp"

namespace mb::desk {

inline constexpr std::array kHarmonicOrders{3, 5, 7};

struct SourceSettings {
    double voltage = 230.0;      ///< L-N [V]
    double current = 63.0;       ///< [A]
    double power_factor = 0.92;  ///< 0..1
    bool capacitive = false;
    double frequency = 50.0;                                         ///< [Hz]
    std::array<double, 3> level_percent{100.0, 100.0, 100.0};        ///< of the voltages L1..L3
    std::array<double, 3> voltage_harmonics_percent{0.5, 2.0, 1.5};  ///< by kHarmonicOrders, of the fundamental
    std::array<double, 3> current_harmonics_percent{6.0, 12.0, 7.0};
};

struct DipSettings {
    double level_percent = 40.0;  ///< remaining voltage; above 100 a swell
    double duration_ms = 100.0;
    std::uint8_t phases = 0b011;  ///< bit 0 is L1
};

/// A balanced star but for the voltage levels; each current lags (or, capacitive, leads) its voltage by the angle of the power factor.
Stimulus stimulus_of(SourceSettings const& settings);

/// The event that the dip button adds; it begins at once.
VoltageEvent event_of(DipSettings const& settings);

}  // namespace mb::desk
