// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/builtin/nominal_choice.hpp"

namespace mb {

Nominal nominal_for(NominalChoice const& choice) {
    Nominal const usual;
    return {choice.voltage.value_or(usual.voltage), choice.current.value_or(usual.current),
            choice.frequency_hz.value_or(usual.frequency_hz)};
}

Nominal nominal_for(NominalChoice const& choice, WaveformFile const& file, RecordingFacts const& facts) {
    double const hz = file.line_frequency > 0.0 ? file.line_frequency : facts.frequency;
    return {choice.voltage.value_or(standard_voltage(facts.voltage)), choice.current.value_or(standard_current(facts.current)),
            choice.frequency_hz.value_or(hz > 55.0 ? 60 : 50)};
}

}  // namespace mb
