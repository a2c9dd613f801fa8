// SPDX-License-Identifier: GPL-3.0-or-later
/// Faults of wiring, sensors and network: one vocabulary for scenarios, the window and a rig. A fault is data; what it does to the eight
/// lanes is a matrix wherever it is linear (lane_matrix), so that samples, spectra and recordings meet the same fault.
///
/// State of a fault on the bench: configured (known, not at work) → armed (begins at its trigger) → active → cleared; see fault_board.hpp.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "core/base/result.hpp"
#include "core/signal/frame.hpp"
#include "core/signal/wiring.hpp"

namespace mb {

enum class FaultKind : std::uint8_t {
    open_ct,            ///< no signal from these current inputs
    reversed_ct,        ///< their sign turned
    swapped_currents,   ///< two current inputs exchanged
    swapped_voltages,   ///< two voltage terminals exchanged, the neutral's among them
    wrong_association,  ///< I1 I2 I3 turned round against the voltages: value +1 (input 1 carries phase 2's current …) or -1
    wrong_rating,       ///< the meter believes another rating of the sensor: the currents times `value` = believed/true
    saturation,         ///< the sensor saturates: `value` is the knee in crests of its rated current (sim/sensor.hpp)
    gain_error,         ///< ratio error of the sensor: `value` in percent
    phase_error,        ///< its phase displacement: `value` in minutes of arc at the fundamental, positive where the current leads
    phase_loss,         ///< a phase is gone: its voltage to neutral and its load current are zero
    neutral_loss,       ///< the neutral is interrupted before meter and load: the star point floats to where the loads put it (neutral.hpp)
    reversed_rotation,  ///< the network turns the other way round: phases 2 and 3 exchanged, voltages and currents
    earth_leakage,      ///< one phase leaks to earth: `value` is the current [A] at the nominal voltage, in phase with the phase-to-earth
                        ///< voltage
};
inline constexpr std::size_t kFaultKinds = 13;

struct Fault {
    FaultKind kind{};
    std::uint8_t inputs = 0;  ///< current inputs, bit 0 is I1 … bit 3 I4
    std::uint8_t phases = 0;  ///< voltage terminals, bit 0 is Va, 1 Vb, 2 Vc, 3 Vn
    double value = 0.0;       ///< as the kind says; 0 where it has none
    double reference = 0.0;   ///< earth_leakage: the nominal voltage L-N [V]

    bool operator==(Fault const&) const = default;
};

/// What a kind takes.
struct FaultRow {
    FaultKind kind;
    std::string_view name;   ///< "open_ct": how files and windows call it
    std::string_view label;  ///< "open current transformer"
    int least_inputs = 0;    ///< how many current inputs it names, at least and at most; 0 … 0: none
    int most_inputs = 0;
    int least_phases = 0;  ///< how many voltage terminals
    int most_phases = 0;
    std::string_view unit;  ///< of `value`; empty: it takes none
    double lowest = 0.0;    ///< of `value`
    double highest = 0.0;
    bool by_matrix = true;  ///< lane_matrix knows it; saturation, phase_error and neutral_loss are more than a matrix of lanes
};
std::span<FaultRow const> faults();
FaultRow const& info(FaultKind kind);
std::optional<FaultKind> fault_kind(std::string_view name);

/// Refuses, by name and reason, what the fault lacks or has too much, and what the network cannot have: a neutral loss without neutral,
/// phases that are not there.
Result<void> check(Fault const& fault, Network network);

/// Where a fault acts. The stages follow one another whatever the order of the list; within a stage the list's order holds.
enum class FaultStage : std::uint8_t {
    supply,    ///< reversed_rotation
    phase,     ///< phase_loss, neutral_loss: names the terminals of the supply as it turns
    leak,      ///< earth_leakage: what a lost phase no longer feeds does not leak
    terminal,  ///< where conductors and sensors stand: reversed, swapped, associated
    sensor,    ///< by the meter's input, the sensor and what the meter believes of it: open, saturation, phase, gain, rating
};
FaultStage stage(FaultKind kind);

/// out[r] = Σ matrix[r][c]·in[c] over the lanes Va Vb Vc Vn I1 I2 I3 I4.
using LaneMatrix = std::array<std::array<double, kChannels>, kChannels>;
LaneMatrix identity_lanes();
/// The product of the faults, stage by stage and then in their order; those without a matrix count as none.
LaneMatrix lane_matrix(std::span<Fault const> faults);
/// The same of some stages only, `first` and `last` among them. all = [sensor … sensor] · [supply … terminal].
LaneMatrix lane_matrix(std::span<Fault const> faults, FaultStage first, FaultStage last);

}  // namespace mb
