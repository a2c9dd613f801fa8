// SPDX-License-Identifier: GPL-3.0-or-later
/// The pulse output: one pulse each time the counted energy passes the next multiple of the weight. Since the selection there are
/// always floor(energy / weight) pulses, given or waiting.
///
/// A window's energy is known only when the window has ended, so the output runs a constant time behind the signal. Within a window
/// the power counts as constant and the pulses stand where its energy passes the multiples, to a tick.
///
/// An output cannot give more than 100 pulses a second. Where more are due they wait and are given at that rate, later than due;
/// none is lost. The waiting ones are a number, not a list, so there is no limit to them.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "core/base/time.hpp"
#include "core/meter/energy_count.hpp"

namespace mb {

/// A window of ten cycles at 45 Hz (222 ms), the wait for what flags it (50 ms, the filter's delay within), a block (10 ms), and a reserve.
inline constexpr Duration kPulseLatency = std::chrono::milliseconds{300};
inline constexpr Duration kPulsePeriod = std::chrono::milliseconds{10};  ///< the shortest
inline constexpr Duration kPulseLength = std::chrono::milliseconds{5};   ///< half of it, so that even at 100 Hz light and dark are equal

class PulseOutput {
public:
    /// weight: of a pulse, in 0.1 Wh, >= 1 (setting pulse_weight).
    explicit PulseOutput(std::uint64_t weight = 1) : weight_(weight) {}

    /// Another weight, energy or load: counting begins at nothing, and pulses that wait are dropped, as they tell of the old one.
    void select(std::uint64_t weight);

    /// power: of the chosen energy, >= 0 (counted_power, summed over the loads) [W], constant over [begin, end] [samples since
    /// power-on, fractional]. Windows come in the order of time and do not overlap.
    void add(double power, double begin, double end);

    /// The next pulse that begins not later than `now`, which never goes back. Call it until there is none.
    std::optional<Instant> give(Instant now);

    /// The same for all of them at once, where a long time has passed: `first` is called with the first kTold of them, the others are given
    /// without being told.
    template <class First>
    void give_until(Instant now, First&& first) {
        for (std::size_t told = 0; told < kTold; ++told) {
            auto const at = give(now);
            if (!at) return;
            first(*at);
        }
        give_rest(now);
    }

    /// The output's level. at: not before the latest pulse given.
    bool lit(Instant at) const { return latest_ && at >= *latest_ && at < *latest_ + kPulseLength; }
    /// Pulses are given later than due. Ask after give() gave none.
    bool saturated(Instant now) const;

    std::uint64_t counted() const { return energy_.tenths() / weight_; }  ///< pulses since the selection
    std::uint64_t given() const { return given_; }
    EnergyCount const& energy() const { return energy_; }  ///< since the selection

private:
    static constexpr std::size_t kTold = 256;
    void give_rest(Instant now);

    /// Pulses of one window: the n-th is due at first + n·step [samples].
    struct Batch {
        double first = 0.0;
        double step = 0.0;
        std::uint64_t count = 0;
        std::uint64_t given = 0;
    };
    Instant due(Batch const& batch, std::uint64_t n) const;
    Batch& batch(std::size_t n) { return batches_[(front_ + n) % kBatches]; }
    void queue(Batch const& batch);
    double energy_to_next() const;

    // Far more windows than the latency lasts: a full queue means that the oldest pulses are overdue.
    static constexpr std::size_t kBatches = 64;

    std::uint64_t weight_;
    EnergyCount energy_;
    std::array<Batch, kBatches> batches_{};
    std::size_t front_ = 0;
    std::size_t queued_ = 0;
    std::optional<Instant> latest_;
    bool late_ = false;
    std::uint64_t given_ = 0;
};

}  // namespace mb
