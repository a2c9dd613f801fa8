// SPDX-License-Identifier: GPL-3.0-or-later
/// The energies of one load: total since the meter was made, partial since its latest reset, and the partial as it stood then.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "core/base/time.hpp"
#include "core/dsp/power.hpp"
#include "core/meter/energy_count.hpp"

namespace mb {

/// The first five are numbered as setting led_energy counts. Lagging and leading as IEC 62053-23 draws the quadrants.
enum class EnergyKind : std::uint8_t {
    ea_pos,
    ea_neg,
    er_pos,
    er_neg,
    eap,
    er_pos_lag,   ///< quadrant I: P and Q positive
    er_pos_lead,  ///< II: P negative, Q positive
    er_neg_lag,   ///< III: both negative
    er_neg_lead,  ///< IV: P positive, Q negative
};
inline constexpr std::size_t kEnergies = 9;
inline constexpr unsigned kAllEnergies = (1U << kEnergies) - 1;  ///< bit n: EnergyKind n

/// The part of the power that this energy counts, >= 0 [W, var, VA]; NaN where it is not known. P = 0 counts as positive. Reactive
/// energy needs P, too: without it the quadrant is unknown.
double counted_power(dsp::Power const& power, EnergyKind kind);

struct EnergyRegisters {
    std::array<EnergyCount, kEnergies> energy{};
    std::uint64_t hour_meter = 0;  ///< time with a load, whole seconds
    double below_second = 0.0;     ///< and the rest, 0 … 1 [s]

    EnergyCount const& operator[](EnergyKind kind) const { return energy[static_cast<std::size_t>(kind)]; }
    bool operator==(EnergyRegisters const&) const = default;
};

class Energy {
public:
    /// rated: apparent power of the load [VA]. The hour meter runs where S is above a thousandth of it.
    explicit Energy(double rated) : rated_(rated) {}

    /// Another rating at run time; what was counted stays.
    void set_rated(double rated) { rated_ = rated; }

    /// total: of the load, constant for so many seconds (>= 0). What is NaN adds nothing. Windows that overlap are the caller's to
    /// cut: each second counts once.
    void add(dsp::Power const& total, double seconds);

    /// Partial becomes last and starts again at nothing. energies: bit n: EnergyKind n; the hour meter goes with all of them.
    void reset_partial(Instant at, unsigned energies = kAllEnergies);

    EnergyRegisters const& total() const { return total_; }
    EnergyRegisters const& partial() const { return partial_; }
    EnergyRegisters const& last() const { return last_; }
    std::optional<Instant> last_reset() const { return last_reset_; }

private:
    double rated_;
    EnergyRegisters total_;
    EnergyRegisters partial_;
    EnergyRegisters last_;
    std::optional<Instant> last_reset_;
};

}  // namespace mb
