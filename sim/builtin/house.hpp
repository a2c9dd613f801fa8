// SPDX-License-Identifier: GPL-3.0-or-later
/// The one thread that owns grid, terminals and meter (docs/decisions/0002-house-thread.md). Everyone else posts commands and reads
/// snapshots.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <thread>
#include <variant>
#include <vector>

#include "core/comm/modbus/device.hpp"
#include "core/meter/meter.hpp"
#include "core/signal/frame.hpp"
#include "core/signal/stimulus.hpp"
#include "core/signal/wiring.hpp"
#include "sim/grid.hpp"

namespace mb {

/// The latest frames at the terminals, for a scope.
struct Waveform {
    Instant end{};              ///< time just after the last frame
    std::vector<Frame> frames;  ///< oldest first, at most kScopeFrames
};
inline constexpr std::size_t kScopeFrames = 1'920;  ///< 200 ms

struct HouseOptions {
    MeterSettings meter;
    std::optional<EpochMilliseconds> clock;  ///< sets the meter's calendar at the start
    double speed = 1.0;                      ///< multiples of real time, > 0
    Network network = Network::wye;          ///< of the world: what faults there can be (sim/terminals.hpp)
};

/// Runs in real time from construction to destruction. Thread-safe.
class House : public modbus::Device {
public:
    House(Grid grid, HouseOptions const& options);
    ~House() override;

    std::shared_ptr<Snapshot const> snapshot() override;
    /// Between two blocks, within a millisecond or so. Not to be called from the house's own thread.
    void carry_out(std::span<Command const> commands) override;
    void carry_out(Command const& command) { carry_out(std::span{&command, 1}); }
    void note_traffic() override;
    /// The source follows `stimulus` from the next block on; a recording ends here. Refuses what the terminals refuse; nothing changes
    /// then.
    Result<void> apply(Stimulus const& stimulus);
    /// A recording goes on, with the faults, sensors and voltage transformer of `stimulus`, whose frequency is its nominal one. Refused
    /// where nothing is played, and a fault that needs the loads.
    Result<void> disturb_recording(Stimulus const& stimulus);

    /// Copies the latest frames into `out`, reusing its memory.
    void copy_waveform(Waveform& out) const;
    /// Blocks that were finished later than one block after they were due.
    std::uint64_t late_blocks() const;
    /// Simulated time so far.
    Instant now() const;

private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace mb
