// SPDX-License-Identifier: GPL-3.0-or-later
/// The instrument: samples in, immutable snapshots out. No I/O, no clock, no threads: time is the number of samples fed.
/// One thread owns a meter (docs/decisions/0002-house-thread.md); the snapshots it hands out may go anywhere.
#pragma once

#include <memory>

#include "core/base/time.hpp"
#include "core/meter/command.hpp"
#include "core/meter/quality_settings.hpp"
#include "core/meter/snapshot.hpp"
#include "core/signal/frame.hpp"

namespace mb {

struct MeterSettings {
    Nominal nominal;
    QualitySettings quality;
    Identity identity;
};

class Meter {
public:
    explicit Meter(MeterSettings settings);
    ~Meter();
    Meter(Meter&&) noexcept;
    Meter& operator=(Meter&&) noexcept;

    /// Feeds whole chunks: frames.size() must be a multiple of kChunkFrames (a Block is 12 of them).
    void feed(Block frames);
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
