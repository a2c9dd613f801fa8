// SPDX-License-Identifier: GPL-3.0-or-later
/// Demand of one load: the mean power over the demand period, and what it will come to. A period is one block, or slides by
/// sub-intervals; it ends with the clock or when told.
///
/// A point times the period is always the energy counted in it: time without a value counts as no power, and the point is flagged
/// incomplete. So is the one under way at power-on, and the one that was cut where the clock was set.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>

#include "core/base/time.hpp"
#include "core/dsp/power.hpp"
#include "core/meter/clock_ticks.hpp"

namespace mb {

/// P+ P- Q+ Q- S, each >= 0 [W, W, var, var, VA] (or times seconds).
using DemandValues = std::array<double, 5>;

struct DemandPoint {
    Instant end{};
    DemandValues mean{};
    bool incomplete = false;
    bool clock_unset = false;  ///< at its end

    /// As registers tell them.
    std::uint16_t flags() const { return static_cast<std::uint16_t>((incomplete ? 1 : 0) | (clock_unset ? 2 : 0)); }
};

/// As register pred_trend counts.
enum class Trend : std::uint8_t { rising = 0, steady = 1, falling = 2 };
/// As setting demand_sync counts.
enum class DemandSync : std::uint8_t { clock = 0, input = 1, command = 2 };

struct DemandSettings {
    Duration period = std::chrono::minutes{15};  ///< T > 0; with input or command: what the prediction expects
    int parts = 1;                               ///< sub-intervals of a sliding demand, 1 … 15; only with the clock
    std::chrono::seconds predict_window{60};     ///< of the short mean, 1 … 900 s
    DemandSync sync = DemandSync::clock;

    bool operator==(DemandSettings const&) const = default;
};

/// About 40 kB; allocates nothing.
class Demand {
public:
    static constexpr std::size_t kPoints = 5;

    explicit Demand(DemandSettings const& settings = {}) : settings_(settings) {}

    /// At run time; the period under way ends as an incomplete point unless nothing but the prediction's window changes.
    void configure(DemandSettings const& settings);

    /// total: of the load, constant over [begin, end]; parts that are NaN count as none. Windows come in the order of time; what
    /// overlaps the one before counts once. A period that ends within a window takes its share.
    void add(dsp::Power const& total, Instant begin, Instant end, Calendar const& calendar);

    /// Ends the period at `at`, with input and command only. Windows come after their time, so it takes effect when add() reaches
    /// that instant; until then another call is without effect.
    void end_period(Instant at);

    /// P̂ = (E + p̄·(T - t))/T: E the energy of the period so far (sliding: with the sub-intervals before), p̄ the mean over the
    /// latest whole seconds of the prediction's window, or over what there is of them. NaN before the first second.
    DemandValues predicted() const;
    /// Of S: p̄ against the mean of the period so far; steady within 1 %.
    Trend trend() const;
    /// Until the period (sliding: its sub-interval) ends; 0 where it should have been ended already.
    Duration left() const;

    /// n: 0 is the latest.
    std::optional<DemandPoint> point(std::size_t n) const;
    std::uint64_t points() const { return points_; }  ///< so far

    /// The highest mean of the periods that ended since it was forgotten; NaN before the first.
    DemandValues const& largest() const { return largest_; }
    /// kinds: bit n: DemandValues[n].
    void forget_largest(unsigned kinds);

private:
    static constexpr DemandValues nothing() {
        constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
        return {kNaN, kNaN, kNaN, kNaN, kNaN};
    }
    struct Part {
        DemandValues energy{};
        Duration covered{};  ///< time with values
        bool whole = false;
    };
    static constexpr std::size_t kParts = 15;
    static constexpr std::size_t kSeconds = 900;

    bool by_clock() const { return settings_.sync == DemandSync::clock; }
    std::size_t parts() const { return by_clock() ? static_cast<std::size_t>(settings_.parts) : 1; }
    Part so_far() const;
    void begin_part();
    void end_part(bool whole);
    void finish_part();
    void end_second();
    /// Mean power over the latest whole seconds of the prediction's window; needs one.
    DemandValues short_mean() const;
    void run(DemandValues const& power, bool covered, Instant until);

    DemandSettings settings_;
    Calendar calendar_;
    bool started_ = false;
    bool after_end_ = false;  // the running period began where another one ended as it should
    Instant now_{};
    Instant begin_{};                  // of the running part
    std::optional<Instant> part_end_;  // none: until told
    Part running_;
    std::array<Part, kParts> before_{};  // latest at (parts_done_ - 1) % kParts
    std::size_t parts_done_ = 0;

    Instant second_end_{};
    DemandValues second_{};
    std::array<DemandValues, kSeconds> seconds_{};  // energies [Ws]
    std::size_t seconds_done_ = 0;

    std::array<DemandPoint, kPoints> latest_{};
    std::uint64_t points_ = 0;
    DemandValues largest_ = nothing();
};

}  // namespace mb
