// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/phasor.hpp"

#include <algorithm>

#include "core/signal/fault.hpp"

namespace mb {
namespace {

/// What the stimulus holds and a phasor cannot; empty where there is nothing.
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
        if (!info(fault.kind).by_matrix) return fmt::format("the fault {}", info(fault.kind).name);
    for (std::size_t n = 0; n < s.sensors.size(); ++n)
        if (s.sensors[n].errors) return fmt::format("the sensor in I{} with its errors", n + 1);
    return {};
}

}  // namespace

Result<Spectra> spectra_of(Stimulus const& stimulus) {
    if (auto const sound = check(stimulus); !sound) return sound.error();
    if (auto const what = without_phasor(stimulus); !what.empty())
        return input_error("phasor mode: {} has no phasor; leave it out, or run the waveform", what);
    Spectra source;
    for (std::size_t c = 0; c < kChannels; ++c) source.lanes[c] = spectrum_of(stimulus.channels[c]);
    LaneMatrix const matrix = lane_matrix(stimulus.faults);
    Spectra spectra;
    for (std::size_t row = 0; row < kChannels; ++row) {
        double const scale = row <= index(Channel::vn) ? 1.0 / stimulus.vt_ratio : 1.0;
        for (std::size_t column = 0; column < kChannels; ++column) {
            double const factor = matrix[row][column] * scale;
            if (factor == 0.0) continue;
            for (std::size_t h = 0; h < spectra.lanes[row].size(); ++h) spectra.lanes[row][h] += factor * source.lanes[column][h];
        }
    }
    return spectra;
}

}  // namespace mb
