// SPDX-License-Identifier: GPL-3.0-or-later
/// How the eight lanes become the meter's channels, and the channels a load's own: the wiring table of core/signal/wiring.hpp turned into
/// coefficients. One path for all networks and loads; formulas and their reasons: docs/decisions/0013-wiring.md.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "core/dsp/window.hpp"
#include "core/signal/frame.hpp"
#include "core/signal/wiring.hpp"

namespace mb::dsp {

/// From lanes to channels. The default is one 3P+N-3CT load on I1 I2 I3.
struct Routing {
    std::array<float, kChannels> gain{1, 1, 1, 1,
                                      1, 1, 1, 1};  ///< of the lanes: voltage transformer, direction and rating of the current sensors
    /// Voltages are told against the sum of Va Vb Vc Vn times these: the neutral terminal, or the mean of the phases where it is not
    /// connected.
    std::array<float, 4> reference{0, 0, 0, 1};
    /// The two derived currents (Measured::in, in2) as sums of I1 … I4, coefficients -1, 0, 1.
    std::array<std::array<float, 4>, 2> derived{{{1, 1, 1, 0}, {0, 0, 0, 0}}};
    /// The voltage that a current makes power with (V1 … V3, U12 … U31): of I1 I2 I3 I4 and the two derived currents.
    std::array<std::optional<Measured>, kPowers> partner{Measured::v1, Measured::v2, Measured::v3};
    std::uint8_t phases = 0b111;       ///< bit n: terminal Va, Vb, Vc is connected
    std::uint16_t connected = 0x0FFF;  ///< bit n: Measured n is there for the outside; V1 V2 V3 of a network without neutral are not

    /// Bit n: lane n is part of the channel.
    std::uint32_t lanes_of(Measured m) const;
    bool has(Measured m) const { return (connected >> index(m) & 1U) != 0; }
    bool operator==(Routing const&) const = default;
};

/// Where a load finds its own in a window of the meter. Channels are told as Measured; nullopt: the load has none.
struct LoadRoute {
    LoadType type = LoadType::wye_3ct;
    std::array<std::optional<Measured>, 3> voltage{Measured::v1, Measured::v2, Measured::v3};  ///< its V1 V2 V3
    std::array<std::optional<Measured>, 3> line{Measured::u12, Measured::u23, Measured::u31};  ///< its U12 U23 U31
    std::array<std::optional<Measured>, 3> current{Measured::i1, Measured::i2, Measured::i3};  ///< its I1 I2 I3
    std::optional<Measured> neutral = Measured::in;                                            ///< its In
    bool balanced = false;            ///< one current stands for three: the others are it, turned as the network turns
    bool no_neutral_current = false;  ///< balanced with neutral: In is zero
    double turn_deg = -120.0;         ///< of phase 2 against phase 1 in a balanced load

    bool operator==(LoadRoute const&) const = default;
};

struct Wiring {
    Routing routing;
    std::array<std::optional<LoadRoute>, 4> loads{LoadRoute{}};  ///< nullopt: not in use
    std::array<std::string_view, 4> idle{};                      ///< why a load is not in use
};

/// What else makes the channels.
struct RoutingOptions {
    double vt_ratio = 1.0;                                          ///< primary volts per volt at the terminals
    std::array<double, kCurrentInputs> current_factor{1, 1, 1, 1};  ///< believed over true rating of the sensors
    bool neutral_measured = false;                                  ///< In of a 3CT load is I4 where no other load takes that input
    bool reverse_rotation = false;                                  ///< the network is said to turn 1-3-2
};

/// Loads that cannot be (check() in core/signal/wiring.hpp) are out of use, the others work.
Wiring wire(WiringSettings const& settings, RoutingOptions const& options);

/// The window in the network's terms: what it does not have is NaN with Flaw::not_connected.
WindowResult network_view(WindowResult const& w, Routing const& routing);
/// The window in the load's terms: what quantities.inc computes from. What the load does not have is NaN with Flaw::not_connected.
WindowResult load_view(WindowResult const& w, LoadRoute const& route);

/// Tells a channel of the window as not there.
void disconnect(WindowResult& w, std::size_t channel, Flaw why);

}  // namespace mb::dsp
