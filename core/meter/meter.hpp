// SPDX-License-Identifier: GPL-3.0-or-later
/// The instrument: samples in, immutable snapshots out. No I/O, no clock, no threads: time is the number of samples fed.
/// One thread owns a meter (docs/decisions/0002-house-thread.md); the snapshots it hands out may go anywhere.
#pragma once

#include <memory>
#include <span>

#include "core/base/time.hpp"
#include "core/dsp/kernels.hpp"
#include "core/meter/command.hpp"
#include "core/meter/snapshot.hpp"
#include "core/signal/frame.hpp"
#include "core/signal/spectra.hpp"

namespace mb {

/// Largest magnitudes that the inputs take [V] [A]; what goes beyond is clipped and has no value. 0: what the nominal values call for.
struct InputRange {
    double voltage = 0.0;
    double current = 0.0;
};

struct MeterSettings {
    Nominal nominal;  ///< taken where `settings` still holds the default (wiring_settings.hpp)
    SettingValues settings;
    Identity identity;
    int highest_order = kHighestOrder;  ///< of the harmonics: 63, or 25 (A-100)
    InputRange range;
    dsp::Vectors vectors = dsp::Vectors::automatic;
};

class Meter {
public:
    explicit Meter(MeterSettings settings);
    ~Meter();
    Meter(Meter&&) noexcept;
    Meter& operator=(Meter&&) noexcept;

    /// Feeds whole chunks: frames.size() must be a multiple of kChunkFrames (a Block is 12 of them). Allocates nothing.
    void feed(Block frames);
    /// The terminals stay as these phasors (orders 0 … 63 of the eight lanes on a fundamental of frequency_hz) for so long: what windows
    /// would give is counted at once, and time jumps from boundary to boundary of the clock. Energies, demand, averages, 3 s, 10 min and 2
    /// h values, extremes, supervision and pulses are those of the steady state; there are no half cycles, so no voltage events, no
    /// overcurrents and no fast rms. A meter is either fed or held, not first the one and then the other. time: >= 0.
    void hold(Spectra const& terminals, double frequency_hz, Samples time);
    /// When the pulses began that the output gave during the latest feed() or hold(), kPulseLatency behind their energy; the first 256 of
    /// them.
    std::span<Instant const> pulses() const;
    /// Carried out at once: the caller is between blocks.
    void carry_out(Command const& command);
    /// Tells the COM LED that a request was answered now.
    void note_traffic();

    Instant now() const;
    /// The present state. Cheap where nothing changed since the last call.
    std::shared_ptr<Snapshot const> snapshot();

private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace mb
