// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/engine/source.hpp"

namespace mb {

Stimulus stimulus_of(Source const& source) {
    Stimulus s;
    s.frequency_hz = source.frequency_hz;
    for (std::size_t phase = 0; phase < 3; ++phase) {
        s.channels[index(Channel::va) + phase] = {source.voltage[phase], source.voltage_deg[phase], source.voltage_harmonics};
        s.channels[index(Channel::i1) + phase] = {source.current[phase], source.voltage_deg[phase] - source.lag_deg[phase],
                                                  source.current_harmonics};
    }
    for (std::size_t c = 0; c < kChannels; ++c) {
        Source::Override const& own = source.overrides[c];
        if (own.rms) s.channels[c].rms = *own.rms;
        if (own.phase_deg) s.channels[c].phase_deg = *own.phase_deg;
        if (own.harmonics) s.channels[c].harmonics = *own.harmonics;
    }
    return s;
}

}  // namespace mb
