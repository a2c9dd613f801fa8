// SPDX-License-Identifier: GPL-3.0-or-later
/// Networks and loads: the one wiring table {type → channels, formulas} of the house (manual 5.2.1, 5.2.2; metrology of each in
/// docs/decisions/0014-wiring.md). A meter has four voltage terminals and four current inputs. Its loads take the inputs in order: load 1
/// the first ones, load 2 the next …
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "core/base/result.hpp"
#include "core/signal/frame.hpp"

namespace mb {

/// As register cfg_network.net_type counts; the high-leg delta is ours.
enum class Network : std::uint8_t { undefined, one_phase_neutral, two_phase, split_phase, delta, wye, high_leg };
/// As register cfg_load.type counts; the high-leg load is ours.
enum class LoadType : std::uint8_t {
    undefined,
    one_phase_neutral_1ct,
    two_phase_1ct,
    split_phase_2ct,
    delta_1ct,
    delta_2ct,
    delta_3ct,
    wye_1ct,
    wye_3ct,
    wye_4ct,
    high_leg_3ct,
};
inline constexpr std::size_t kCurrentInputs = 4;

struct NetworkRow {
    Network id;
    std::string_view name;   ///< "3P+N"
    std::string_view label;  ///< "three-phase, four-wire wye"
    std::uint8_t phases;     ///< terminals in use: bit 0 is Va, 1 Vb, 2 Vc
    bool neutral;  ///< the neutral is connected; else voltages are told against the mean of the phases, and only phase-to-phase voltages
                   ///< count
    std::array<double, 6> nominal;    ///< nominal V1 V2 V3 U12 U23 U31 as multiples of the nominal phase-to-neutral voltage; 0: not there
    std::array<double, 3> angle_deg;  ///< of Va Vb Vc in an ideal network of the rotation 1-2-3
};
std::span<NetworkRow const> networks();
NetworkRow const& info(Network network);
/// By its name ("3P+N", "3p+n") or label.
std::optional<Network> network_named(std::string_view name);

struct LoadRow {
    LoadType id;
    std::string_view name;  ///< "3P+N-3CT"
    std::string_view label;
    int sensors;            ///< current inputs that it takes
    std::uint8_t networks;  ///< bit n: possible on Network n
};
std::span<LoadRow const> load_types();
LoadRow const& info(LoadType type);
std::optional<LoadType> load_named(std::string_view name);

/// What stands in the meter's configuration.
struct WiringSettings {
    Network network = Network::wye;
    std::array<LoadType, 4> loads{LoadType::wye_3ct};  ///< undefined: not in use
    std::array<bool, kCurrentInputs> reversed{};       ///< the sensor looks from P2 to P1
    /// Voltage paired with each input: 0 V1, 1 V2, 2 V3, 3 Vn, 5 none (register cfg_sensors.ctN_phase). Of a 2P load 0, 1, 2 are U12, U23,
    /// U31.
    std::array<std::uint8_t, kCurrentInputs> partner{0, 1, 2, 3};

    bool operator==(WiringSettings const&) const = default;
};

/// Refuses what cannot be, by load and reason: a type that the network cannot have, more sensors than inputs, two phases of a load at one
/// voltage.
Result<void> check(WiringSettings const& wiring);

}  // namespace mb
