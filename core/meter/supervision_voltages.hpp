// SPDX-License-Identifier: GPL-3.0-or-later
/// What the phasors of the voltages tell of the network's wiring: its rotation, and whether the conductors stand at their terminals.
#pragma once

#include <array>
#include <complex>

#include "core/dsp/window.hpp"
#include "core/signal/wiring.hpp"

namespace mb {

enum class Judgement : std::uint8_t { not_judged = 0, right = 1, wrong = 2 };

/// Rms phasors [V]; NaN where there is none.
struct VoltagePhasors {
    std::array<std::complex<double>, 3> phase{};  ///< V1 V2 V3 to the neutral; without a neutral to the mean of the connected phases
    std::array<std::complex<double>, 3> line{};   ///< U12 U23 U31
};
VoltagePhasors voltages_of(dsp::WindowResult const& window, Network network);

/// What V1 V2 V3 (line: U12 U23 U31) are on a network of this nominal phase-to-neutral voltage [V]; of a delta the voltage to its middle.
/// 0: the network has none.
double nominal_phase(NetworkRow const& network, std::size_t phase, double voltage);
double nominal_line(NetworkRow const& network, std::size_t line, double voltage);

/// A voltage counts as present from this part of its nominal value on.
inline constexpr double kPresent = 0.5;

/// Sequence of the phases against the configured one (1-3-2 where turns_back). From the phase-to-phase voltages, so it holds with and
/// without neutral: whichever of positive and negative sequence is 1.5 times the other decides. A lost phase leaves 2:1, two lost phases
/// nothing. Not judged: networks without three phases, below half the nominal voltage, no clear sequence.
Judgement judge_rotation(VoltagePhasors const& v, Network network, bool turns_back, double voltage);

/// Do the conductors stand at their terminals? Each way in which the conductors of the network may be exchanged is undone and compared
/// with the network's ideal star of either rotation (|Σ v·p*| / |v||p|, 1 is the same shape). Wrong where what is measured fits worse
/// than 0.9 and an exchange explains it to 0.97. So it finds the neutral exchanged with a phase (two of three voltages √3 too high,
/// 60° apart) and a high leg at the wrong terminal; not exchanged phases, which are a matter of rotation and of the currents. Dips, lost
/// phases and a floating star point explain no exchange. Right: the shape fits. Not judged: neither, or voltages below half of nominal,
/// or no neutral; the two wires of a single-phase network cannot be told apart.
Judgement judge_terminals(VoltagePhasors const& v, Network network, double voltage);

}  // namespace mb
