// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/phasor.hpp"

#include <algorithm>

#include "core/signal/fault.hpp"

namespace mb {
namespace {

/// What the stimulus holds and a phasor cannot; empty where there is nothing. A lost neutral is in the source of the plan.
std::string without_phasor(Stimulus const& s) {
    if (s.ramp > Duration{}) return "a ramp";
    if (s.event) return "a voltage event";
    if (s.inrush) return "an inrush";
    if (s.modulation.depth != 0.0) return "flicker";
    for (std::size_t c = 0; c < kChannels; ++c) {
        if (s.channels[c].noise != 0.0) return fmt::format("noise of {}", kChannelNames[c]);
        for (Interharmonic const& line : s.channels[c].interharmonics)
            if (line.rms != 0.0) return fmt::format("the interharmonic of {} at {:.6g} Hz", kChannelNames[c], line.frequency_hz);
    }
    for (Fault const& fault : s.faults)
        if (!info(fault.kind).by_matrix && fault.kind != FaultKind::neutral_loss) return fmt::format("the fault {}", info(fault.kind).name);
    for (std::size_t n = 0; n < s.sensors.size(); ++n)
        if (s.sensors[n].errors) return fmt::format("the sensor in I{} with its errors", n + 1);
    return {};
}

void add_up(Spectra& spectra, std::vector<TerminalPlan::Row> const& rows) {
    Spectra const in = spectra;
    for (TerminalPlan::Row const& row : rows) {
        ChannelSpectrum& lane = spectra.lanes[row.lane];
        lane.fill({});
        for (TerminalPlan::Term const& term : row.terms)
            for (std::size_t h = 0; h < lane.size(); ++h) lane[h] += term.factor * in.lanes[term.lane][h];
    }
}

}  // namespace

Result<Spectra> spectra_of(TerminalPlan const& plan) {
    if (auto const what = without_phasor(plan.source); !what.empty())
        return input_error("phasor mode: {} has no phasor; leave it out, or run the waveform", what);
    Spectra spectra;
    for (std::size_t c = 0; c < kChannels; ++c) spectra.lanes[c] = spectrum_of(plan.source.channels[c]);
    add_up(spectra, plan.wiring);
    add_up(spectra, plan.belief);
    return spectra;
}

}  // namespace mb
