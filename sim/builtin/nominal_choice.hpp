// SPDX-License-Identifier: GPL-3.0-or-later
/// The meter's nominal values: what the user says, else what the recording tells, else 230 V, 100 A, 50 Hz.
#pragma once

#include <optional>

#include "core/meter/snapshot.hpp"
#include "sim/recording_facts.hpp"

namespace mb {

struct NominalChoice {
    std::optional<double> voltage;    ///< L-N [V]
    std::optional<double> current;    ///< [A]
    std::optional<int> frequency_hz;  ///< 50 or 60
};

Nominal nominal_for(NominalChoice const& choice);
/// Standard values near those of the recording; the frequency is the nearer of 50 and 60 Hz.
Nominal nominal_for(NominalChoice const& choice, WaveformFile const& file, RecordingFacts const& facts);

}  // namespace mb
